"""Issuing a red-letter invoice over goods that came back: the customer owes less, and money is free again."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from finance.events import InvoiceCredited
from finance.models import Allocation, CreditProfile, Invoice, Payment
from finance.policies import may_issue
from finance.services.crediting import report
from finance.services.issuing import post_invoice
from finance.services.matching import settle, unmatch, write_matches
from finance.services.posting import post
from finance.services.rows import hold_orders, take_invoices, take_payments, take_profile
from finance.services.telling import tell_paid
from orders.models import Order
from orders.services import record_invoiced

ZERO = Decimal(0)
SERIES = "CN"


@service
def issue_note(invoice_id: int, *, actor: Any) -> Invoice:
    """Issue a drafted red-letter invoice over returned goods: the customer owes so much less from now on.

    Money that had paid for them becomes unmatched money of the customer.
    """
    may_issue.demand(actor)
    note, order = _held(invoice_id)
    profile = take_profile(order.customer_id)
    invoices = take_invoices([invoice_id, note.credits_id or 0])
    note, invoice = invoices[invoice_id], invoices[note.credits_id or 0]
    if not can_proceed(note.issue) or not can_proceed(invoice.reverse):
        raise Refused(_("Invoice %(ref)s was issued already.") % {"ref": note.ref}, code="wrong_state")
    _freeze(note, invoice, actor)
    _take_off(note, invoice, profile, actor)
    publish(_credited(note, invoice), actor=actor)
    quantities = {line.order_line_id: -line.quantity for line in note.lines.all()}
    record_invoiced(order.pk, quantities=quantities, amount=-note.total, credit=True)
    report(note, amount=-note.total, by=note.ref, actor=actor)
    tell_paid([order.pk])
    return note


def _held(invoice_id: int) -> tuple[Invoice, Order]:
    note = Invoice.objects.get(pk=invoice_id)
    return note, hold_orders([note.order_id])[0]


def _freeze(note: Invoice, invoice: Invoice, actor: Any) -> None:
    for name in ("buyer_title", "buyer_tax_number", "buyer_address"):
        setattr(note, name, getattr(invoice, name))
    note.issued_by = actor
    note.issue(next_number(SERIES), clock.now(), clock.today(), clock.today())
    note.save()


def _take_off(note: Invoice, invoice: Invoice, profile: CreditProfile, actor: Any) -> None:
    amount = -note.total
    freed = _free_money(invoice, amount - invoice.open_amount, profile, actor)
    invoice.open_amount -= amount
    invoice.credited_amount += amount
    profile.receivable -= amount
    invoice.save(update_fields=["open_amount", "credited_amount"])
    post_invoice(note)
    _match_rest(invoice, freed, profile, actor)
    profile.save(update_fields=["receivable", "unallocated"])


def _free_money(invoice: Invoice, needed: Decimal, profile: CreditProfile, actor: Any) -> dict[int, Payment]:
    """Take back matchings, the newest first, until so much more of the invoice is open."""
    rows: list[Allocation] = []
    for row in Allocation.objects.standing().filter(invoice=invoice).order_by("-pk"):
        if sum((one.amount for one in rows), ZERO) >= needed:
            break
        rows.append(row)
    payments = take_payments({row.payment_id for row in rows})
    if rows:
        unmatch(rows, {invoice.pk: invoice}, payments, profile, actor)
        Payment.objects.bulk_update(list(payments.values()), ["unapplied"])
    return payments


def _match_rest(invoice: Invoice, payments: Mapping[int, Payment], profile: CreditProfile, actor: Any) -> None:
    """What is still owed is settled again by the money that was freed."""
    for payment in payments.values():
        part = min(invoice.open_amount, payment.unapplied)
        if part > ZERO:
            amounts = {invoice.pk: part}
            settle(payment, amounts, {invoice.pk: invoice}, profile)
            post(write_matches(payment, amounts, {invoice.pk: invoice}, actor))
            payment.save(update_fields=["unapplied"])


def _credited(note: Invoice, invoice: Invoice) -> InvoiceCredited:
    return InvoiceCredited(
        invoice_id=invoice.pk,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        number=invoice.ref,
        note_id=note.pk,
        note_number=note.ref,
        amount=-note.total,
        currency=note.currency,
    )
