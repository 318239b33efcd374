"""Booking the difference between the books and what is there: of a count, of something broken, lost or found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from inventory.models import Bin, Lot, Place, Serial, StockItem
from inventory.policies import may_adjust_any
from inventory.services.placing import put, refuse_absent, write_serials
from inventory.services.posting import Effect, Move, Spot, adjust, effect_of, places, post
from inventory.services.taking_back import Told, take_back, tell_lost

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """So many base units more (below zero: fewer) lie on a shelf, in this bin and of this lot, than the books say."""

    item: StockItem
    change: Decimal
    bin: Bin | None = None
    lot: Lot | None = None
    serial: Serial | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The document behind a correction: its number, source and reason, who books it, and how orders hear of a loss."""

    source: str
    reason: str
    actor: Any
    tell: Told


def book_differences(differences: Sequence[Difference], *, orders: set[int], paper: Paper) -> Effect:
    """Move every difference from or to the adjustment place; what orders lose by it they wait for again.

    The shelves are held, and so are the orders that may lose.
    """
    wanted = [one for one in differences if one.change]
    moves = _moves(wanted)
    effect = effect_of(moves)
    items = {one.item.pk: one.item for one in wanted}
    refuse_absent(items, effect)
    left = {pk: item.available + effect.on_hand[pk] - effect.blocked.get(pk, ZERO) for pk, item in items.items()}
    lost = {pk: -free for pk, free in left.items() if free < 0}
    take_back(orders, lost, tell=paper.tell)
    tell_lost([items[pk] for pk in lost], paper.source)
    adjust(on_hand=effect.on_hand, placed=effect.placed, blocked=effect.blocked)
    put(effect.parts)
    _write_off([one for one in wanted if one.serial], paper.source)
    post(moves, source=paper.source, actor=paper.actor, reason=paper.reason)
    return effect


def _moves(differences: Sequence[Difference]) -> list[Move]:
    if not differences:
        return []
    known = places({one.item.warehouse_id for one in differences}, Place.Kind.ADJUSTMENT)
    outside = Spot(place=known[Place.Kind.ADJUSTMENT])
    moves = []
    for one in differences:
        here = Spot(
            place=known[one.item.warehouse_id],
            item=one.item.pk,
            bin=one.bin.pk if one.bin else None,
            closed=bool(one.bin and one.bin.is_closed),
        )
        source, target = (here, outside) if one.change < 0 else (outside, here)
        moves.append(
            Move(
                product_id=one.item.product_id,
                source=source,
                target=target,
                quantity=abs(one.change),
                lot_id=one.lot.pk if one.lot else None,
                lot_blocked=bool(one.lot and one.lot.blocked),
                serials=(one.serial.pk,) if one.serial else (),
            )
        )
    return moves


def _write_off(differences: Sequence[Difference], source: str) -> None:
    serials = []
    for one in differences:
        if one.serial is None:
            continue
        if one.change < 0:
            one.serial.scrap()
        elif not one.serial.is_here:
            one.serial.find()
            one.serial.lie(one.item.warehouse_id, one.bin.pk if one.bin else None)
        one.serial.source = source
        serials.append(one.serial)
    write_serials(serials)


def refuse_too_much(worth: Mapping[int, Decimal], actor: Any) -> None:
    """What all the differences are worth at cost, gains and losses alike, is within what this person may correct."""
    total = sum(worth.values(), ZERO)
    if total > settings.GENDAN_CORRECTION_LIMIT and actor is not None and not may_adjust_any(actor):
        raise Refused(
            _("This corrects stock worth %(worth)s; above %(limit)s somebody with the bigger right books it.")
            % {"worth": f"{total:,.2f}", "limit": f"{settings.GENDAN_CORRECTION_LIMIT:,}"},
            code="over_limit",
        )
