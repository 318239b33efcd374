"""The chain of a number: every step its goods took, in the order of time."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.templatetags.ui import qty
from inventory.models import Place, Reservation, StockMove
from orders.models import Order, Return
from reports.tracing.finders import Found
from reports.tracing.threads import SENT
from shipping.models import Scan, Shipment

MOST = 300
"""So many rows of each kind; a long chain shows the newest."""


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, on which document, who did it."""

    at: datetime.datetime
    what: str | Promise
    detail: str
    document: str = ""
    url: str = ""
    who: Any = ""


@dataclass(frozen=True)
class Told:
    """The chain of a number: its orders with what is set aside for them now, and all steps."""

    orders: list[Order]
    steps: list[Step]
    cut: bool


def chain_of(user: Any, found: Found) -> Told:
    """Where the goods came from, where they lay, for whom they were picked, how they left and came back (S74).

    Only what the person may see of it; six queries whatever the chain.
    """
    threads = found.finder.threads(found.row)
    orders = list(Order.objects.visible_to(user).filter(pk__in=_keys(threads.orders)).for_list()[:MOST])
    shipments = list(threads.shipments.visible_to(user).for_list().order_by("-pk")[:MOST])
    returns = list(threads.returns.visible_to(user).for_list().order_by("-pk")[:MOST])
    moves = list(threads.moves.visible_to(user).for_list().select_related("product").order_by("-pk")[:MOST])
    seen = {row.pk: row for row in shipments}, {row.pk: row for row in returns}
    scans = list(_scans(threads.scans, *seen))
    steps = [*_sent(shipments), *_returned(returns), *_moved(moves, seen[0]), *_scanned(scans, *seen)]
    held = _reserved(orders)
    for order in orders:
        order.set_aside = held.get(order.pk)  # type: ignore[attr-defined]
    cut = any(len(rows) == MOST for rows in (orders, shipments, returns, moves, scans))
    return Told(orders, sorted(steps, key=lambda step: step.at), cut)


def _keys(rows: Any) -> Any:
    return rows.order_by().values("pk")


def _scans(rows: Any, shipments: dict[int, Shipment], returns: dict[int, Return]) -> Any:
    found = rows.filter(shipment__in=list(shipments)) | rows.filter(returned__in=list(returns))
    return found.select_related("actor").order_by("-pk")[:MOST]


def _reserved(orders: list[Order]) -> dict[int, Any]:
    rows = Reservation.objects.filter(order__in=[order.pk for order in orders]).order_by().values_list("order")
    return dict(rows.annotate(all=Sum("quantity")))


LED = {
    (Place.Kind.SUPPLIER, Place.Kind.STOCK): pgettext_lazy("stock", "Received"),
    (Place.Kind.OPENING, Place.Kind.STOCK): pgettext_lazy("place", "Opening stock"),
    (Place.Kind.STOCK, Place.Kind.STOCK): pgettext_lazy("stock", "Moved"),
    (Place.Kind.STOCK, Place.Kind.CUSTOMER): _("Left the shelf"),
    (Place.Kind.CUSTOMER, Place.Kind.RETURNED): _("Came back"),
    (Place.Kind.RETURNED, Place.Kind.STOCK): pgettext_lazy("move", "Back on the shelf"),
}


def _moved(moves: list[StockMove], shipments: dict[int, Shipment]) -> Iterator[Step]:
    for move in moves:
        sent = shipments.get(int(move.source.removeprefix(SENT) or 0)) if _is_sent(move) else None
        ends = (move.from_place.kind, move.to_place.kind)
        lot = f" · {move.lot.number}" if move.lot else ""
        detail = f"{move.product.code}{lot} × {qty(move.quantity)} · {_end(move, 'from')} → {_end(move, 'to')}"
        yield Step(
            move.at,
            LED.get(ends, _("Stock corrected")),  # type: ignore[call-overload]
            f"{detail} · {move.reason}" if move.reason else detail,
            sent.number if sent else move.source_words,
            sent.get_absolute_url() if sent else move.source_url,
            move.actor or "",
        )


def _is_sent(move: StockMove) -> bool:
    return move.source.startswith(SENT) and move.source.removeprefix(SENT).isdigit()


def _end(move: StockMove, side: str) -> str:
    place, shelf = getattr(move, f"{side}_place"), getattr(move, f"{side}_bin")
    return f"{place} {shelf.code}" if shelf else str(place)


def _scanned(scans: list[Scan], shipments: dict[int, Shipment], returns: dict[int, Return]) -> Iterator[Step]:
    for scan in scans:
        document: Any = shipments.get(scan.shipment_id or 0) or returns[scan.returned_id or 0]
        detail = f"{scan.label or scan.code} × {qty(scan.quantity)} · {scan.get_result_display()}"
        number, url = document.number, document.get_absolute_url()
        yield Step(scan.scanned_at or scan.at, _("Scanned"), detail, number, url, scan.actor or "")


def _sent(shipments: list[Shipment]) -> Iterator[Step]:
    for row in shipments:
        at, url, whom = row.number, row.get_absolute_url(), row.order.customer.title
        yield Step(row.opened_at, _("Picking started"), f"{row.order.ref} · {whom}", at, url, row.picker or "")
        if row.shipped_at:
            detail = f"{row.carrier} {row.waybill} · {whom}"
            yield Step(row.shipped_at, pgettext_lazy("shipment", "Shipped"), detail, at, url)
        if row.delivered_at:
            yield Step(row.delivered_at, _("Delivered"), f"{row.received_by} · {whom}", at, url)
        if row.cancelled_at:
            yield Step(row.cancelled_at, pgettext_lazy("shipment", "Cancelled"), row.reason, at, url)


def _returned(returns: list[Return]) -> Iterator[Step]:
    for row in returns:
        url, detail = row.get_absolute_url(), f"{row.order.ref} · {row.customer.title}"
        yield Step(row.requested_at, _("Return asked for"), detail, row.number, url)
        if row.received_at:
            yield Step(row.received_at, _("Return received"), detail, row.number, url)
        if row.resolved_at:
            yield Step(row.resolved_at, _("Return settled"), detail, row.number, url)
