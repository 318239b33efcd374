"""Picking several orders on one walk: the wave, who is in it, and how it ends."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.models import Warehouse
from orders import services as orders
from orders.models import Order
from orders.models.hold import Stopped
from orders.services.life.holding import refuse_stopped
from shipping.events import WaveOpened
from shipping.models import Wave
from shipping.policies import may_pick
from shipping.services.picking.opening import Wanted, begin, nothing_to_pick, refuse_unconfirmed, unassigned_by_order

SERIES = "WV"
MOST_ORDERS = 20
MOST_LINES = 200


@dataclass(frozen=True)
class LeftOut:
    """An order that cannot be picked on this wave, and why."""

    order: Order
    reason: str | Promise


@dataclass(frozen=True)
class Opened:
    """A wave, and the orders that were chosen for it and are not in it."""

    wave: Wave
    left_out: Sequence[LeftOut]


@service
def open_wave(order_ids: Sequence[int], *, warehouse_id: int | None = None, actor: Any) -> Opened:
    """Pick several orders on one walk through one warehouse, each into a tote of its own, in the given order.

    Without a warehouse it is the one that serves most of them. An order that is on hold, not confirmed or has nothing
    to pick there stays out and is named with the reason; when none is left the wave is refused.
    """
    may_pick.demand(actor)
    ids = list(dict.fromkeys(order_ids))
    _refuse_crowd(ids)
    held = {order.pk: order for order in orders.take_all(ids)}
    wanted = unassigned_by_order(ids)
    place = warehouse_id or _usual(wanted)
    picks, left_out = _sorted([held[pk] for pk in ids], wanted, place)
    if place is None or not picks:
        raise Refused(
            _("None of these orders can be picked now. %(reasons)s")
            % {"reasons": " ".join(f"{one.order.ref}: {one.reason}" for one in left_out)},
            code="nothing_to_pick",
        )
    wave = _create(Warehouse.objects.get(pk=place or 0), actor)
    begin(picks, wave.warehouse, wave=wave, actor=actor)
    opened = WaveOpened(wave_id=wave.pk, number=wave.number, warehouse=str(wave.warehouse), orders=len(picks))
    publish(opened, actor=actor)
    return Opened(wave, left_out)


def _refuse_crowd(ids: Sequence[int]) -> None:
    if not ids:
        raise Refused(_("Choose the orders to pick together."), code="missing")
    if len(ids) > MOST_ORDERS:
        raise Refused(_("At most %(n)s orders are picked together.") % {"n": MOST_ORDERS}, code="too_many")


def _usual(wanted: dict[int, Wanted]) -> int | None:
    """The warehouse that most of the orders can be picked from; of several the first, which is the default one."""
    places = Counter(place for held in wanted.values() for place in dict.fromkeys(key[0] for key in held))
    return places.most_common(1)[0][0] if places else None


def _sorted(
    chosen: Sequence[Order], wanted: dict[int, Wanted], place: int | None
) -> tuple[list[tuple[Order, Wanted]], list[LeftOut]]:
    """Those that can be picked there, with what of them, and those that cannot."""
    picks: list[tuple[Order, Wanted]] = []
    left_out: list[LeftOut] = []
    room = MOST_LINES
    for order in chosen:
        here = {key: quantity for key, quantity in wanted[order.pk].items() if key[0] == place}
        try:
            _refuse_unfit(order, wanted[order.pk], here, room)
        except Refused as refusal:
            left_out.append(LeftOut(order, refusal.message))
            continue
        room -= len(here)
        picks.append((order, here))
    return picks, left_out


def _refuse_unfit(order: Order, wanted: Wanted, here: Wanted, room: int) -> None:
    refuse_unconfirmed(order)
    refuse_stopped(order, Stopped.DISPATCH)
    if not wanted:
        raise nothing_to_pick()
    if not here:
        raise Refused(_("Its goods lie in another warehouse."), code="elsewhere")
    if len(here) > room:
        raise Refused(_("A wave has at most %(n)s lines.") % {"n": MOST_LINES}, code="too_many")


def _create(warehouse: Warehouse, actor: Any) -> Wave:
    return Wave.objects.create(
        number=next_number(SERIES), warehouse=warehouse, picker=actor, opened_at=clock.now()
    )
