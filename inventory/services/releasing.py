"""Letting go of what was set aside for an order that no longer needs it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from core.bus import publish
from core.people import HOUSE
from core.service import service
from inventory.events import GoodsReleased
from inventory.models import Reservation, Shortage
from inventory.services.posting import adjust, hold
from inventory.services.reserving import note_missing
from orders.models import OrderLine
from orders.services import lines_of, take


@service
def release_goods(order_id: int) -> None:
    """Set free all that is set aside for an order, and take it off the waiting list (S55).

    The order has already put its own figures to zero, so nothing is reported back to it.
    Waiting orders are served from it afterwards. Goods for the replacement of returned pieces are kept.
    """
    order = take(order_id)
    if any(line.replacing for line in lines_of(order)):
        release_excess(order_id)
        note_missing(order_id, {line: line.short for line in lines_of(order)})
        return
    waited = Shortage.objects.filter(order_id=order_id)
    products = set(waited.values_list("product_id", flat=True))
    if products:
        waited.delete()
    held = _let_go(order_id)
    products |= {reservation.item.product_id for reservation in held}
    if products:
        _tell(order_id, products, ((reservation.order_line_id, reservation.quantity) for reservation in held))


@service
def release_excess(order_id: int, *, picked: Mapping[tuple[int, int], Decimal] | None = None) -> None:
    """Set free what is set aside for the lines of an order beyond what they hold by its own figures (S52).

    `picked` says what lies on the desk, (line, warehouse) → pieces: that is never let go. Goods leave
    the last warehouse first; waiting orders are served from them afterwards.
    """
    take(order_id)
    rows = list(Reservation.objects.for_order(order_id).select_related("item__warehouse"))
    kept = dict(OrderLine.objects.filter(order_id=order_id).values_list("pk", "reserved"))
    excess: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        excess[row.order_line_id] += row.quantity
    excess = {line: quantity - kept[line] for line, quantity in excess.items() if quantity > kept[line]}
    touched = [row for row in rows if row.order_line_id in excess]
    if not touched:
        return
    products = {row.item.product_id for row in touched}
    hold(products)
    freed = _lower(touched, excess, picked or {})
    adjust(reserved=_per_item(freed))
    _tell(order_id, products, ((row.order_line_id, quantity) for row, quantity in freed))


def _lower(
    rows: list[Reservation], excess: dict[int, Decimal], picked: Mapping[tuple[int, int], Decimal]
) -> list[tuple[Reservation, Decimal]]:
    """Take the excess out of the reservations, row by row; what comes to nothing is deleted."""
    freed = []
    left = dict(excess)
    for row in sorted(rows, key=lambda row: (row.item.warehouse.default, row.item.warehouse.code)):
        on_desk = picked.get((row.order_line_id, row.item.warehouse_id), Decimal(0))
        part = min(left[row.order_line_id], max(Decimal(0), row.quantity - on_desk))
        if part:
            row.quantity -= part
            left[row.order_line_id] -= part
            freed.append((row, part))
    Reservation.objects.filter(pk__in=[row.pk for row, _part in freed if not row.quantity]).delete()
    Reservation.objects.bulk_update([row for row, _part in freed if row.quantity], ["quantity"])
    return freed


def _per_item(freed: Iterable[tuple[Reservation, Decimal]]) -> dict[int, Decimal]:
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for row, quantity in freed:
        changes[row.item_id] -= quantity
    return changes


def _tell(order_id: int, products: set[int], freed: Iterable[tuple[int, Decimal]]) -> None:
    per_line: dict[str, Decimal] = defaultdict(Decimal)
    for line, quantity in freed:
        per_line[str(line)] += quantity
    quantities = {line: str(quantity) for line, quantity in per_line.items()}
    released = GoodsReleased(order_id=order_id, product_ids=tuple(sorted(products)), quantities=quantities)
    publish(released, actor=HOUSE)


def _let_go(order_id: int) -> list[Reservation]:
    reservations = Reservation.objects.for_order(order_id).select_related("item")
    held = list(reservations)
    if not held:
        return []
    hold({reservation.item.product_id for reservation in held})
    freed: dict[int, Decimal] = {}
    for reservation in held:
        freed[reservation.item_id] = freed.get(reservation.item_id, Decimal(0)) - reservation.quantity
    Reservation.objects.for_order(order_id).delete()
    adjust(reserved=freed)
    return held
