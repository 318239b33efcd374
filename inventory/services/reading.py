"""What is free, what is coming, and what is set aside for an order: one query each."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum, Value

from core import clock
from inventory.models import ExpectedReceipt, Reservation, Shortage, StockItem
from orders.models import OrderLine
from orders.models.words import State


@dataclass(frozen=True, kw_only=True)
class Held:
    """So many base units set aside for one order line in one warehouse."""

    order_line_id: int
    product_id: int
    warehouse_id: int
    item_id: int
    quantity: Decimal


def available(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What is on hand, sellable and not set aside, per product over all warehouses; without stock it is 0."""
    sums = (
        StockItem.objects.filter(product_id__in=product_ids)
        .order_by()
        .values_list("product_id")
        .annotate(free=Sum(F("on_hand") - F("blocked") - F("reserved")))
    )
    return dict.fromkeys(product_ids, Decimal(0)) | dict(sums)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What somebody typing an order sees of a product: free on the shelf, and softly held by drafts of others."""

    on_shelf: Decimal = Decimal(0)
    held: Decimal = Decimal(0)

    @property
    def free(self) -> Decimal:
        return max(self.on_shelf - self.held, Decimal(0)) if self.held else self.on_shelf


def seen_by_draft(product_ids: Collection[int], order_id: int | None) -> dict[int, Seen]:
    """What is free for a draft: less what live drafts of others hold softly (B1), in one query.

    A hold is only seen, never set aside: it ends by itself when its time is over, and confirming asks `available`.
    """
    shelf = StockItem.objects.filter(product_id__in=product_ids).order_by().values_list("product_id")
    drafts = OrderLine.objects.filter(
        product_id__in=product_ids, order__state=State.DRAFT, order__draft_held_until__gt=clock.now()
    )
    held = drafts.exclude(order_id=order_id or 0).order_by().values_list("product_id").annotate(sum=Sum("ordered"))
    rows = shelf.annotate(sum=Sum(F("on_hand") - F("blocked") - F("reserved")), what=Value("shelf")).union(
        held.annotate(what=Value("held")), all=True
    )
    sums = {(product, what): quantity for product, quantity, what in rows}
    zero = Decimal(0)
    return {pk: Seen(on_shelf=sums.get((pk, "shelf"), zero), held=sums.get((pk, "held"), zero)) for pk in product_ids}


def free_to_type(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What is free for an order nobody saved yet, per product: live drafts hold their lines softly."""
    return {pk: seen.free for pk, seen in seen_by_draft(product_ids, None).items()}


@dataclass(frozen=True, kw_only=True)
class Coming:
    """So much of a product is announced for a day by a paper with this label."""

    day: datetime.date
    quantity: Decimal
    label: str


def coming(product_ids: Collection[int]) -> dict[int, list[Coming]]:
    """What is announced and not here yet, per product, the earliest first; what is late counts from tomorrow."""
    tomorrow = clock.today() + datetime.timedelta(days=1)
    rows = ExpectedReceipt.objects.awaited().filter(product_id__in=product_ids).order_by("expected_on", "pk")
    found: dict[int, list[Coming]] = {}
    for row in rows:
        one = Coming(day=max(row.expected_on, tomorrow), quantity=row.quantity - row.arrived, label=row.label)
        found.setdefault(row.product_id, []).append(one)
    return found


def coming_to(product_ids: Collection[int]) -> dict[tuple[int, int], list[Coming]]:
    """What is announced and not here yet, (product, warehouse) → the earliest first; late goods count tomorrow."""
    tomorrow = clock.today() + datetime.timedelta(days=1)
    rows = ExpectedReceipt.objects.awaited().filter(product_id__in=product_ids).order_by("expected_on", "pk")
    found: dict[tuple[int, int], list[Coming]] = {}
    for row in rows:
        one = Coming(day=max(row.expected_on, tomorrow), quantity=row.quantity - row.arrived, label=row.label)
        found.setdefault((row.product_id, row.warehouse_id), []).append(one)
    return found


def waiting_for(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What confirmed orders are short of, per product."""
    rows = Shortage.objects.filter(product_id__in=product_ids).order_by().values_list("product_id")
    return dict(rows.annotate(all=Sum("quantity")))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is free from a day on."""

    day: datetime.date
    quantity: Decimal
    label: str = ""


def by_date(item: StockItem, arrivals: Collection[Coming]) -> list[Standing]:
    """What is free of a stock item today and after each announced arrival: on hand, sellable, less set aside."""
    free = item.available
    standing = [Standing(day=clock.today(), quantity=free)]
    for one in arrivals:
        free += one.quantity
        standing.append(Standing(day=one.day, quantity=free, label=one.label))
    return standing


def reservations_of(order_id: int) -> list[Held]:
    """What is set aside for an order, by line and warehouse, the default warehouse first."""
    return reservations_by_order([order_id]).get(order_id, [])


def reservations_by_order(order_ids: Collection[int]) -> dict[int, list[Held]]:
    """What is set aside for each of several orders, by line and warehouse, the default warehouse first; one query."""
    rows = (
        Reservation.objects.filter(order__in=order_ids)
        .order_by("-item__warehouse__default", "item__warehouse__code", "order_line__position")
        .values_list("order_id", "order_line_id", "item__product_id", "item__warehouse_id", "item_id", "quantity")
    )
    found: dict[int, list[Held]] = {}
    for order, line, product, warehouse, item, quantity in rows:
        held = Held(order_line_id=line, product_id=product, warehouse_id=warehouse, item_id=item, quantity=quantity)
        found.setdefault(order, []).append(held)
    return found
