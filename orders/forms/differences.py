"""Two versions of one draft side by side: mine as typed, and the one somebody else saved (S122, F43)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.inputs import plain
from orders.forms.head import typed_head
from orders.forms.lines import TypedRow, typed_values
from orders.forms.row import LineForm
from orders.forms.sheet import TOTAL, Sheet, saved_lines
from orders.models import Order, OrderLine, TermsClause

HEAD_FIELDS = (
    "customer", "customer_po", "ship_to", "wanted_on", "terms", "freight", "note", "kind", "channel", "instructions",
    "clause", "own_terms",
)  # fmt: skip
LINE_FIELDS = tuple(name for name in LineForm.base_fields if name != "line")


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
    theirs = as_text(typed_head(saved))
    mine = as_text(sheet.head.cleaned_data)
    if not mine["ship_to"] and sheet.head.addresses:
        mine["ship_to"] = str(sheet.head.addresses[0].pk)
    places = {str(place.pk): place.one_line() for place in sheet.head.addresses}
    names = {"ship_to": places, "terms": {pk: str(term) for pk, term in sheet.head.all_terms.items()}}
    if mine["clause"] != theirs["clause"]:
        names["clause"] = {
            str(clause.pk): str(clause) for clause in (sheet.head.cleaned_data["clause"], saved.clause) if clause
        }
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


Pair = tuple[TypedRow | None, OrderLine | None]


def pairs_of(sheet: Sheet, saved: Sequence[OrderLine]) -> list[Pair]:
    """My rows beside the saved lines: by the line a row was, where rows know it; else by their place."""
    rows = sheet.lines.rows
    theirs = {line.pk: line for line in saved}
    if not any(row.row.line_id in theirs for row in rows):
        return list(zip_longest(rows, saved))
    mine: list[Pair] = [(row, theirs.pop(row.row.line_id or 0, None)) for row in rows]
    return mine + [(None, line) for line in theirs.values()]


def _of_lines(sheet: Sheet, saved: Order) -> list[Difference]:
    found = []
    for n, (own, line) in enumerate(pairs_of(sheet, saved_lines(saved)), start=1):
        mine = typed_row(sheet, own) if own else None
        other = typed_values(line) if line else None
        if not same_row(mine, other):
            found.append(Difference(f"line:{n}", _("Line"), _in_words(mine), _in_words(other), n))
    return found


def typed_row(sheet: Sheet, typed: TypedRow) -> dict[str, str]:
    """A row of mine as text, beside which a saved line can be held."""
    values = sheet.lines.forms[typed.index].cleaned_data
    return {name: _text(values[name]) for name in LINE_FIELDS} | {"product": typed.code}


def _text(value: Any) -> str:
    value = value.pk if isinstance(value, TermsClause) else value
    return plain(value) if isinstance(value, Decimal) and value else str(value or "").strip()


def same_row(mine: dict[str, str] | None, saved: dict[str, str] | None) -> bool:
    """Whether both say the same; a unit left open is the usual one."""
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
    merged, theirs = data.copy(), as_text(typed_head(saved))
    pairs = pairs_of(sheet, saved_lines(saved))
    for key in data.getlist("take"):
        kind, _colon, name = key.partition(":")
        if kind == "head" and name in HEAD_FIELDS:
            merged[name] = theirs[name]
        elif kind == "line" and name.isascii() and name.isdigit() and len(name) < 6 and 0 < int(name) <= len(pairs):
            take_line(merged, *pairs[int(name) - 1])
    merged["version"] = str(saved.version)
    return merged


def take_line(merged: QueryDict, own: TypedRow | None, line: OrderLine | None) -> None:
    """Put a saved line where mine stands, at the end where I have none; take mine out where none is saved."""
    if line is None:
        if own is not None:
            merged[f"lines-{own.index}-DELETE"] = "on"
        return
    index = own.index if own else int(merged.get(TOTAL) or 0)
    if own is None:
        merged[TOTAL] = str(index + 1)
    for name, value in typed_values(line).items():
        merged[f"lines-{index}-{name}"] = value


def as_text(values: dict[str, Any]) -> dict[str, str]:
    """The header as somebody would type it."""
    return {name: _text(values.get(name)) for name in HEAD_FIELDS}
