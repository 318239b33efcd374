"""Crediting goods that came back: what is not issued is billed without them, what is issued gets a red letter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext

from core import clock
from core.bus import publish
from core.money import part_of, rounded
from core.people import HOUSE
from core.service import service
from finance.events import DraftDropped, NoteDrafted
from finance.models import CreditProfile, Invoice, InvoiceLine
from finance.models.words import InvoiceState, Kind
from finance.services.billing import Billed, billed_of, write_draft
from finance.services.rows import hold_orders, take_profile
from orders.models import Order, OrderLine
from orders.services import lines_of
from orders.services.returns.facts import record_return_credited

ZERO = Decimal(0)


@service
def credit_return(return_id: int, *, order_id: int, number: str, quantities: Mapping[int, Decimal]) -> list[Invoice]:
    """Take returned pieces off the customer's bills: drafts are written anew without them, and for what was
    issued a red-letter invoice is drafted and linked (pains 8, 9). Returns those drafts.

    The order has counted the pieces as returned already. What will never be billed uses no credit any more.
    """
    order = hold_orders([order_id])[0]
    profile = take_profile(order.customer_id)
    lines = {line.pk: line for line in lines_of(order) if line.pk in quantities}
    worth = sum((_worth(line, quantities[pk], order.currency) for pk, line in lines.items()), ZERO)
    _bill_without(order, lines)
    notes = _write_notes(order, lines, return_id, number)
    at_once = worth + sum((note.total for note in notes), ZERO)
    profile.uninvoiced -= at_once
    profile.save(update_fields=["uninvoiced"])
    record_return_credited(return_id, amount=at_once, by="", done=not notes)
    return notes


def drop_notes(invoice: Invoice, profile: CreditProfile) -> None:
    """An invoice is taken back whole: the red letters drafted for it are dropped, their goods are billed no more."""
    for note in Invoice.objects.drafts().filter(credits=invoice).order_by("pk"):
        _drop(note)
        profile.uninvoiced += note.total
        profile.save(update_fields=["uninvoiced"])
        report(note, amount=-note.total, by="", actor=HOUSE)


def _worth(line: OrderLine, quantity: Decimal, currency: str) -> Decimal:
    """How much less the line will have cost in the end, as the running totals of its bills count."""
    kept = line.wanted - line.returned_credit
    return sum(
        (part_of(amount, line.wanted, kept, kept + quantity, currency) for amount in (line.net, line.tax)), ZERO
    )


def _over(lines: Mapping[int, OrderLine], billed: Mapping[int, Billed]) -> dict[int, Decimal]:
    """What is on bills and is not to be there any more, line → base units."""
    over = {pk: billed.get(pk, Billed()).quantity - line.shipped + line.returned_credit for pk, line in lines.items()}
    return {pk: quantity for pk, quantity in over.items() if quantity > ZERO}


def _bill_without(order: Order, lines: Mapping[int, OrderLine]) -> None:
    """Write drafts anew that bill too much, the newest first; their lines are never changed."""
    over = _over(lines, billed_of(order))
    drafts = Invoice.objects.drafts().filter(order=order, kind=Kind.INVOICE, lines__order_line__in=over).distinct()
    for draft in drafts.order_by("-pk") if over else ():
        kept = dict(draft.lines.values_list("order_line_id", "quantity"))
        parts = {pk: part for pk in kept if (part := min(kept[pk], over.get(pk, ZERO)))}
        if not parts:
            continue
        for pk, part in parts.items():
            kept[pk] -= part
            over[pk] -= part
        _write_anew(order, draft, {pk: quantity for pk, quantity in kept.items() if quantity})


def _write_anew(order: Order, draft: Invoice, kept: Mapping[int, Decimal]) -> None:
    source = draft.source
    if kept or draft.freight:
        # The document that takes its place answers for the shipment.
        draft.source = ""
    _drop(draft)
    if kept or draft.freight:
        write_draft(order, kept, billed_of(order), source=source, actor=HOUSE)


def _drop(draft: Invoice) -> None:
    draft.drop()
    draft.save(update_fields=["state", "source"])
    identity = {"invoice_id": draft.pk, "order_id": draft.order_id, "customer_id": draft.customer_id}
    publish(DraftDropped(**identity, total=draft.total, currency=draft.currency), actor=HOUSE)


def _write_notes(order: Order, lines: Mapping[int, OrderLine], return_id: int, number: str) -> list[Invoice]:
    """A red-letter draft for each issued invoice that bills too much, the newest first."""
    billed = billed_of(order)
    over = _over(lines, billed)
    if not over:
        return []
    parts: dict[Invoice, list[InvoiceLine]] = defaultdict(list)
    for row, standing in _issued_lines(order, over):
        part = min(over[row.order_line_id], standing)
        if part > ZERO:
            line = lines[row.order_line_id]
            taken, billed[line.pk] = _taken(line, row, part, billed[line.pk], order.currency)
            over[line.pk] -= part
            parts[row.invoice].append(taken)
    return [_write_note(invoice, rows, return_id, number) for invoice, rows in parts.items()]


def _issued_lines(order: Order, over: Mapping[int, Decimal]) -> list[tuple[InvoiceLine, Decimal]]:
    """The billed lines that may be credited, newest first, with what no red letter has taken off them yet."""
    rows = InvoiceLine.objects.filter(order_line__in=over, invoice__in=Invoice.objects.standing().filter(order=order))
    notes = InvoiceLine.objects.filter(invoice__credits__order=order).exclude(invoice__state=InvoiceState.DROPPED)
    off = {
        (invoice, line): quantity
        for invoice, line, quantity in notes.order_by()
        .values_list("invoice__credits", "order_line")
        .annotate(off=Sum("quantity"))
    }
    found = rows.select_related("invoice").order_by("-invoice_id", "position")
    return [(row, row.quantity + off.get((row.invoice_id, row.order_line_id), ZERO)) for row in found]


def _taken(
    line: OrderLine, row: InvoiceLine, part: Decimal, billed: Billed, currency: str
) -> tuple[InvoiceLine, Billed]:
    """The mirrored line over a part, so that what stays billed is what so many pieces cost."""
    left = billed.quantity - part
    net, tax = (rounded(amount * left / line.wanted, currency) for amount in (line.net, line.tax))
    mirrored = InvoiceLine(
        order_line=line,
        position=row.position,
        text=row.text,
        quantity=-part,
        unit=row.unit,
        tax_percent=row.tax_percent,
        net=min(ZERO, net - billed.net),
        tax=min(ZERO, tax - billed.tax),
    )
    return mirrored, Billed(left, net, tax)


def _write_note(invoice: Invoice, rows: Sequence[InvoiceLine], return_id: int, number: str) -> Invoice:
    net, tax = sum((row.net for row in rows), ZERO), sum((row.tax for row in rows), ZERO)
    note = Invoice.objects.create(
        kind=Kind.CREDIT_NOTE,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        source=f"return:{return_id}:{invoice.pk}",
        credits=invoice,
        reason=gettext("Return %(number)s") % {"number": number},
        currency=invoice.currency,
        net=net,
        tax=tax,
        total=net + tax,
        drafted_at=clock.now(),
    )
    for row in rows:
        row.invoice = note
    InvoiceLine.objects.bulk_create(rows)
    publish(
        NoteDrafted(
            invoice_id=note.pk,
            order_id=note.order_id,
            customer_id=note.customer_id,
            total=note.total,
            currency=note.currency,
            return_number=number,
        ),
        actor=HOUSE,
    )
    return note


def report(note: Invoice, *, amount: Decimal, by: str, actor: Any) -> None:
    """Tell the return behind a red letter what it took off, and whether another one is still waiting."""
    return_id = note.return_id
    if return_id is None:
        return
    waiting = Invoice.objects.drafts().filter(source__startswith=f"return:{return_id}:").exists()
    record_return_credited(return_id, amount=amount, by=by, done=not waiting, actor=actor)
