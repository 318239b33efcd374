"""Booking money that came in, and matching it to invoices."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from finance.events import PaymentBooked
from finance.models import CreditProfile, Invoice, LedgerEntry, Payment
from finance.models.words import Account, Method, PaymentState
from finance.policies import may_allocate, may_book
from finance.services.matching import checked, settle, write_matches
from finance.services.posting import post, sides
from finance.services.rows import hold_orders, take_invoices, take_payments, take_profile
from finance.services.telling import tell_paid

SERIES = "RC"
OLDEST = datetime.timedelta(days=3660)
NOBODY: Mapping[int, Decimal] = {}


@service
def book_payment(
    customer_id: int,
    *,
    amount: Decimal,
    received_on: datetime.date,
    actor: Any,
    method: str = Method.TRANSFER,
    reference: str = "",
    allocations: Mapping[int, Decimal] = NOBODY,
) -> Payment:
    """Book money a customer sent, and settle invoices with it where named (invoice → amount).

    What settles nothing yet is kept as the customer's advance and lowers what he owes.
    """
    may_book.demand(actor)
    order_ids = _hold(allocations)
    profile = take_profile(customer_id)
    _refuse_day(received_on)
    amount = checked(amount, profile.currency)
    invoices = take_invoices(allocations)
    payment = _receipt(profile, amount, received_on, method, reference, actor)
    profile.unallocated += amount
    settle(payment, allocations, invoices, profile)
    payment.save()
    profile.save(update_fields=["receivable", "unallocated"])
    publish(_booked(payment), actor=actor)
    post([*_came_in(payment), *write_matches(payment, allocations, invoices, actor)])
    tell_paid(order_ids)
    return payment


@service
def allocate_payment(payment_id: int, amounts: Mapping[int, Decimal], *, actor: Any) -> Payment:
    """Settle invoices with what is left of a receipt (invoice → amount), freely, not only the oldest first.

    Refused when an invoice is open with less, or the receipt has less left.
    """
    may_allocate.demand(actor)
    if not amounts:
        raise Refused(_("Type an amount beside at least one invoice."), code="nothing_to_match")
    order_ids = _hold(amounts)
    profile = take_profile(Payment.objects.values_list("customer_id", flat=True).get(pk=payment_id))
    invoices = take_invoices(amounts)
    payment = take_payments([payment_id])[payment_id]
    if payment.state != PaymentState.BOOKED:
        raise Refused(_("Receipt %(ref)s was reversed.") % {"ref": payment.number}, code="wrong_state")
    settle(payment, amounts, invoices, profile)
    payment.save(update_fields=["unapplied"])
    profile.save(update_fields=["receivable", "unallocated"])
    post(write_matches(payment, amounts, invoices, actor))
    tell_paid(order_ids)
    return payment


def _hold(amounts: Mapping[int, Decimal]) -> list[int]:
    if not amounts:
        return []
    ids = Invoice.objects.filter(pk__in=amounts).order_by().values_list("order_id", flat=True).distinct()
    return [order.pk for order in hold_orders(ids)]


def _refuse_day(received_on: datetime.date) -> None:
    today = clock.today()
    if not today - OLDEST <= received_on <= today:
        raise Refused(_("Money is received today or in the last ten years."), code="bad_date")


def _receipt(
    profile: CreditProfile, amount: Decimal, received_on: datetime.date, method: str, reference: str, actor: Any
) -> Payment:
    return Payment(
        number=next_number(SERIES),
        customer_id=profile.customer_id,
        amount=amount,
        unapplied=amount,
        currency=profile.currency,
        method=method,
        reference=reference,
        received_on=received_on,
        booked_by=actor,
        at=clock.now(),
    )


def _came_in(payment: Payment) -> list[LedgerEntry]:
    amounts = {Account.BANK: payment.amount, Account.ADVANCE: -payment.amount}
    return sides(payment.stream, customer_id=payment.customer_id, currency=payment.currency, amounts=amounts)


def _booked(payment: Payment) -> PaymentBooked:
    return PaymentBooked(
        payment_id=payment.pk,
        customer_id=payment.customer_id,
        number=payment.number,
        amount=payment.amount,
        currency=payment.currency,
    )
