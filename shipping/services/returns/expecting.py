"""What of a return is expected, and which lot and which numbered piece a scan means: only what left for its line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, F, Max, Q, Sum, When

from catalog.models import Product, Tracking
from inventory.models import Place, Serial, StockMove
from inventory.models.serial import SerialState
from orders.models import ReturnLine
from orders.models.return_words import TO_RECEIVE
from shipping.models import Scan
from shipping.models.words import Result
from shipping.services.rows import ZERO
from shipping.services.scans.codes import Meaning

Key = tuple[int, int | None, int | None]
"""Order line, lot, serial."""


@dataclass
class Coming:
    """One line of a return at the receiving desk: what is expected and what was counted."""

    line: ReturnLine
    counted: Decimal = ZERO

    @property
    def product(self) -> Product:
        return self.line.order_line.product

    @property
    def left(self) -> Decimal:
        return self.line.quantity - self.counted

    @property
    def key(self) -> int:
        return self.line.order_line_id

    @property
    def is_traced(self) -> bool:
        """Whether its goods are known by lot or by number."""
        return self.product.tracking != Tracking.NONE


@dataclass(frozen=True)
class Met:
    """Where a scan was counted, or why it was not."""

    result: Result
    one: Coming | None = None
    lot_id: int | None = None
    serial_id: int | None = None


@dataclass
class Outside:
    """What the customer has of each lot and which pieces, line by line, and what of it is counted at this desk."""

    lots: dict[tuple[int, int | None], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    pieces: dict[int, Serial] = field(default_factory=dict)
    mine: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def count(self, met: Met, pieces: Decimal) -> None:
        if met.one is not None:
            self.mine[met.one.key, met.lot_id, met.serial_id] += pieces

    def holds(self, serial_id: int) -> bool:
        return any(serial == serial_id and held > ZERO for (_line, _lot, serial), held in self.mine.items())

    def room(self, one: Coming, lot_id: int | None) -> Decimal:
        """What of a lot may still come back of a line."""
        key = (one.key, lot_id)
        taken = sum((held for (line, lot, _serial), held in self.mine.items() if (line, lot) == key), ZERO)
        return min(one.left, self.lots[one.key, lot_id] - taken)

    def is_plain(self, one: Coming) -> bool:
        """Whether the article alone says which goods of a line come back."""
        if one.product.by_serial:
            return all(piece.order_line_id != one.key for piece in self.pieces.values())
        return len(self.rooms(one)) == 1

    def rooms(self, one: Coming) -> list[int | None]:
        """The lots of a line of which something may still come back, as they left last."""
        return [lot for line, lot in list(self.lots) if line == one.key and self.room(one, lot) > ZERO]


def outside_of(return_id: int, coming: Sequence[Coming]) -> Outside | None:
    """Of the lines whose goods are known by lot or number; None where there is none, and nothing is asked then."""
    lines = [one.key for one in coming if one.is_traced]
    if not lines:
        return None
    outside = Outside()
    away = Q(to_place__kind=Place.Kind.CUSTOMER)
    moves = StockMove.objects.filter(away | Q(from_place__kind=Place.Kind.CUSTOMER), order_line__in=lines)
    change = Sum(Case(When(away, then=F("quantity")), default=-F("quantity")))
    sums = moves.order_by().values_list("order_line", "lot").annotate(sum=change, last=Max("pk"))
    for line, lot, pieces, _last in sums.order_by("-last"):
        outside.lots[line, lot] = pieces
    away_now = Serial.objects.filter(order_line__in=lines, state=SerialState.SHIPPED)
    outside.pieces = {piece.pk: piece for piece in away_now}
    _subtract_counted(return_id, lines, outside)
    return outside


def _subtract_counted(return_id: int, lines: Sequence[int], outside: Outside) -> None:
    """What is counted here, and what other returns of the same lines counted and did not take in yet."""
    rows = Scan.objects.counted().filter(order_line__in=lines, returned__state__in=TO_RECEIVE).order_by()
    names = ("returned", "order_line", "lot", "serial")
    sums = rows.values_list(*names).annotate(sum=Sum("quantity"), last=Max("pk")).order_by("last")
    for returned, line, lot, serial, pieces, _last in sums:
        if pieces <= ZERO:
            continue
        if returned == return_id:
            outside.mine[line, lot, serial] = pieces
        else:
            outside.lots[line, lot] -= pieces
            outside.pieces.pop(serial, None)


def place_back(lines: Sequence[Coming], outside: Outside, meaning: Meaning, pieces: Decimal) -> Met:
    """The line, lot and piece a scan counts for: what did not leave for the line does not come back for it (S70)."""
    if pieces < ZERO:
        return _put_back(lines, outside, meaning, pieces)
    if lines[0].product.by_serial and meaning.serial_id is not None:
        return _piece(lines, outside, meaning.serial_id, pieces)
    if lines[0].product.by_serial:
        return _numberless(lines, outside, meaning, pieces)
    return _of_lot(lines, outside, meaning, pieces)


def _piece(lines: Sequence[Coming], outside: Outside, serial_id: int, pieces: Decimal) -> Met:
    piece = outside.pieces.get(serial_id)
    one = next((one for one in lines if piece is not None and one.key == piece.order_line_id), None)
    if piece is None or one is None:
        return Met(Result.SERIAL)
    if outside.holds(serial_id) or pieces != 1 or one.left < pieces:
        return Met(Result.EXTRA)
    return Met(Result.OK, one, piece.lot_id, serial_id)


def _numberless(lines: Sequence[Coming], outside: Outside, meaning: Meaning, pieces: Decimal) -> Met:
    """Pieces that left before the product was kept by number have none; all others are scanned by theirs."""
    numbered = {piece.order_line_id for piece in outside.pieces.values()}
    if any(one.key in numbered for one in lines):
        waiting = any(one.left > ZERO for one in lines)
        return Met(Result.WHICH if waiting else Result.EXTRA)
    one = next((one for one in lines if one.left >= pieces), None)
    return Met(Result.OK, one) if one is not None and meaning.lot_id is None else Met(Result.EXTRA)


def _of_lot(lines: Sequence[Coming], outside: Outside, meaning: Meaning, pieces: Decimal) -> Met:
    """The lot that is named; the article alone says enough where only one lot can be meant."""
    if meaning.lot_id is None:
        return _by_article(lines, outside, pieces)
    holders = [one for one in lines if outside.lots.get((one.key, meaning.lot_id), ZERO) > ZERO]
    if not holders:
        return Met(Result.LOT)
    one = next((one for one in holders if outside.room(one, meaning.lot_id) >= pieces), None)
    return Met(Result.OK, one, meaning.lot_id) if one is not None else Met(Result.EXTRA)


def _by_article(lines: Sequence[Coming], outside: Outside, pieces: Decimal) -> Met:
    for one in lines:
        lots = outside.rooms(one)
        if len(lots) > 1:
            return Met(Result.WHICH)
        if lots and outside.room(one, lots[0]) >= pieces:
            return Met(Result.OK, one, lots[0])
    return Met(Result.EXTRA)


def _put_back(lines: Sequence[Coming], outside: Outside, meaning: Meaning, pieces: Decimal) -> Met:
    """From what was counted last, of the lot or the piece that is named where one is."""
    known = {one.key: one for one in lines}
    for (line, lot, serial), held in reversed(list(outside.mine.items())):
        named = meaning.serial_id in (None, serial) and meaning.lot_id in (None, lot)
        if line in known and named and held + pieces >= ZERO and (serial is None or pieces == -1):
            return Met(Result.BACK, known[line], lot, serial)
    return Met(Result.EXTRA)
