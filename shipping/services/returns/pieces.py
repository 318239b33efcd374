"""The lots and numbered pieces of a return, from the scans at the desk to the last place each of them goes."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from catalog.models import Tracking
from core.refusal import Refused
from core.setwise import write_columns
from inventory.services import Passage
from inventory.services.walking_back import End
from orders.models import ReturnLine
from orders.services.returns.facts import Found
from shipping.models import ReturnPiece, ReturnReceipt, Scan
from shipping.services.rows import ZERO, plain

KINDS = ("good", "repair", "scrap")
Pieces = dict[int, list[ReturnPiece]]
"""Order line → what of it came back of each lot, and which pieces."""


def scanned_pieces(return_id: int, lines: Sequence[ReturnLine]) -> Pieces:
    """What the scans of a return named; nothing is asked where all goods are plain."""
    found: Pieces = defaultdict(list)
    if not _traced(lines):
        return found
    rows = Scan.objects.counted().filter(Q(lot__isnull=False) | Q(serial__isnull=False), returned_id=return_id)
    names = ("order_line_id", "lot_id", "serial_id")
    sums = rows.order_by(*names).values_list(*names).annotate(sum=Sum("quantity"))
    for line, lot, serial, pieces in sums:
        if pieces > ZERO:
            found[line].append(ReturnPiece(order_line_id=line, lot_id=lot, serial_id=serial, quantity=pieces))
    return found


def keep_pieces(receipt: ReturnReceipt, pieces: Pieces) -> None:
    """Write down which lots and pieces a receipt took in."""
    rows = [row for rows in pieces.values() for row in rows]
    for row in rows:
        row.receipt = receipt
    ReturnPiece.objects.bulk_create(rows)


def pieces_of_return(return_id: int, lines: Sequence[ReturnLine] | None = None) -> Pieces:
    """What was taken in by lot and number; nothing is asked where the lines are known and all goods are plain."""
    found: Pieces = defaultdict(list)
    if lines is None or _traced(lines):
        rows = ReturnPiece.objects.filter(receipt__returned_id=return_id).select_related("lot", "serial")
        for row in rows.order_by("pk"):
            found[row.order_line_id].append(row)
    return found


def _traced(lines: Sequence[ReturnLine]) -> bool:
    return any(line.order_line.product.tracking != Tracking.NONE for line in lines)


def passages(
    lines: Sequence[ReturnLine], pieces: Pieces, goes: Callable[[ReturnLine], Decimal], start: End, end: End
) -> list[Passage]:
    """What of each line goes from one spot to another: one passage per lot, with its numbers, and one for the rest."""
    going = []
    for line in lines:
        rest = goes(line)
        for lot, rows in _by_lot(pieces.get(line.order_line_id, []), line, goes).items():
            quantity = sum((part for _row, part in rows), ZERO)
            numbers = tuple(row.serial_id for row, _part in rows if row.serial_id is not None)
            way = Passage(order_line_id=line.order_line_id, quantity=quantity, start=start, end=end)
            going.append(replace(way, lot_id=lot, serials=numbers))
            rest -= quantity
        if rest:
            going.append(Passage(order_line_id=line.order_line_id, quantity=rest, start=start, end=end))
    return going


def _by_lot(
    rows: Sequence[ReturnPiece], line: ReturnLine, goes: Callable[[ReturnLine], Decimal]
) -> dict[int | None, list[tuple[ReturnPiece, Decimal]]]:
    found: dict[int | None, list[tuple[ReturnPiece, Decimal]]] = defaultdict(list)
    for row in rows:
        if part := goes(_as_line(row, line)):
            found[row.lot_id].append((row, part))
    return found


def _as_line(row: ReturnPiece, line: ReturnLine) -> ReturnLine:
    """A piece is settled as its line is: the same questions are asked of it, and never saved."""
    share = ReturnLine(resolved=line.resolved, received=row.quantity)
    share.good, share.repair, share.scrap = row.good, row.repair, row.scrap
    return share


def write_found(
    lines: Sequence[ReturnLine], pieces: Pieces, found: Mapping[int, Found], told: Mapping[int, Found]
) -> dict[int, Found]:
    """Keep what each lot and each piece was found to be, and say it of their lines.

    `told` is piece → found. Where all pieces of a line are alike, or there is but one lot, the line says enough.
    """
    whole = dict(found)
    for line in lines:
        rows = pieces.get(line.order_line_id, [])
        said = found.get(line.order_line_id, Found())
        for row in rows:
            _note(row, told.get(row.pk) or _share(row, rows, line, said))
        if any(row.pk in told for row in rows):
            whole[line.order_line_id] = _sum(rows, line, said)
    write_columns([row for rows in pieces.values() for row in rows], KINDS)
    return whole


def _note(row: ReturnPiece, found: Found) -> None:
    if min(found.good, found.repair, found.scrap) < ZERO or found.all != row.quantity:
        raise Refused(
            _("%(piece)s: %(n)s came back; say of each piece what it is.") % {"piece": row, "n": plain(row.quantity)},
            code="quantity",
        )
    row.good, row.repair, row.scrap = found.good, found.repair, found.scrap


def _share(row: ReturnPiece, rows: Sequence[ReturnPiece], line: ReturnLine, whole: Found) -> Found:
    kinds = [name for name in KINDS if getattr(whole, name)]
    if len(kinds) == 1:
        return Found(**{kinds[0]: row.quantity})
    return whole if len(rows) == 1 and row.quantity == line.received else Found()


def _sum(rows: Sequence[ReturnPiece], line: ReturnLine, told: Found) -> Found:
    """The pieces of a line together; what has no name, where there is any, is what the line says beyond them."""
    sums: dict[str, Any] = {name: sum((getattr(row, name) for row in rows), ZERO) for name in KINDS}
    unnamed = line.received - sum((row.quantity for row in rows), ZERO)
    if unnamed:
        sums = {name: sums[name] + getattr(told, name) for name in KINDS}
    return replace(told, **sums)
