"""Beginning a count: what its sheet covers is frozen until it is booked or cancelled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Tracking
from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import CountOpened
from inventory.models import Bin, BinStock, Serial, StockCount, StockCountLine, StockItem
from inventory.models.count import CountState
from inventory.policies import may_count
from inventory.services.counting import SERIES
from inventory.services.posting import hold, tracking_of

MOST_LINES = 1000
"""As many as fit on one page that is typed into."""


@service
def open_count(
    *, warehouse_id: int, actor: Any, bin_id: int | None = None, product_ids: Collection[int] = ()
) -> StockCount:
    """Begin to count a warehouse, one bin of it, or some products in it.

    What the sheet covers is frozen: nothing moves there until the count is booked or cancelled. Orders may still
    be promised what lies there.
    """
    may_count.demand(actor)
    items = _items(warehouse_id, bin_id, product_ids)
    bin_ = Bin.objects.get(pk=bin_id, warehouse_id=warehouse_id) if bin_id else None
    _refuse_frozen(items, bin_)
    parts, pieces = _inside(items, bin_)
    lines = [line for item in items for line in _lines(item, parts[item.pk], pieces[item.product_id], bin_)]
    if not lines or len(lines) > MOST_LINES:
        words = _("There is nothing to count.") if not lines else _("This is too much for one sheet; count by bin.")
        raise Refused(words, code="empty" if not lines else "too_many")
    count = StockCount.objects.create(
        number=next_number(SERIES), warehouse_id=warehouse_id, bin=bin_, state=CountState.COUNTING, actor=actor,
        at=clock.now(),
    )  # fmt: skip
    for line in lines:
        line.count = count
    StockCountLine.objects.bulk_create(lines)
    if bin_ is not None:
        Bin.objects.filter(pk=bin_.pk).update(count=count)
    else:
        StockItem.objects.filter(pk__in=[item.pk for item in items]).update(count=count)
    publish(CountOpened(count_id=count.pk, number=count.number, lines=len(lines)), actor=actor)
    return count


def _items(warehouse_id: int, bin_id: int | None, product_ids: Collection[int]) -> list[StockItem]:
    """The shelves a sheet covers, held."""
    rows = StockItem.objects.filter(warehouse_id=warehouse_id)
    if product_ids:
        rows = rows.filter(product_id__in=product_ids)
    elif bin_id is None:
        rows = rows.filter(on_hand__gt=0)
    if bin_id is not None:
        rows = rows.filter(pk__in=BinStock.objects.here().filter(bin=bin_id).values("item"))
    products = set(rows.values_list("product_id", flat=True)[: MOST_LINES + 1])
    items = [item for item in hold(products) if item.warehouse_id == warehouse_id]
    return items if bin_id is not None or product_ids else [item for item in items if item.on_hand]


def _refuse_frozen(items: Iterable[StockItem], bin_: Bin | None) -> None:
    """One thing is on one open sheet."""
    items = list(items)
    counted = {item.count_id for item in items} | ({bin_.count_id} if bin_ else set())
    parts = BinStock.objects.here().filter(item__in=[item.pk for item in items], bin__count__isnull=False)
    if counted - {None} or (bin_ is None and parts.exists()):
        raise Refused(_("A part of this is being counted already."), code="counting")


def _inside(items: Sequence[StockItem], bin_: Bin | None) -> tuple[dict[int, Any], dict[int, Any]]:
    """The parts of these shelves and the numbered pieces of their products, two queries."""
    parts: dict[int, list[BinStock]] = defaultdict(list)
    rows = BinStock.objects.here().filter(item__in=[item.pk for item in items])
    for part in rows.filter(bin=bin_) if bin_ else rows:
        parts[part.item_id].append(part)
    numbered = [item.product_id for item in items if tracking_of(item) == Tracking.SERIAL]
    pieces: dict[int, list[Serial]] = defaultdict(list)
    for item in items[:1] if numbered else []:
        found = Serial.objects.here().filter(product_id__in=numbered, warehouse_id=item.warehouse_id)
        for piece in (found.filter(bin=bin_) if bin_ else found).order_by("number"):
            pieces[piece.product_id].append(piece)
    return parts, pieces


def _lines(
    item: StockItem, parts: Sequence[BinStock], pieces: Sequence[Serial], bin_: Bin | None
) -> list[StockCountLine]:
    """One line per bin and lot, per numbered piece, and for what lies open."""
    lines = [
        StockCountLine(product_id=item.product_id, bin_id=piece.bin_id, lot_id=piece.lot_id, serial=piece, book=1)
        for piece in pieces
    ]
    known: dict[tuple[int | None, int | None], int] = defaultdict(int)
    for piece in pieces:
        known[piece.bin_id, piece.lot_id] += 1
    rows = [(part.bin_id, part.lot_id, part.on_hand) for part in parts]
    if bin_ is None:
        rows.insert(0, (None, None, item.loose))
    for bin_id, lot_id, quantity in rows:
        book = quantity - known[bin_id, lot_id]
        if book or (not parts and not pieces):
            lines.append(StockCountLine(product_id=item.product_id, bin_id=bin_id, lot_id=lot_id, book=book))
    return lines
