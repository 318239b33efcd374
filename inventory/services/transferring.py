"""Goods that go from one bin or warehouse to another."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Tracking
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import GoodsFreed, StockTransferred
from inventory.models import Bin, Lot, Serial, StockItem
from inventory.policies import may_transfer
from inventory.services.placing import bins_of, put, refuse_absent, refuse_elsewhere, serials_of, write_serials
from inventory.services.posting import (
    Effect,
    Move,
    Spot,
    adjust,
    effect_of,
    hold,
    make_shelves,
    places,
    post,
    refuse_frozen,
    tracking_of,
)
from inventory.services.quantities import products_of

SERIES = "TR"
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Carry:
    """So many base units of a product go from here to there; which lot and which pieces, where they are known."""

    product_id: int
    quantity: Decimal
    from_warehouse: int
    to_warehouse: int
    from_bin: int | None = None
    to_bin: int | None = None
    lot_id: int | None = None
    serials: tuple[str, ...] = ()


@service
def transfer_goods(carries: Sequence[Carry], *, reason: str, actor: Any) -> str:
    """Move goods between bins and warehouses, in double entry, all of it or nothing (F13).

    Both ends are held in key order before anything is looked at. Goods that are set aside for orders do not leave
    their warehouse and do not go into quarantine. Returns the number of the transfer.
    """
    may_transfer.demand(actor)
    _refuse_nonsense(carries, reason)
    products = {one.product_id for one in carries}
    make_shelves(products, {one.to_warehouse for one in carries})
    items = {(item.product_id, item.warehouse_id): item for item in hold(products)}
    bins = bins_of([pk for one in carries for pk in (one.from_bin, one.to_bin)])
    lots = Lot.objects.in_bulk({one.lot_id for one in carries if one.lot_id})
    number = next_number(SERIES)
    pieces = {one: _pieces(one) for one in carries if one.serials}
    spots = _spots(items, bins)
    moves = [_move(one, items, lots, pieces.get(one, []), spots) for one in carries]
    effect = effect_of(moves)
    _refuse_promised({item.pk: item for item in items.values()}, effect)
    adjust(on_hand=effect.on_hand, placed=effect.placed, blocked=effect.blocked)
    put(effect.parts)
    _carry_pieces(pieces, number)
    post(moves, source=f"transfer:{number}", actor=actor, reason=reason)
    _tell(moves, effect, number, reason, actor)
    return number


def _refuse_nonsense(carries: Sequence[Carry], reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if not carries:
        raise Refused(_("There is nothing to book."), code="empty")
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for one in carries:
        totals[one.product_id] += one.quantity
        if one.quantity <= 0:
            raise Refused(_("The quantity must be above zero."), code="quantity")
        if (one.from_warehouse, one.from_bin) == (one.to_warehouse, one.to_bin):
            raise Refused(_("The goods lie there already."), code="same_place")
    products_of(totals)


def _pieces(one: Carry) -> list[Serial]:
    """The numbered pieces that go along, each of which lies where it is said to."""
    serials = serials_of(one.product_id, one.serials)
    for serial in serials:
        if (serial.warehouse_id, serial.bin_id, serial.lot_id) != (one.from_warehouse, one.from_bin, one.lot_id):
            raise Refused(
                _("Serial number %(number)s does not lie there.") % {"number": serial.number}, code="unknown_serial"
            )
    return serials


Spots = Callable[[StockItem, int | None], Spot]


def _spots(items: Mapping[tuple[int, int], StockItem], bins: Mapping[int, Bin]) -> Spots:
    """Finds the end of a move for a shelf and a bin in it."""
    known = places({warehouse for _product, warehouse in items})

    def spot(item: StockItem, bin_id: int | None) -> Spot:
        refuse_elsewhere(bins, bin_id, item.warehouse_id)
        closed = bin_id is not None and bins[bin_id].is_closed
        return Spot(place=known[item.warehouse_id], item=item.pk, bin=bin_id, closed=closed)

    return spot


def _move(
    one: Carry,
    items: Mapping[tuple[int, int], StockItem],
    lots: Mapping[int, Lot],
    pieces: Sequence[Serial],
    spot: Spots,
) -> Move:
    here, there = (items.get((one.product_id, pk)) for pk in (one.from_warehouse, one.to_warehouse))
    if here is None or there is None or (one.lot_id is not None and one.lot_id not in lots):
        raise Refused(_("This product does not lie in this warehouse."), code="not_there")
    refuse_frozen((here, there))
    if tracking_of(here) == Tracking.SERIAL and len(pieces) != one.quantity:
        raise Refused(_("Each piece needs its own serial number."), code="serials")
    lot = lots.get(one.lot_id or 0)
    return Move(
        product_id=one.product_id,
        source=spot(here, one.from_bin),
        target=spot(there, one.to_bin),
        quantity=one.quantity,
        lot_id=one.lot_id,
        lot_blocked=bool(lot and lot.blocked),
        serials=tuple(piece.pk for piece in pieces),
    )


def _refuse_promised(items: Mapping[int, StockItem], effect: Effect) -> None:
    """Nothing leaves a shelf that is not there, in this bin and of this lot, or that orders were promised."""
    for pk, item in items.items():
        change = effect.on_hand.get(pk, ZERO) - effect.blocked.get(pk, ZERO)
        if change < 0 and item.available + change < 0:
            raise Refused(
                _("%(free)s are free here; the rest is set aside for orders or not for sale.")
                % {"free": f"{max(item.available, ZERO).normalize():f}"},
                code="promised",
            )
    refuse_absent(items, effect)


def _carry_pieces(pieces: Mapping[Carry, Sequence[Serial]], number: str) -> None:
    for one, serials in pieces.items():
        for serial in serials:
            serial.lie(one.to_warehouse, one.to_bin)
            serial.source = f"transfer:{number}"
    write_serials([serial for serials in pieces.values() for serial in serials])


def _tell(moves: Sequence[Move], effect: Effect, number: str, reason: str, actor: Any) -> None:
    first = min(move.source.item for move in moves if move.source.item is not None)
    products = tuple(sorted({move.product_id for move in moves}))
    publish(StockTransferred(item_id=first, number=number, product_ids=products, reason=reason), actor=actor)
    if any(quantity < 0 for quantity in effect.blocked.values()):
        publish(GoodsFreed(item_id=first, product_ids=products, source=number), actor=actor)
