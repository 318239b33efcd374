"""What a change really changes: the wish as typed against the order as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Unit
from core.refusal import Refused
from orders.models import Order, OrderLine
from orders.services.changes.proposing import SHOWN, head_changes, picture, picture_of_head
from orders.services.entry.composing import DraftHead, DraftRow, price_rows


@dataclass(frozen=True, kw_only=True)
class LineEdit:
    """What somebody wants of one line: its new values, or nothing when it is to go; without a line it is a new one."""

    line_id: int | None
    row: DraftRow | None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A change as typed; lines that are not named stay as they are."""

    edits: Sequence[LineEdit] = ()
    head: DraftHead | None = None
    cause: str = ""
    reason: str = ""


def differences_of(order: Order, wish: Wish) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a wish really changes: header fields, and lines with what they were and are to be.

    Three queries whatever the number of lines; nothing is written. Another product on a line is two
    entries: the old line goes, a new one comes.
    """
    named = [edit.line_id for edit in wish.edits if edit.line_id]
    rows = OrderLine.objects.filter(order_id=order.pk, pk__in=named, removed_in=None)
    known = {line.pk: line for line in rows.select_related("product", "unit").defer("product__search")}
    if len(known) < len(named):
        raise Refused(_("A line of this change is no longer on the order. Open it again."), code="locked")
    typed = [edit for edit in wish.edits if edit.row is not None]
    fresh = dict(zip(map(id, typed), _pictures(order, [edit.row for edit in typed if edit.row]), strict=True))
    entries: list[dict[str, Any]] = []
    for edit in wish.edits:
        line = known.get(edit.line_id or 0)
        entries += _entries(line, fresh.get(id(edit)))
    head = head_changes(order, wish.head) if wish.head is not None else {}
    return head, entries


def _pictures(order: Order, rows: Sequence[DraftRow]) -> list[dict[str, str]]:
    if not rows:
        return []
    lines, products = price_rows(order, rows)
    units = _unit_names({line.unit_id for line in lines})
    return [picture(line, products[line.product_id].code, units[line.unit_id]) for line in lines]


def _unit_names(ids: set[int]) -> dict[int, str]:
    return {pk: str(unit) for pk, unit in Unit.objects.in_bulk(ids).items()}


def _entries(line: OrderLine | None, now: dict[str, str] | None) -> list[dict[str, Any]]:
    if line is None:
        return [{"line": None, "position": None, "was": None, "now": now}]
    was = picture(line, line.product.code, str(line.unit))
    here = {"line": line.pk, "position": line.position, "was": was}
    if now is None:
        return [here | {"now": None}]
    if now["product"] != was["product"]:
        return [here | {"now": None}, {"line": None, "position": None, "was": None, "now": now}]
    if all(was[name] == now[name] for name in SHOWN):
        return []
    scale = {"list_price": was["list_price"]} if now["unit"] == was["unit"] else {}
    kept = {"text": was["text"], "tax_percent": was["tax_percent"], **scale}
    return [here | {"now": now | kept}]


def head_again(order: Order, head: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What a change still says of the header after the order moved on (S54)."""
    current = picture_of_head(order)
    words = {"ship_to": order.ship_to_text, "terms": str(order.terms)}
    return {
        name: {**entry, "was": current[name], "was_text": words.get(name, current[name])}
        for name, entry in head.items()
        if current[name] != entry["now"]
    }


def lines_again(order: Order, edits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a change still says of the lines after the order moved on; a line that is gone is left out (S54)."""
    named = [edit["line"] for edit in edits if edit["line"]]
    rows = OrderLine.objects.filter(order_id=order.pk, pk__in=named, removed_in=None).select_related("product", "unit")
    known = {line.pk: line for line in rows}
    kept: list[dict[str, Any]] = []
    for edit in edits:
        if not edit["line"]:
            kept.append(dict(edit))
        elif (line := known.get(edit["line"])) is not None:
            kept += _entries(line, _moved(edit, line))
    return kept


def _moved(edit: Mapping[str, Any], line: OrderLine) -> dict[str, str] | None:
    """The line as it is now, with only what the change itself touched on top."""
    if edit["now"] is None:
        return None
    touched = [name for name in SHOWN if edit["now"][name] != edit["was"][name]]
    if "unit" in touched:
        touched += ["unit_name", "factor", "list_price"]
    current = picture(line, line.product.code, str(line.unit))
    return current | {name: edit["now"][name] for name in touched}
