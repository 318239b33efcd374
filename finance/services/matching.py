"""Matching money to invoices and taking it back, on rows their callers hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.money import rounded
from core.refusal import Refused
from core.setwise import write_columns
from finance.events import AllocationUndone, PaymentAllocated
from finance.models import Allocation, CreditProfile, Invoice, LedgerEntry, Payment
from finance.models.words import Account
from finance.services.posting import post, sides


def checked(amount: Decimal, currency: str) -> Decimal:
    """An amount a person may type for money: above zero, in whole cents, of a size money has."""
    if not amount.is_finite() or not 0 < amount < Decimal("1e14") or amount != rounded(amount, currency):
        raise Refused(_("An amount is above zero and has no part of a cent."), code="bad_amount")
    return amount


def settle(
    payment: Payment, amounts: Mapping[int, Decimal], invoices: Mapping[int, Invoice], profile: CreditProfile
) -> None:
    """Settle invoices with parts of a receipt, in memory; never more than is open on one or left of the other."""
    for pk, amount in amounts.items():
        _refuse(payment, invoices.get(pk), checked(amount, payment.currency))
        invoices[pk].open_amount -= amount
        payment.unapplied -= amount
        profile.receivable -= amount
        profile.unallocated -= amount


def write_matches(
    payment: Payment, amounts: Mapping[int, Decimal], invoices: Mapping[int, Invoice], actor: Any
) -> list[LedgerEntry]:
    """Save what was settled and tell it; returns its ledger entries, to be posted with the rest."""
    write_columns(invoices.values(), ["open_amount"])
    at = clock.now()
    Allocation.objects.bulk_create(
        Allocation(payment=payment, invoice_id=pk, amount=amount, by=actor, at=at) for pk, amount in amounts.items()
    )
    entries = []
    for pk, amount in amounts.items():
        entries += _moved(invoices[pk], {Account.ADVANCE: amount, Account.RECEIVABLE: -amount})
        publish(PaymentAllocated(**_told(invoices[pk], payment, amount)), actor=actor)
    return entries


def _moved(invoice: Invoice, amounts: Mapping[Account, Decimal]) -> list[LedgerEntry]:
    return sides(invoice.stream, customer_id=invoice.customer_id, currency=invoice.currency, amounts=amounts)


def _refuse(payment: Payment, invoice: Invoice | None, amount: Decimal) -> None:
    if invoice is None or invoice.customer_id != payment.customer_id or invoice.currency != payment.currency:
        raise Refused(_("This invoice does not belong to the customer of the receipt."), code="other_customer")
    if amount > invoice.open_amount:
        raise Refused(
            _("Invoice %(ref)s is open with %(open)s; %(amount)s is too much.")
            % {"ref": invoice.ref, "open": f"{invoice.open_amount:,.2f}", "amount": f"{amount:,.2f}"},
            code="over_allocated",
        )
    if amount > payment.unapplied:
        raise Refused(
            _("The receipt has %(left)s left; %(amount)s is too much.")
            % {"left": f"{payment.unapplied:,.2f}", "amount": f"{amount:,.2f}"},
            code="over_applied",
        )


def unmatch(
    rows: list[Allocation],
    invoices: Mapping[int, Invoice],
    payments: Mapping[int, Payment],
    profile: CreditProfile,
    actor: Any,
) -> None:
    """Take matchings back by linked rows below zero; the invoices are open again, the money is free again.

    The caller saves invoices, receipts and profile, whose amounts are changed in memory here.
    """
    at = clock.now()
    Allocation.objects.bulk_create(
        Allocation(
            payment_id=row.payment_id, invoice_id=row.invoice_id, amount=-row.amount, reverses=row, by=actor, at=at
        )
        for row in rows
    )
    entries = []
    for row in rows:
        invoice, payment = invoices[row.invoice_id], payments[row.payment_id]
        invoice.open_amount += row.amount
        payment.unapplied += row.amount
        profile.receivable += row.amount
        profile.unallocated += row.amount
        entries += _moved(invoice, {Account.RECEIVABLE: row.amount, Account.ADVANCE: -row.amount})
        publish(AllocationUndone(**_told(invoice, payment, row.amount)), actor=actor)
    post(entries)


def _told(invoice: Invoice, payment: Payment, amount: Decimal) -> dict[str, Any]:
    return {
        "invoice_id": invoice.pk,
        "order_id": invoice.order_id,
        "customer_id": invoice.customer_id,
        "number": invoice.ref,
        "payment_id": payment.pk,
        "payment_number": payment.number,
        "amount": amount,
        "currency": payment.currency,
    }
