"""Undoing a mistyped receipt by a counter-entry."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from finance.events import PaymentReversed
from finance.models import Allocation, CreditProfile, Invoice, Payment
from finance.models.words import Account
from finance.policies import may_reverse
from finance.services.matching import unmatch
from finance.services.paying import SERIES
from finance.services.posting import post, sides
from finance.services.rows import hold_orders, take_invoices, take_payments, take_profile
from finance.services.telling import tell_paid


@service
def reverse_payment(payment_id: int, *, reason: str, actor: Any) -> Payment:
    """Undo a receipt by a linked counter-entry: its invoices are open again, nothing is deleted. Happens once."""
    may_reverse.demand(actor)
    order_ids = _hold(payment_id)
    profile = take_profile(Payment.objects.values_list("customer_id", flat=True).get(pk=payment_id))
    rows = list(Allocation.objects.standing().filter(payment_id=payment_id).order_by("pk"))
    invoices = take_invoices({row.invoice_id for row in rows})
    payment = take_payments([payment_id])[payment_id]
    _refuse(payment, reason)
    _refuse_moved(invoices, order_ids)
    unmatch(rows, invoices, {payment.pk: payment}, profile, actor)
    Invoice.objects.bulk_update(list(invoices.values()), ["open_amount"])
    counter = _counter(payment, profile, reason, actor)
    publish(_reversed(payment, counter), actor=actor)
    tell_paid(order_ids)
    return payment


def _hold(payment_id: int) -> set[int]:
    rows = Allocation.objects.standing().filter(payment_id=payment_id)
    return {order.pk for order in hold_orders(rows.values_list("invoice__order_id", flat=True))}


def _refuse(payment: Payment, reason: str) -> None:
    if not can_proceed(payment.reverse):
        raise Refused(
            _("Receipt %(ref)s was reversed already, or is a counter-entry itself.") % {"ref": payment.number},
            code="wrong_state",
        )
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")


def _refuse_moved(invoices: dict[int, Invoice], order_ids: set[int]) -> None:
    # The orders were locked before the receipt: a matching made in between names an order not held here.
    if not {invoice.order_id for invoice in invoices.values()} <= order_ids:
        raise Refused(_("Someone else just matched this receipt. Nothing was saved; please try again."), code="busy")


def _counter(payment: Payment, profile: CreditProfile, reason: str, actor: Any) -> Payment:
    payment.reverse()
    payment.save(update_fields=["state", "unapplied"])
    counter = Payment(
        number=next_number(SERIES),
        customer_id=payment.customer_id,
        amount=payment.amount,
        currency=payment.currency,
        method=payment.method,
        reference=payment.reference,
        received_on=clock.today(),
        booked_by=actor,
        at=clock.now(),
    )
    counter.counter(payment, reason)
    counter.save()
    profile.unallocated -= payment.amount
    profile.save(update_fields=["receivable", "unallocated"])
    back = {Account.ADVANCE: payment.amount, Account.BANK: -payment.amount}
    post(sides(counter.stream, customer_id=payment.customer_id, currency=payment.currency, amounts=back))
    return counter


def _reversed(payment: Payment, counter: Payment) -> PaymentReversed:
    return PaymentReversed(
        payment_id=payment.pk,
        customer_id=payment.customer_id,
        number=payment.number,
        amount=payment.amount,
        currency=payment.currency,
        counter_id=counter.pk,
        counter_number=counter.number,
        reason=counter.reason,
    )
