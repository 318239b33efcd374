"""Setting stock aside for an order, as much as there is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from inventory.events import GoodsReserved, ShortageFound
from inventory.models import Shortage, StockItem
from inventory.policies import may_reserve
from inventory.services.choosing import Choice
from inventory.services.closing import close_expired
from inventory.services.moment import at_approval, holds_goods
from inventory.services.posting import adjust, default_warehouse, hold, make_shelves
from inventory.services.promising import promise_day
from orders.models import Order, OrderLine
from orders.models.words import State
from orders.services import lines_of, record_promised, record_reserved, take

ZERO = Decimal(0)

FROM_APPROVAL = _("Order %(ref)s is %(state)s; stock is set aside for approved and confirmed orders only.")
FROM_CONFIRMATION = _("Order %(ref)s is %(state)s; stock is set aside for confirmed orders only.")

SET_ASIDE = """
INSERT INTO inventory_reservation (order_id, order_line_id, item_id, quantity)
SELECT %s, line, item, quantity FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[]) AS t(line, item, quantity)
ON CONFLICT (order_line_id, item_id) DO UPDATE SET quantity = inventory_reservation.quantity + EXCLUDED.quantity
"""

STILL_MISSING = """
WITH missing AS (
    SELECT * FROM unnest(%(lines)s::bigint[], %(products)s::bigint[], %(quantities)s::numeric[])
    AS t(line, product, quantity)
), served AS (
    DELETE FROM inventory_shortage WHERE order_id = %(order)s AND order_line_id NOT IN (SELECT line FROM missing)
)
INSERT INTO inventory_shortage (order_id, order_line_id, product_id, quantity, since)
SELECT %(order)s, line, product, quantity, %(now)s FROM missing
ON CONFLICT (order_line_id) DO UPDATE SET quantity = EXCLUDED.quantity
WHERE inventory_shortage.quantity <> EXCLUDED.quantity
"""


@dataclass(frozen=True, kw_only=True)
class Take:
    """So much from one shelf for one line."""

    line_id: int
    item_id: int
    quantity: Decimal


@service
def reserve_goods(order_id: int) -> Mapping[int, Decimal]:
    """Set aside for each open line of a confirmed order what is free, from the default warehouse first.

    What better-ranked waiting orders still need is left for them. What is missing is recorded and the order
    waits for it: a shortage is not a refusal. Tells the order what was set aside and the day it can promise;
    returns what was set aside now, line → base units. An order that has some keeps it and gets the rest.
    Where the house reserves at approval, an approved order is served too; it is promised nothing yet (S60).
    """
    order = take(order_id)
    lines = lines_of(order)
    if not holds_goods(order, lines):
        return {}
    wanting = [line for line in lines if line.short]
    takes = _takes(order_id, wanting) if wanting else []
    taken = _per_line(takes)
    if takes:
        set_aside(order_id, takes)
        record_reserved(order_id, quantities=taken)
    # The lines in hand know of it by now: what they are short of is what is still missing.
    note_missing(order_id, {line: line.short for line in wanting}, taken)
    promise(order, lines, changed=taken)
    return taken


@service
def reserve_at_approval(order_id: int) -> Mapping[int, Decimal]:
    """Set goods aside for an order that was just approved and waits to be confirmed, where that is the rule (S60).

    What the house confirmed in the same step has its goods already. Credit is committed when it is confirmed.
    """
    if not at_approval() or take(order_id).state != State.APPROVED:
        return {}
    return reserve_goods(order_id)


@service
def reserve_again(order_id: int, *, actor: Any) -> Mapping[int, Decimal]:
    """Try once more to set stock aside for an order that waits for goods, because a person asks (S59)."""
    order = take(order_id)
    may_reserve.demand(actor, order)
    if not holds_goods(order, lines_of(order)):
        raise Refused(
            (FROM_APPROVAL if at_approval() else FROM_CONFIRMATION)
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )
    taken = reserve_goods(order_id)
    if not taken:
        raise Refused(_("Nothing is free for this order now; it keeps its turn."), code="nothing_free")
    return taken


def note_missing(
    order_id: int, missing: Mapping[OrderLine, Decimal], taken: Mapping[int, Decimal] | None = None
) -> None:
    """Write what an order still waits for in place of what was written before, and tell its timeline."""
    short = {line: quantity for line, quantity in missing.items() if quantity}
    values: dict[str, Any] = {
        "order": order_id,
        "lines": [line.pk for line in short],
        "products": [line.product_id for line in short],
        "quantities": list(short.values()),
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(STILL_MISSING, values)
        news = cursor.rowcount
    if taken:
        publish(GoodsReserved(order_id=order_id, lines=len(taken), quantities=_plain(taken)), actor=HOUSE)
    if short and news:
        publish(
            ShortageFound(
                order_id=order_id,
                lines=len(short),
                product_ids=tuple(sorted(set(values["products"]))),
                missing=_plain({line.pk: quantity for line, quantity in short.items()}),
            ),
            actor=HOUSE,
        )


def promise(order: Order, lines: Sequence[OrderLine], *, changed: Mapping[int, Decimal]) -> None:
    """Promise a day for every line that has none yet or whose goods just changed; only what binds promises."""
    if order.state != State.CONFIRMED:
        return
    today = clock.today()
    dates = {
        line.pk: promise_day(
            wanted_on=line.wanted_on or order.wanted_on,
            in_stock=not line.short,
            today=today,
        )
        for line in lines
        if line.unshipped and (line.promised_on is None or line.pk in changed)
    }
    if dates:
        record_promised(order.pk, dates=dates)


def _takes(order_id: int, wanting: Sequence[OrderLine]) -> list[Take]:
    """Which shelf gives how much to which line, in the turn the house has chosen."""
    shelves = shelves_of({line.product_id for line in wanting})
    left = _left_for(order_id, shelves)
    needs: dict[int, Decimal] = defaultdict(Decimal)
    for line in wanting:
        needs[line.product_id] += line.short
    choice = Choice(shelves, needs)
    return [part for line in wanting for part in draw(line, line.short, choice, left)]


def draw(line: OrderLine, need: Decimal, choice: Choice, left: dict[int, Decimal]) -> list[Take]:
    """Take so much for a line from the shelves in their turn, never more than is left of its product."""
    takes = []
    for portion in choice.turn(line.product_id, need):
        part = min(need, portion.left, portion.item.available, left[line.product_id])
        if part > 0:
            takes.append(Take(line_id=line.pk, item_id=portion.item.pk, quantity=part))
            portion.item.reserved += part
            portion.left -= part
            left[line.product_id] -= part
            need -= part
    return _one_per_shelf(takes)


def _one_per_shelf(takes: Sequence[Take]) -> list[Take]:
    """Two lots of one shelf are one reservation: the shelf is promised, not the lot."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for part in takes:
        sums[part.line_id, part.item_id] += part.quantity
    return [Take(line_id=line, item_id=item, quantity=quantity) for (line, item), quantity in sums.items()]


