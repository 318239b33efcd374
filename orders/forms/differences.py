"""Two versions of one draft side by side: mine as typed, and the one somebody else saved (S122, F43)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.inputs import plain
from orders.forms.head import typed_head
from orders.forms.lines import LineForm, TypedRow, typed_values
from orders.forms.sheet import TOTAL, Sheet, saved_lines
from orders.models import Order

HEAD_FIELDS = ("customer", "customer_po", "ship_to", "wanted_on", "terms", "freight", "note", "own_terms")
LINE_FIELDS = tuple(LineForm.base_fields)


@dataclass(frozen=True)
class Difference:
    """One place where the versions differ; `key` names it when the saved one is taken."""

    key: str
    label: str | Promise
    mine: str
    saved: str
    line: int | None = None


def differences(sheet: Sheet, saved: Order) -> list[Difference]:
    """Every header field and every line in which my page and the saved draft differ."""
    return [*_of_head(sheet, saved), *_of_lines(sheet, saved)]


def _of_head(sheet: Sheet, saved: Order) -> list[Difference]:
    theirs = _as_text(typed_head(saved))
    mine = _as_text(sheet.head.cleaned_data)
    if not mine["ship_to"] and sheet.head.addresses:
        mine["ship_to"] = str(sheet.head.addresses[0].pk)
    places = {str(place.pk): place.one_line() for place in sheet.head.addresses}
    names = {"ship_to": places, "terms": {pk: str(term) for pk, term in sheet.head.all_terms.items()}}
    return [
        Difference(
            f"head:{name}",
            str(sheet.head.fields[name].label),
            names.get(name, {}).get(mine[name], mine[name]),
            names.get(name, {}).get(theirs[name], theirs[name]),
        )
        for name in HEAD_FIELDS
        if mine[name] != theirs[name]
    ]


def _of_lines(sheet: Sheet, saved: Order) -> list[Difference]:
    theirs = [typed_values(line) for line in saved_lines(saved)]
    mine = [_typed(sheet, row) for row in sheet.lines.rows]
    found = []
    for n in range(max(len(mine), len(theirs))):
        own = mine[n] if n < len(mine) else None
        other = theirs[n] if n < len(theirs) else None
        if _same(own, other):
            continue
        found.append(Difference(f"line:{n + 1}", _("Line"), _in_words(own), _in_words(other), n + 1))
    return found


def _typed(sheet: Sheet, typed: TypedRow) -> dict[str, str]:
    values = sheet.lines.forms[typed.index].cleaned_data
    return {name: _text(values[name]) for name in LINE_FIELDS} | {"product": typed.code}


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) and value else str(value or "").strip()


def _same(mine: dict[str, str] | None, saved: dict[str, str] | None) -> bool:
    if mine is None or saved is None:
        return mine is saved
    units = not mine["unit"] or mine["unit"] == saved["unit"]
    return units and all(mine[name] == saved[name] for name in LINE_FIELDS if name != "unit")


def _in_words(line: dict[str, str] | None) -> str:
    if line is None:
        return ""
    parts = [line["product"], f"{line['quantity']} {line['unit']}".strip(), line["price"]]
    parts += [f"-{line['discount']} %" if line["discount"] else "", line["wanted_on"], line["note"]]
    return " · ".join(part for part in parts if part)


def taking(data: QueryDict, sheet: Sheet, saved: Order) -> QueryDict:
    """My page with the places ticked replaced by what is saved; everything else stays as typed."""
    merged, theirs = data.copy(), _as_text(typed_head(saved))
    lines = [typed_values(line) for line in saved_lines(saved)]
    for key in data.getlist("take"):
        kind, _colon, name = key.partition(":")
        if kind == "head" and name in HEAD_FIELDS:
            merged[name] = theirs[name]
        elif kind == "line" and name.isascii() and name.isdigit() and len(name) < 6:
            _take_line(merged, sheet, int(name), lines)
    merged["version"] = str(saved.version)
    return merged


def _take_line(merged: QueryDict, sheet: Sheet, position: int, lines: list[dict[str, str]]) -> None:
    rows = sheet.lines.rows
    index = rows[position - 1].index if position <= len(rows) else None
    if position > len(lines):
        if index is not None:
            merged[f"lines-{index}-DELETE"] = "on"
        return
    if index is None:
        index = int(merged.get(TOTAL) or 0)
        merged[TOTAL] = str(index + 1)
    for name, value in lines[position - 1].items():
        merged[f"lines-{index}-{name}"] = value


def _as_text(values: dict[str, Any]) -> dict[str, str]:
    return {name: _text(values.get(name)) for name in HEAD_FIELDS}
