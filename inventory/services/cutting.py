"""What leaves a shelf, cut into the bins, lots and numbered pieces it leaves from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from catalog.models import Tracking
from core.refusal import Refused
from inventory.models import Serial, StockItem
from inventory.services.posting import tracking_of
from inventory.services.suggesting import Source, Want, Where, draw, pieces_in, sources_of

Row = tuple[int, StockItem, Decimal]


class Asked(Protocol):
    """What the picker says was taken."""

    @property
    def order_line_id(self) -> int: ...
    @property
    def warehouse_id(self) -> int: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def lot_id(self) -> int | None: ...
    @property
    def serial_ids(self) -> tuple[int, ...]: ...


@dataclass
class Cut:
    """So many pieces leave a shelf for an order line from one bin and of one lot."""

    order_line_id: int
    item: StockItem
    quantity: Decimal
    bin_id: int | None = None
    lot_id: int | None = None
    serials: list[Serial] = field(default_factory=list)


def is_plain(item: Any) -> bool:
    """Neither in bins nor in lots, and no piece has a number: nothing needs to be chosen."""
    return not item.placed and tracking_of(item) != Tracking.SERIAL


def cut(asked: Sequence[Asked], rows: Sequence[Row]) -> list[Cut]:
    """The pieces as they leave: named lots and numbers as named, the rest what expires first and walks shortest.

    Plain goods ask the database nothing.
    """
    cuts = [Cut(line, item, quantity) for line, item, quantity in rows if is_plain(item)]
    chosen = [(line, item, quantity) for line, item, quantity in rows if not is_plain(item)]
    if not chosen:
        return cuts
    items = {(item.product_id, item.warehouse_id): item for _line, item, _q in chosen}
    sources = sources_of({product for product, _warehouse in items})
    numbered = {key for key, item in items.items() if tracking_of(item) == Tracking.SERIAL}
    pieces = pieces_in(source for key in numbered for source in sources.get(key, []))
    lines = {(line, item.warehouse_id): item for line, item, _q in chosen}
    wanted = [one for one in asked if (one.order_line_id, one.warehouse_id) in lines]
    # What the picker named first: the rest must not take it away.
    for one in sorted(wanted, key=lambda one: (not one.serial_ids, one.lot_id is None)):
        item = lines[one.order_line_id, one.warehouse_id]
        here = sources.get((item.product_id, item.warehouse_id), [])
        cuts += _named(one, item, here, pieces) if one.serial_ids else _drawn(one, item, here, pieces)
    return _joined(cuts)


def _drawn(one: Asked, item: StockItem, sources: Iterable[Source], pieces: Mapping[Where, list[Serial]]) -> list[Cut]:
    """By the method of taking, of the named lot where one is named."""
    found = [source for source in sources if one.lot_id is None or source.lot_id == one.lot_id]
    want = Want(
        order_line_id=one.order_line_id,
        product_id=item.product_id,
        warehouse_id=item.warehouse_id,
        quantity=one.quantity,
    )
    cuts = []
    for pick in draw(want, found):
        source = pick.source
        serials = []
        if tracking_of(item) == Tracking.SERIAL:
            serials = _some(pieces.get(source.spot, []), int(pick.quantity))
        cuts.append(Cut(one.order_line_id, item, pick.quantity, source.bin_id, source.lot_id, serials))
    if sum((part.quantity for part in cuts), Decimal(0)) != one.quantity:
        raise Refused(
            _("Not enough can leave: what is missing has expired, is in quarantine, is being counted or elsewhere."),
            code="not_sellable",
        )
    return cuts


def _some(pieces: list[Serial], count: int) -> list[Serial]:
    if len(pieces) < count:
        raise Refused(_("Some pieces have no serial number yet; count them first."), code="no_serial")
    taken, pieces[:count] = pieces[:count], []
    return taken


def _named(one: Asked, item: StockItem, sources: Iterable[Source], pieces: Mapping[Where, list[Serial]]) -> list[Cut]:
    """Exactly these pieces, from where each of them lies."""
    if len(set(one.serial_ids)) != one.quantity:
        raise Refused(_("Each piece needs its own serial number."), code="serials")
    known = {source.spot: source for source in sources}
    cuts = []
    for pk in one.serial_ids:
        source, serial = next(
            ((known[spot], piece) for spot in known for piece in pieces.get(spot, []) if piece.pk == pk), (None, None)
        )
        if source is None or serial is None or source.left < 1:
            raise Refused(_("A serial number is not in this warehouse any more."), code="unknown_serial")
        source.left -= 1
        pieces[source.spot].remove(serial)
        cuts.append(Cut(one.order_line_id, item, Decimal(1), source.bin_id, source.lot_id, [serial]))
    return cuts


def _joined(cuts: Iterable[Cut]) -> list[Cut]:
    """One cut per line, shelf, bin and lot (I15)."""
    found: dict[tuple[Any, ...], Cut] = {}
    for one in cuts:
        key = (one.order_line_id, one.item.pk, one.bin_id, one.lot_id)
        if key in found:
            found[key].quantity += one.quantity
            found[key].serials += one.serials
        else:
            found[key] = one
    return list(found.values())
