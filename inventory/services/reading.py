"""What is free, and what is set aside for an order: one query each."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from inventory.models import Reservation, StockItem


@dataclass(frozen=True, kw_only=True)
class Held:
    """So many base units set aside for one order line in one warehouse."""

    order_line_id: int
    product_id: int
    warehouse_id: int
    item_id: int
    quantity: Decimal


def available(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What is on hand and not set aside, per product over all warehouses; products without stock say 0."""
    sums = (
        StockItem.objects.filter(product_id__in=product_ids)
        .order_by()
        .values_list("product_id")
        .annotate(free=Sum(F("on_hand") - F("reserved")))
    )
    return dict.fromkeys(product_ids, Decimal(0)) | dict(sums)


def reservations_of(order_id: int) -> list[Held]:
    """What is set aside for an order, by line and warehouse, the default warehouse first."""
    rows = (
        Reservation.objects.for_order(order_id)
        .order_by("-item__warehouse__default", "item__warehouse__code", "order_line__position")
        .values_list("order_line_id", "item__product_id", "item__warehouse_id", "item_id", "quantity")
    )
    return [
        Held(order_line_id=line, product_id=product, warehouse_id=warehouse, item_id=item, quantity=quantity)
        for line, product, warehouse, item, quantity in rows
    ]
