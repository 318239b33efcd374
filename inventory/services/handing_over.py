"""Goods set aside for one order given to another, all in one transaction, under the locks of orders and shelves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from core.bus import publish
from core.people import HOUSE
from inventory.events import GoodsFreed, GoodsGivenOver, GoodsPutFirst, GoodsTakenAway
from inventory.models import Reallocation, Reservation, StockItem
from inventory.services.choosing import Choice
from inventory.services.claims import Claimant
from inventory.services.posting import adjust
from inventory.services.reserving import Take, draw, note_missing, promise, set_aside
from inventory.services.taking_back import GIVE_UP
from inventory.services.weighing import ZERO, Outcome, Weighed
from orders.services import lines_of, record_reserved, take


def hand_over(
    proposal: Reallocation,
    weighed: Weighed,
    claimants: Sequence[Claimant],
    shelves: Mapping[int, Sequence[StockItem]],
    actor: Any,
) -> None:
    """Move the goods as weighed: shelves first, then each order hears what it lost or got, in the order of keys."""
    items = shelves[proposal.product_id]
    _give_up(weighed, items)
    takes = _takes(proposal.product_id, weighed, claimants, shelves)
    per_order: dict[int, list[Take]] = defaultdict(list)
    orders = {one.claim.line_id: one.claim.order_id for one in weighed.outcomes}
    for part in takes:
        per_order[orders[part.line_id]].append(part)
    for order_id in sorted(per_order):
        set_aside(order_id, per_order[order_id])
    for order_id in sorted({one.claim.order_id for one in weighed.outcomes if one.change}):
        _tell(proposal, weighed, order_id, actor)
    if weighed.left > weighed.free:
        first = min(item.pk for item in items)
        freed = GoodsFreed(item_id=first, product_ids=(proposal.product_id,), source=proposal.number)
        publish(freed, actor=HOUSE)


def _give_up(weighed: Weighed, items: Sequence[StockItem]) -> None:
    """Lower the reservations of those who lose, the last warehouse first; picked pieces stay theirs."""
    wanted = {one.claim.line_id: -one.change for one in weighed.losing}
    picked = {one.claim.line_id: one.claim.picked for one in weighed.losing}
    rows = Reservation.objects.filter(order_line__in=wanted, item__in=[item.pk for item in items])
    lost: dict[int, Decimal] = {}
    per_item: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows.order_by("item__warehouse__default", "item__warehouse__code", "pk"):
        part = min(wanted[row.order_line_id], max(ZERO, row.quantity - picked[row.order_line_id]))
        if part > 0:
            lost[row.pk] = part
            per_item[row.item_id] += part
            wanted[row.order_line_id] -= part
    if lost:
        with connection.cursor() as cursor:
            cursor.execute(GIVE_UP, [list(lost), list(lost.values())])
        adjust(reserved={item: -quantity for item, quantity in per_item.items()})
    for item in items:
        item.reserved -= per_item.get(item.pk, ZERO)


def _takes(
    product_id: int, weighed: Weighed, claimants: Sequence[Claimant], shelves: Mapping[int, Sequence[StockItem]]
) -> list[Take]:
    gains = {one.claim.line_id: one.change for one in weighed.winning}
    left = {product_id: sum(gains.values(), ZERO)}
    choice = Choice(shelves, left)
    lines = [one.line for one in claimants if one.claim.line_id in gains]
    return [part for line in lines for part in draw(line, gains[line.pk], choice, left)]


def _tell(proposal: Reallocation, weighed: Weighed, order_id: int, actor: Any) -> None:
    """What the order has and lacks now, the day it can be promised, and why, on its own timeline."""
    own = [one for one in weighed.outcomes if one.claim.order_id == order_id and one.change]
    changes = {one.claim.line_id: one.change for one in own}
    record_reserved(order_id, quantities=changes)
    order = take(order_id)
    lines = lines_of(order)
    gained = {line: quantity for line, quantity in changes.items() if quantity > 0}
    note_missing(order_id, {line: line.short for line in lines}, gained)
    promise(order, lines, changed=changes)
    told: dict[str, Any] = {"order_id": order_id, "number": proposal.number, "code": proposal.product.code}
    told["reason"] = proposal.reason
    losses = {line: -quantity for line, quantity in changes.items() if quantity < 0}
    if losses:
        day = str(order.promised_on or "")
        refs = _refs(weighed.winning, order_id)
        more: dict[str, Any] = {"refs": refs or "--", "owner_id": order.owner_id, "promised_on": day}
        publish(GoodsTakenAway(**told, **more, **_figures(losses)), actor=actor)
    if gained and (refs := _refs(weighed.losing, order_id)):
        publish(GoodsGivenOver(**told, refs=refs, **_figures(gained)), actor=actor)
    elif gained:
        publish(GoodsPutFirst(**told, **_figures(gained)), actor=actor)


def _refs(outcomes: Sequence[Outcome], besides: int) -> str:
    refs = {one.claim.order_id: one.claim.ref for one in outcomes if one.claim.order_id != besides}
    return ", ".join(refs[pk] for pk in sorted(refs))[:500]


def _figures(quantities: Mapping[int, Decimal]) -> dict[str, Any]:
    total = sum(quantities.values(), ZERO)
    lines = {str(line): str(quantity) for line, quantity in quantities.items()}
    return {"quantity": f"{total.normalize():f}", "quantities": lines}
