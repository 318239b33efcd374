"""Taking an issued invoice back by a red-letter invoice."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from finance.events import InvoiceCorrected
from finance.models import Allocation, CreditProfile, Invoice, InvoiceLine, Payment
from finance.models.words import Kind
from finance.policies import may_correct
from finance.services.crediting import drop_notes
from finance.services.issuing import post_invoice
from finance.services.matching import unmatch
from finance.services.rows import hold_orders, take_invoices, take_payments, take_profile
from finance.services.telling import tell_paid
from orders.services import record_invoiced

SERIES = "CN"


@service
def correct_invoice(invoice_id: int, *, reason: str, actor: Any) -> Invoice:
    """Take an issued invoice back as a whole by a red-letter invoice, linked both ways.

    What shipped is billable again, less what came back; money that had settled it becomes unmatched money of
    the customer. Happens once per invoice, and not after a part of it was credited. Red letters that were only
    drafted for it are dropped (F24).
    """
    may_correct.demand(actor)
    order = hold_orders([Invoice.objects.values_list("order_id", flat=True).get(pk=invoice_id)])[0]
    profile = take_profile(order.customer_id)
    invoice = take_invoices([invoice_id])[invoice_id]
    _refuse(invoice, reason)
    _free_money(invoice, profile, actor)
    lines = list(invoice.lines.all())
    note = _write_note(invoice, lines, reason, actor)
    _owe_no_more(invoice, note, profile)
    drop_notes(invoice, profile)
    quantities = {line.order_line_id: line.quantity for line in lines}
    publish(_corrected(invoice, note), actor=actor)
    record_invoiced(order.pk, quantities=quantities, amount=invoice.total, credit=True)
    tell_paid([order.pk])
    return note


def _refuse(invoice: Invoice, reason: str) -> None:
    if invoice.is_credit_note or not can_proceed(invoice.reverse):
        raise Refused(
            _("Invoice %(ref)s is not issued, or was taken back already.") % {"ref": invoice.ref}, code="wrong_state"
        )
    if invoice.credited_amount:
        raise Refused(
            _("A part of invoice %(ref)s was credited already, so it cannot be taken back whole.")
            % {"ref": invoice.ref},
            code="credited",
        )
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")


def _free_money(invoice: Invoice, profile: CreditProfile, actor: Any) -> None:
    rows = list(Allocation.objects.standing().filter(invoice=invoice).order_by("pk"))
    if not rows:
        return
    payments = take_payments({row.payment_id for row in rows})
    unmatch(rows, {invoice.pk: invoice}, payments, profile, actor)
    Payment.objects.bulk_update(list(payments.values()), ["unapplied"])


def _write_note(invoice: Invoice, lines: Sequence[InvoiceLine], reason: str, actor: Any) -> Invoice:
    note = Invoice(
        kind=Kind.CREDIT_NOTE,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        source=invoice.stream,
        corrects=invoice,
        reason=reason,
        currency=invoice.currency,
        net=-invoice.net,
        tax=-invoice.tax,
        freight=-invoice.freight,
        total=-invoice.total,
        buyer_title=invoice.buyer_title,
        buyer_tax_number=invoice.buyer_tax_number,
        buyer_address=invoice.buyer_address,
        issued_by=actor,
        drafted_at=clock.now(),
    )
    note.issue(next_number(SERIES), clock.now(), clock.today(), clock.today())
    note.save()
    InvoiceLine.objects.bulk_create(_mirrored(line, note) for line in lines)
    return note


def _mirrored(line: InvoiceLine, note: Invoice) -> InvoiceLine:
    return InvoiceLine(
        invoice=note,
        order_line_id=line.order_line_id,
        position=line.position,
        text=line.text,
        quantity=-line.quantity,
        unit=line.unit,
        tax_percent=line.tax_percent,
        net=-line.net,
        tax=-line.tax,
    )


def _owe_no_more(invoice: Invoice, note: Invoice, profile: CreditProfile) -> None:
    invoice.reverse()
    invoice.save(update_fields=["state", "open_amount"])
    profile.receivable -= invoice.total
    profile.uninvoiced += invoice.total
    profile.save(update_fields=["receivable", "uninvoiced", "unallocated"])
    post_invoice(note)


def _corrected(invoice: Invoice, note: Invoice) -> InvoiceCorrected:
    return InvoiceCorrected(
        invoice_id=invoice.pk,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        number=invoice.ref,
        note_id=note.pk,
        note_number=note.ref,
        reason=note.reason,
    )
