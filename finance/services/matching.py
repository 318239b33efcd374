"""Matching money to invoices and taking it back, on rows their callers hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.money import rounded
from core.refusal import Refused
from finance.events import AllocationUndone, PaymentAllocated
from finance.models import Allocation, CreditProfile, Invoice, Payment
from finance.models.words import Account
from finance.services.posting import post


def checked(amount: Decimal, currency: str) -> Decimal:
    """An amount a person may type for money: above zero, in whole cents, of a size money has."""
    if not amount.is_finite() or not 0 < amount < Decimal("1e14") or amount != rounded(amount, currency):
        raise Refused(_("An amount is above zero and has no part of a cent."), code="bad_amount")
    return amount


def match(
    payment: Payment,
    amounts: Mapping[int, Decimal],
    invoices: Mapping[int, Invoice],
    profile: CreditProfile,
    actor: Any,
) -> None:
    """Settle invoices with parts of a receipt; never more than an invoice is open or the receipt has left."""
    for pk, amount in amounts.items():
        _refuse(payment, invoices.get(pk), checked(amount, payment.currency))
        invoice = invoices[pk]
        invoice.open_amount -= amount
        payment.unapplied -= amount
        profile.receivable -= amount
        profile.unallocated -= amount
    Invoice.objects.bulk_update(list(invoices.values()), ["open_amount"])
    payment.save(update_fields=["unapplied"])
    profile.save(update_fields=["receivable", "unallocated"])
    _write(payment, amounts, invoices, actor)


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


def _write(payment: Payment, amounts: Mapping[int, Decimal], invoices: Mapping[int, Invoice], actor: Any) -> None:
    at = clock.now()
    Allocation.objects.bulk_create(
        Allocation(payment=payment, invoice_id=pk, amount=amount, by=actor, at=at) for pk, amount in amounts.items()
    )
    for pk, amount in amounts.items():
        invoice = invoices[pk]
        settle = {Account.ADVANCE: amount, Account.RECEIVABLE: -amount}
        post(invoice.stream, customer_id=payment.customer_id, currency=payment.currency, sides=settle)
        publish(PaymentAllocated(**_told(invoice, payment, amount)), actor=actor)


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
    for row in rows:
        invoice, payment = invoices[row.invoice_id], payments[row.payment_id]
        invoice.open_amount += row.amount
        payment.unapplied += row.amount
        profile.receivable += row.amount
        profile.unallocated += row.amount
        undo = {Account.RECEIVABLE: row.amount, Account.ADVANCE: -row.amount}
        post(invoice.stream, customer_id=invoice.customer_id, currency=invoice.currency, sides=undo)
        publish(AllocationUndone(**_told(invoice, payment, row.amount)), actor=actor)


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
