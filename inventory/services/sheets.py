"""A count sheet: what it covers is frozen, counted, counted again where it differs much, and booked once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from inventory.events import CountCancelled, FiguresEntered, StockCounted
from inventory.models import Bin, StockCount, StockCountLine, StockItem
from inventory.policies import may_count
from inventory.services.correcting import Difference, Paper, book_differences, refuse_too_much
from inventory.services.posting import hold
from inventory.services.quantities import sound
from inventory.services.receiving import tell_arrived
from inventory.services.taking_back import hold_orders, lost_in

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was found on one line of a sheet, and what the second count found; None leaves it open."""

    line_id: int
    counted: Decimal | None
    second: Decimal | None = None


def needs_second(line: StockCountLine) -> bool:
    """Whether it differs by so much that somebody counts it again before it is booked."""
    if line.counted is None or line.second is not None:
        return False
    return abs(line.counted - line.book) * line.product.cost > settings.GENDAN_RECOUNT_ABOVE


@service
def enter_figures(count_id: int, figures: Sequence[Figure], *, actor: Any) -> StockCount:
    """Write what was found on the sheet; it may be written again until the count is booked."""
    may_count.demand(actor)
    count = _open(count_id)
    lines = StockCountLine.objects.filter(count=count, pk__in=[figure.line_id for figure in figures])
    known = {line.pk: line for line in lines.select_related("product__unit", "serial").defer("product__search")}
    news: dict[str, list[str]] = {}
    for figure in figures:
        line = known.get(figure.line_id)
        if line is None:
            raise Refused(_("This line is not on the sheet."), code="unknown_line")
        before, after = (line.counted, line.second), (_sound(line, figure.counted), _sound(line, figure.second))
        if before != after:
            line.counted, line.second = after
            news[str(line.pk)] = [_plain(before), _plain(after)]
    write_columns([line for line in known.values() if str(line.pk) in news], ("counted", "second"))
    if news:
        publish(FiguresEntered(count_id=count.pk, lines=len(news), figures=news), actor=actor)
    return count


@service
def count_one(count_id: int, line_id: int, pieces: Decimal, *, actor: Any) -> StockCount:
    """Add scanned pieces to what a line of the sheet has already."""
    count = _open(count_id)
    line = StockCountLine.objects.get(count=count, pk=line_id)
    figure = Figure(line_id=line_id, counted=(line.counted or ZERO) + pieces, second=line.second)
    return enter_figures(count_id, [figure], actor=actor)


def _sound(line: StockCountLine, quantity: Decimal | None) -> Decimal | None:
    if quantity is None:
        return None
    if line.serial_id is not None and quantity not in (0, 1):
        raise Refused(
            _("A piece with a serial number is there or it is not: 1 or 0."), code="quantity"
        )
    return sound(line.product, quantity, least=ZERO)


def _plain(pair: tuple[Decimal | None, Decimal | None]) -> str:
    return " / ".join(f"{one.normalize():f}" for one in pair if one is not None)


@service
def book_count(count_id: int, *, reason: str, actor: Any) -> StockCount:
    """Make the books say what was counted, once, with a reason (F20).

    Every line is counted, and counted twice where it differs by much. Orders that lose goods by it wait again;
    picked goods cannot be lost that way. Corrections above the limit need the bigger right.
    """
    may_count.demand(actor)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    orders = hold_orders(_left(count_id, _lines_of(count_id)))
    items = {item.product_id: item for item in _shelves(count_id)}
    count = _open(count_id)
    lines = _lines_of(count_id)
    _refuse_unfinished(lines)
    refuse_too_much({line.pk: abs(line.difference) * line.product.cost for line in lines}, actor)
    count.book(clock.now(), reason.strip()[:200], actor.pk if actor else None)
    count.save(update_fields=["state", "at", "reason", "actor"])
    counted = StockCounted(count_id=count.pk, number=count.number, lines=len(lines), reason=count.reason)
    publish(counted, actor=actor)
    _thaw(count)
    paper = Paper(source=count.source, reason=count.reason, actor=actor, tell=lost_in(count.number))
    differences = [
        Difference(item=items[line.product_id], change=line.difference, bin=line.bin, lot=line.lot, serial=line.serial)
        for line in lines
    ]
    book_differences(differences, orders=orders, paper=paper)
    if more := {one.item.product_id for one in differences if one.change > 0}:
        tell_arrived(items, more, count.source, actor)
    return count


@service
def cancel_count(count_id: int, *, reason: str, actor: Any) -> StockCount:
    """End a count without booking anything; what it froze moves again."""
    may_count.demand(actor)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    _shelves(count_id)
    count = _open(count_id)
    count.cancel()
    count.reason = reason.strip()[:200]
    count.save(update_fields=["state", "reason"])
    _thaw(count)
    publish(CountCancelled(count_id=count.pk, reason=count.reason), actor=actor)
    return count


def _open(count_id: int) -> StockCount:
    """The sheet, held, while it is still being counted."""
    count = locked(StockCount.objects.filter(pk=count_id)).get()
    if not can_proceed(count.book):
        raise Refused(
            _("Count %(number)s is %(state)s; nothing on it changes any more.")
            % {"number": count.number, "state": count.get_state_display()},
            code="wrong_state",
        )
    return count


def _lines_of(count_id: int) -> list[StockCountLine]:
    rows = StockCountLine.objects.filter(count_id=count_id).order_by("pk")
    return list(rows.select_related("product", "bin", "lot", "serial").defer("product__search"))


def _shelves(count_id: int) -> list[StockItem]:
    """The shelves of a sheet, held."""
    warehouse = StockCount.objects.values_list("warehouse_id", flat=True).get(pk=count_id)
    products = set(StockCountLine.objects.filter(count_id=count_id).values_list("product_id", flat=True))
    return [item for item in hold(products) if item.warehouse_id == warehouse]


def _left(count_id: int, lines: Iterable[StockCountLine]) -> dict[int, Decimal]:
    """What will be there for orders when the sheet is booked, by stock item; less where in doubt."""
    less: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        less[line.product_id] += min(ZERO, line.difference)
    warehouse = StockCount.objects.values_list("warehouse_id", flat=True).get(pk=count_id)
    rows = StockItem.objects.filter(warehouse_id=warehouse, product_id__in=list(less))
    return {item.pk: item.on_hand - item.blocked + less[item.product_id] for item in rows}


def _refuse_unfinished(lines: Sequence[StockCountLine]) -> None:
    open_lines = sum(line.counted is None for line in lines)
    if open_lines:
        raise Refused(_("%(n)s lines are not counted yet.") % {"n": open_lines}, code="not_counted")
    again = sum(needs_second(line) for line in lines)
    if again:
        raise Refused(
            _("%(n)s lines differ by so much that they are counted a second time first.") % {"n": again},
            code="recount",
        )


def _thaw(count: StockCount) -> None:
    StockItem.objects.filter(count=count).update(count=None)
    Bin.objects.filter(count=count).update(count=None)
