"""Writing drafts: begun, saved with a version check, copied."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from core.act import in_hand
from core.bus import publish
from core.locks import one_by_one
from core.models.numbering import Series
from core.numbering import next_number, numbered_as_draft
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from orders.events import DraftSaved, OrderDrafted
from orders.models import Order, OrderLine
from orders.policies import may_enter
from orders.services.entry.checking import refuse_stops
from orders.services.entry.composing import DraftHead, DraftRow, compose
from orders.services.entry.searching import index_order
from orders.services.life.settling import settle, write_order
from orders.services.prices.right import price_findings
from orders.services.rows import lines_of, take, take_where

LINE_FIELDS = (
    "position", "product", "text", "unit", "factor", "quantity", "list_price", "unit_price", "price_source",
    "discount", "tax_percent", "net", "tax", "wanted_on", "note", "part", "contract_line", "ordered",
    "is_service",
)  # fmt: skip
COLUMNS: tuple[Any, ...] = tuple(OrderLine._meta.get_field(name) for name in LINE_FIELDS)

Rest = Sequence[dict[str, str]]


class Stale(Refused):
    """Somebody else saved the draft in between; nothing of either version is lost (S122, F43)."""

    def __init__(self, order: Order) -> None:
        super().__init__(
            _("Someone else saved this draft while you were writing. Compare, then save again."), code="stale"
        )
        self.order = order


@service
def save_draft(
    order_id: int | None,
    *,
    head: DraftHead,
    rows: Sequence[DraftRow],
    version: int | None,
    actor: Any,
    page: str = "",
    rest: Rest = (),
    aside: bool = False,
    promised: Sequence[OrderLine] = (),
) -> Order:
    """Begin a draft or write it again, with all its lines, priced for its customer; only changed lines are written.

    `version` is the one the writer saw; if another was saved since, the save is refused with Stale
    and carries the saved order. A page whose own answer got lost knows itself by `page` and goes on.
    `rest` are rows not understood yet, as typed; `aside` is a save nobody asked for, which history does not tell.
    A draft belongs to whoever begins it and has no number, unless the rule of numbers says so; its lines lower
    what others see for a while (B1). Who lacks the pricing right changes no price; Blocked names the lines (S25).
    `promised` are lines at prices the house agreed to before: those are nobody's change.
    """
    may_enter.demand(actor)
    order = _of_page(page, actor) if order_id is None and page else None
    order = order or (_begin(actor, head) if order_id is None else _reopen_draft(order_id, version, page, actor))
    fresh = order.pk is None
    lines, products = compose(order, head, rows)
    refuse_stops(price_findings(actor, order, lines, products, promised))
    order.draft_page, order.draft_rest, order.draft_held_until = page, list(rest), _held_until()
    if fresh:
        order.number = next_number(Series.ORDER) if numbered_as_draft(Series.ORDER) else None
        settle(order, lines)
        write_order(order)
    _write_lines(order, lines, fresh)
    index_order(order)
    settle(order, lines)
    _tell(order, lines, fresh, aside, actor)
    return order


def _begin(actor: Any, head: DraftHead) -> Order:
    return Order(owner=actor, department_id=actor.department_id, created_at=clock.now(), terms=head.customer.terms)


def _of_page(page: str, actor: Any) -> Order | None:
    """The draft this very page began, when the answer that said so got lost on the way or is on the way still.

    A page that saves by itself and is sent in the same moment must not begin two orders.
    """
    one_by_one(f"draft:{actor.pk}:{page}")
    order = next(iter(take_where(owner=actor, draft_page=page)), None)
    if order is not None:
        _need_draft(order)
        order.version += 1
    return order


def _reopen_draft(order_id: int, version: int | None, page: str, actor: Any) -> Order:
    order = take(order_id)
    may_enter.demand(actor, order)
    _need_draft(order)
    if version != order.version and not (page and page == order.draft_page):
        raise Stale(order)
    order.version += 1
    return order


def _need_draft(order: Order) -> None:
    if not order.is_editable:
        raise Refused(_("Order %(ref)s is no longer a draft.") % {"ref": order.ref}, code="wrong_state")


def _held_until() -> datetime.datetime:
    return clock.now() + datetime.timedelta(minutes=settings.GENDAN_SOFT_HOLD_MINUTES)


def _write_lines(order: Order, lines: list[OrderLine], fresh: bool) -> None:
    """Changed lines in one statement, new ones in one, dropped ones in one; what is as it was stays untouched."""
    saved = {} if fresh else {line.pk: line for line in order.lines.all()}
    at = {line.position: line.pk for line in saved.values()}
    by_place = not any(line.pk in saved for line in lines)
    changed = []
    for line in lines:
        line.pk = at.get(line.position) if by_place else line.pk
        was = saved.pop(line.pk, None)
        line.pk = was.pk if was else None
        if was is not None and _content(was) != _content(line):
            changed.append(line)
    if saved:
        order.lines.filter(pk__in=saved).delete()
    write_columns(changed, LINE_FIELDS)
    OrderLine.objects.bulk_create([line for line in lines if line.pk is None])
    # Whoever asks for the lines later in the same act hears them as they stand now.
    in_hand().pop((OrderLine, order.pk), None)


def _content(line: OrderLine) -> list[Any]:
    """What a line says, as the table would hold it."""
    values = [(getattr(line, column.attname), getattr(column, "decimal_places", None)) for column in COLUMNS]
    return [round(value, places) if places is not None else value for value, places in values]


def _tell(order: Order, lines: list[OrderLine], fresh: bool, aside: bool, actor: Any) -> None:
    if fresh:
        publish(OrderDrafted(order_id=order.pk, customer_id=order.customer_id), actor=actor)
    if not aside:
        saved = DraftSaved(order_id=order.pk, version=order.version, lines=len(lines), total=order.total)
        publish(saved, actor=actor)


@service
def copy_order(order_id: int, *, actor: Any) -> Order:
    """A new draft with the same customer and lines at today's prices; the old order is untouched."""
    may_enter.demand(actor)
    source = Order.objects.select_related("customer__terms", "contact", "ship_to", "terms", "clause").get(pk=order_id)
    head = DraftHead(
        customer=source.customer,
        contact=source.contact,
        ship_to=source.ship_to,
        terms=source.terms,
        freight=source.freight,
        note=source.note,
        kind=source.kind,
        instructions=source.instructions,
        clause=source.clause,
        own_terms=source.own_terms,
    )
    rows = [
        DraftRow(
            product_id=line.product_id,
            quantity=line.quantity,
            unit_id=line.unit_id,
            discount=line.discount,
            part=line.part,
        )
        for line in lines_of(source)
        if line.removed_in is None
    ]
    return save_draft(None, head=head, rows=rows, version=None, actor=actor)
