"""When fewer goods are found than are set aside: the orders last in turn wait again."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.bus import publish
from core.event import DomainEvent
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from inventory.events import GoodsFreed, ReservationLost
from inventory.models import Reservation, StockItem
from inventory.models.shortage import TURN
from inventory.services.posting import adjust
from inventory.services.reserving import note_missing, promise
from orders.models import Order
from orders.services import lines_of, record_reserved, take

ZERO = Decimal(0)

HOLDERS = f"""
SELECT r.id, r.order_id, r.order_line_id, r.item_id, r.quantity, l.reserved - l.picked
FROM inventory_reservation r JOIN orders_orderline l ON l.id = r.order_line_id
JOIN orders_order o ON o.id = r.order_id JOIN customers_customer c ON c.id = o.customer_id
WHERE r.item_id = ANY(%s) ORDER BY {TURN}, r.id
"""

GIVE_UP = """
WITH lost AS (SELECT * FROM unnest(%s::bigint[], %s::numeric[]) AS t(id, quantity)),
gone AS (DELETE FROM inventory_reservation r USING lost WHERE r.id = lost.id AND r.quantity = lost.quantity)
UPDATE inventory_reservation r SET quantity = r.quantity - lost.quantity FROM lost
WHERE r.id = lost.id AND r.quantity > lost.quantity
"""


Told = Callable[[int, dict[str, str]], DomainEvent]
"""Makes the event that tells an order what it lost, line → base units."""


def hold_orders(left: Mapping[int, Decimal]) -> set[int]:
    """Hold the orders that may lose goods, before their shelves: that is the ladder.

    `left` is what will be there for orders afterwards, stock item → base units.
    """
    holders = Reservation.objects.filter(item_id__in=list(left))
    rows = holders.values_list("order_id", "item_id", "item__reserved")
    ids = {order_id for order_id, item_id, reserved in rows if reserved > left[item_id]}
    return set(locked(Order.objects.filter(pk__in=ids)).values_list("pk", flat=True)) if ids else set()


def take_back(orders: Collection[int], lost: Mapping[int, Decimal], *, tell: Told) -> None:
    """Take goods that are not there away from the orders last in turn; picked ones stay theirs."""
    if not lost:
        return
    plan = _plan(lost, orders)
    with connection.cursor() as cursor:
        cursor.execute(GIVE_UP, [list(plan), [quantity for *_line, quantity in plan.values()]])
    adjust(reserved={item: -quantity for item, quantity in lost.items()})
    per_order: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for order_id, line_id, quantity in plan.values():
        per_order[order_id][line_id] += quantity
    for order_id in sorted(per_order):
        _wait_again(order_id, per_order[order_id], tell)


def tell_lost(items: Sequence[StockItem], source: str) -> None:
    """Who lost goods here may get some of another warehouse: the waiting list is served afterwards."""
    if items:
        products = tuple(sorted({item.product_id for item in items}))
        publish(GoodsFreed(item_id=min(item.pk for item in items), product_ids=products, source=source), actor=HOUSE)


def _plan(lost: Mapping[int, Decimal], orders: Collection[int]) -> dict[int, tuple[int, int, Decimal]]:
    """Which reservation gives up how much: reservation → order, line, quantity."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [list(lost)])
        holders = cursor.fetchall()
    left = dict(lost)
    loose: dict[int, Decimal] = {}
    plan: dict[int, tuple[int, int, Decimal]] = {}
    for pk, order_id, line_id, item_id, quantity, not_picked in reversed(holders):
        part = min(left[item_id], quantity, loose.get(line_id, not_picked))
        if part > 0:
            _refuse_unheld(order_id, orders)
            plan[pk] = (order_id, line_id, part)
            left[item_id] -= part
            loose[line_id] = loose.get(line_id, not_picked) - part
    if any(left.values()):
        raise Refused(_("Picked goods are among what is missing; put them back or ship them first."), code="picked")
    return plan


def _refuse_unheld(order_id: int, orders: Collection[int]) -> None:
    if order_id not in orders:
        raise Refused(_("Someone else is editing this right now. Nothing was saved; please try again."), code="busy")


def _wait_again(order_id: int, quantities: Mapping[int, Decimal], tell: Told) -> None:
    record_reserved(order_id, quantities={pk: -quantity for pk, quantity in quantities.items()})
    publish(tell(order_id, {str(pk): str(quantity) for pk, quantity in quantities.items()}), actor=HOUSE)
    order = take(order_id)
    lines = lines_of(order)
    note_missing(order_id, {line: line.short for line in lines})
    promise(order, lines, changed=quantities)


def lost_in(document: str) -> Told:
    """What a count or an adjustment took away is told with its number."""
    return lambda order_id, lost: ReservationLost(order_id=order_id, count=document, quantities=lost)
