"""What belongs to a number: the moves, scans, shipments, orders and returns its goods went through."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from inventory.models import Lot, Serial, StockMove
from orders.models import Order, Return
from shipping.models import Scan, Shipment

SENT = "shipment:"
MOST_SENT = 500


@dataclass(frozen=True)
class Threads:
    """The rows behind one number, each still to be narrowed to what a person may see."""

    moves: QuerySet[StockMove]
    scans: QuerySet[Scan]
    shipments: QuerySet[Shipment]
    orders: QuerySet[Order]
    returns: QuerySet[Return]


def of_serial(serial: Serial) -> Threads:
    """One numbered piece."""
    return _of_goods(StockMove.objects.filter(serials__serial=serial), Scan.objects.filter(serial=serial))


def of_lot(lot: Lot) -> Threads:
    """All pieces of a lot."""
    return _of_goods(StockMove.objects.filter(lot=lot), Scan.objects.filter(lot=lot))


def of_shipment(shipment: Shipment) -> Threads:
    """What left together."""
    return Threads(
        # What left is found by its document through the index of moves that have an order line.
        moves=StockMove.objects.filter(source=shipment.stream, order_line__isnull=False),
        scans=Scan.objects.filter(shipment=shipment),
        shipments=Shipment.objects.filter(pk=shipment.pk),
        orders=Order.objects.filter(pk=shipment.order_id),
        returns=Return.objects.filter(order=shipment.order_id),
    )


def of_order(order: Order) -> Threads:
    """All goods of an order, there and back."""
    shipments, returns = Shipment.objects.filter(order=order), Return.objects.filter(order=order)
    return Threads(
        moves=StockMove.objects.filter(order_line__in=order.lines.order_by().values("pk")),
        scans=Scan.objects.filter(Q(shipment__in=_keys(shipments)) | Q(returned__in=_keys(returns))),
        shipments=shipments,
        orders=Order.objects.filter(pk=order.pk),
        returns=returns,
    )


def of_return(returned: Return) -> Threads:
    """The pieces of a return: how they went out, and how they came back."""
    lines = returned.lines.order_by().values("order_line")
    shipments = Shipment.objects.filter(lines__order_line__in=lines).distinct()
    return Threads(
        moves=StockMove.objects.filter(order_line__in=lines),
        scans=Scan.objects.filter(Q(returned=returned) | Q(shipment__in=_keys(shipments), order_line__in=lines)),
        shipments=shipments,
        orders=Order.objects.filter(pk=returned.order_id),
        returns=Return.objects.filter(pk=returned.pk),
    )


def _of_goods(moves: QuerySet[StockMove], scans: QuerySet[Scan]) -> Threads:
    """Known by lot or number: the shipments are those they moved with or were scanned on."""
    gone = moves.filter(source__startswith=SENT).order_by("-pk").values_list("source", flat=True).distinct()
    scanned = scans.filter(shipment__isnull=False).order_by().values("shipment")
    lines = moves.filter(order_line__isnull=False).order_by().values("order_line")
    taken = scans.filter(order_line__isnull=False).order_by().values("order_line")
    return Threads(
        moves=moves,
        scans=scans,
        shipments=Shipment.objects.filter(Q(pk__in=_numbers(gone)) | Q(pk__in=scanned)),
        orders=Order.objects.filter(Q(lines__in=lines) | Q(lines__in=taken)).distinct(),
        returns=Return.objects.filter(pk__in=scans.filter(returned__isnull=False).order_by().values("returned")),
    )


def _numbers(sources: Iterable[str]) -> list[int]:
    """The keys of the shipments that moves name as their document."""
    seen = list(dict.fromkeys(sources))[:MOST_SENT]
    return [int(source.removeprefix(SENT)) for source in seen if source.removeprefix(SENT).isdigit()]


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")
