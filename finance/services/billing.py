"""Drafting invoices: exactly what shipped, priced so that all invoices of an order add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.money import rounded
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from finance.events import InvoiceDrafted
from finance.models import Invoice, InvoiceLine
from finance.models.words import InvoiceState, Kind
from finance.policies import may_draft
from finance.services.rows import hold_orders
from orders.models import Order, OrderLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class Billed:
    """What of one order line is on invoices already, drafts included, red-letter invoices taken off."""

    quantity: Decimal = ZERO
    net: Decimal = ZERO
    tax: Decimal = ZERO


@service
def bill_shipment(order_id: int, *, quantities: Mapping[int, Decimal], source: str) -> Invoice | None:
    """Draft an invoice of exactly what left the house; a shipment is billed once (I22).

    Freight goes on the first invoice. All partial invoices of an order add up to it to the cent.
    """
    order = hold_orders([order_id])[0]
    if Invoice.objects.filter(source=source, kind=Kind.INVOICE).exists():
        return None
    return write_draft(order, quantities, billed_of(order), source=source, actor=HOUSE)


@service
def bill_order(order_id: int, *, actor: Any) -> Invoice:
    """Draft an invoice of everything that shipped and is on no invoice, as after a red-letter invoice."""
    may_draft.demand(actor)
    order = hold_orders([order_id])[0]
    billed = billed_of(order)
    lines = OrderLine.objects.filter(order=order)
    rest = {line.pk: to_bill(line, billed.get(line.pk, Billed())) for line in lines}
    quantities = {pk: quantity for pk, quantity in rest.items() if quantity > 0}
    if not quantities:
        raise Refused(_("Everything that shipped is on an invoice already."), code="nothing_to_bill")
    return write_draft(order, quantities, billed, source="", actor=actor)


def refuse_misfit(order: Order) -> None:
    """Refuse a change after which the invoices of a line could no longer add up to it, to the cent (B10)."""
    billed = billed_of(order)
    for line in OrderLine.objects.filter(order=order, pk__in=billed).order_by("position"):
        done = billed[line.pk]
        whole = done.quantity == line.wanted and (done.net, done.tax) != (line.net, line.tax)
        if done.quantity and (whole or done.net > line.net or done.tax > line.tax):
            raise Refused(
                _("Line %(line)s: %(net)s is invoiced already, which does not fit the new amount of %(new)s.")
                % {"line": line.position, "net": f"{done.net:,.2f}", "new": f"{line.net:,.2f}"},
                code="billed",
            )


def to_bill(line: OrderLine, billed: Billed) -> Decimal:
    """Base units of a line that shipped, were not returned for credit, and are on no invoice."""
    return line.shipped - line.returned_credit - billed.quantity


def billed_of(order: Order) -> dict[int, Billed]:
    """What is billed of each line of an order, in one query."""
    rows = InvoiceLine.objects.filter(invoice__order=order).exclude(invoice__state=InvoiceState.DROPPED)
    sums = rows.order_by().values_list("order_line")
    return {pk: Billed(*figures) for pk, *figures in sums.annotate(Sum("quantity"), Sum("net"), Sum("tax"))}


def write_draft(
    order: Order, quantities: Mapping[int, Decimal], billed: Mapping[int, Billed], *, source: str, actor: Any
) -> Invoice:
    """Draft an invoice over so many pieces of each line, priced by what is billed already; the order is held."""
    rows = OrderLine.objects.filter(order=order, pk__in=quantities).select_related("product__unit")
    lines = [
        _line(line, number, quantities[line.pk], billed.get(line.pk, Billed()), order.currency)
        for number, line in enumerate(rows.order_by("position"), start=1)
    ]
    invoice = _head(order, lines, source)
    invoice.save()
    for line in lines:
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    drafted = InvoiceDrafted(
        invoice_id=invoice.pk,
        order_id=order.pk,
        customer_id=order.customer_id,
        total=invoice.total,
        currency=invoice.currency,
        source=source,
    )
    publish(drafted, actor=actor)
    return invoice


def _head(order: Order, lines: Sequence[InvoiceLine], source: str) -> Invoice:
    net = sum((line.net for line in lines), ZERO)
    tax = sum((line.tax for line in lines), ZERO)
    papers = Invoice.objects.filter(order=order).exclude(state=InvoiceState.DROPPED)
    charged = papers.aggregate(sum=Sum("freight"))["sum"] or ZERO
    freight = order.freight - charged
    return Invoice(
        order=order,
        customer_id=order.customer_id,
        source=source,
        currency=order.currency,
        net=net,
        tax=tax,
        freight=freight,
        total=net + tax + freight,
        drafted_at=clock.now(),
    )


def _line(line: OrderLine, position: int, quantity: Decimal, billed: Billed, currency: str) -> InvoiceLine:
    share = (billed.quantity + quantity) / line.wanted
    return InvoiceLine(
        order_line=line,
        position=position,
        text=line.text,
        quantity=quantity,
        unit=line.product.unit.name,
        tax_percent=line.tax_percent,
        net=_rest_of(line.net, share, billed.net, currency),
        tax=_rest_of(line.tax, share, billed.tax, currency),
    )


def _rest_of(amount: Decimal, share: Decimal, billed: Decimal, currency: str) -> Decimal:
    """The running total up to this share, less what is billed: the last part closes exactly."""
    return max(ZERO, rounded(amount * share, currency) - billed)