def shelves_of(product_ids: set[int]) -> dict[int, list[StockItem]]:
    """The held shelves of each product in the turn they are emptied; a product gets its first one here."""
    items = hold(product_ids)
    if any(item.placed for item in items):
        close_expired(items)
    nowhere = product_ids - {item.product_id for item in items}
    if nowhere and (warehouse := default_warehouse()):
        make_shelves(nowhere, [warehouse.pk])
        items += hold(nowhere)
    shelves: dict[int, list[StockItem]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (not item.warehouse.default, item.warehouse.code)):
        if item.warehouse.active:
            shelves[item.product_id].append(item)
    return shelves


def _left_for(order_id: int, shelves: Mapping[int, Sequence[StockItem]]) -> dict[int, Decimal]:
    """Of each product, what is free less what orders with an earlier turn wait for."""
    free = {product: sum((item.available for item in items), ZERO) for product, items in shelves.items()}
    scarce = [product for product, quantity in free.items() if quantity]
    claimed = Shortage.objects.all().claimed_before(order_id, scarce) if scarce else {}
    return defaultdict(Decimal, {pk: max(ZERO, free[pk] - claimed.get(pk, ZERO)) for pk in scarce})


def set_aside(order_id: int, takes: Sequence[Take]) -> None:
    """Write what is taken from held shelves for the lines of one order; two statements."""
    columns = [[getattr(take, name) for take in takes] for name in ("line_id", "item_id", "quantity")]
    with connection.cursor() as cursor:
        cursor.execute(SET_ASIDE, [order_id, *columns])
    reserved: dict[int, Decimal] = defaultdict(Decimal)
    for part in takes:
        reserved[part.item_id] += part.quantity
    adjust(reserved=reserved)


def _per_line(takes: Sequence[Take]) -> dict[int, Decimal]:
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for part in takes:
        taken[part.line_id] += part.quantity
    return dict(taken)


def _plain(quantities: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(pk): str(quantity) for pk, quantity in quantities.items()}
