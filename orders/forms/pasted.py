"""Pasted rows in the grid, and the strip that says what the columns of a sheet mean."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from orders.forms.lines import MOST_LINES
from orders.forms.sheet import TOTAL
from orders.services.entry.pasting import Pasted
from orders.services.entry.tearing import COLUMNS

MOST_COLUMNS = 40
LABELS = {
    "product": _("Code, barcode or name"),
    "quantity": _("Quantity"),
    "unit": _("Unit"),
    "price": _("Unit price"),
    "discount": _("Discount %"),
    "wanted_on": _("Delivery date"),
    "note": _("Note"),
    "part": _("Customer part number"),
}


def chosen_columns(data: QueryDict) -> list[str]:
    """What somebody said the columns mean; nothing where nobody said anything."""
    named = [data.get(f"map-{n}", "") for n in range(MOST_COLUMNS) if f"map-{n}" in data]
    return [name if name in COLUMNS else "" for name in named]


def paste_context(pasted: Pasted, text: str) -> dict[str, Any]:
    """What the strip is drawn from: how many rows came, which were not understood, and how columns were read."""
    torn = pasted.torn
    columns = [
        {"name": f"map-{n}", "chosen": name, "sample": torn.sample[n] if n < len(torn.sample) else ""}
        for n, name in enumerate(torn.columns[:MOST_COLUMNS])
    ]
    words = [("", _("Note, as it is")), *((name, LABELS[name]) for name in COLUMNS)]
    return {"pasted": pasted, "pasted_text": text, "map_columns": columns, "map_words": words}


def with_pasted(data: QueryDict, pasted: Pasted) -> QueryDict:
    """The sheet with pasted rows in its blank rows at the end, and more rows where those do not suffice."""
    more, total = data.copy(), _total(data)
    typed = [n for n in range(total) if _is_typed(data, n)]
    start = max(typed, default=-1) + 1
    for n, row in enumerate(pasted.rows, start=start):
        more.update({f"lines-{n}-{name}": value for name, value in row.items() if name != "name"})
    more[TOTAL] = str(max(total, start + len(pasted.rows) + 1))
    more["pasted_at"] = f"{start}-{start + len(pasted.rows)}"
    return more


def without_pasted(data: QueryDict) -> QueryDict:
    """The sheet as it was before rows were pasted, when the same text is read again with other columns."""
    first, _dash, last = data.get("pasted_at", "").partition("-")
    less = data.copy()
    less["pasted_at"] = ""
    if data.get("paste") != "again" or not (first.isdigit() and last.isdigit()):
        return less
    for n in range(int(first[:4]), min(int(last[:4]), MOST_LINES)):
        for name in (*COLUMNS, "line", "DELETE"):
            less.pop(f"lines-{n}-{name}", None)
    return less


def picked(data: QueryDict) -> QueryDict:
    """The sheet with the product chosen for a row nobody understood; its own words become the customer's for it."""
    row, _colon, code = data.get("pick", "").partition(":")
    more = data.copy()
    if row.isascii() and row.isdigit() and len(row) < 5 and f"lines-{row}-product" in data and code:
        more[f"lines-{row}-part"] = data.get(f"lines-{row}-part") or data[f"lines-{row}-product"][:80]
        more[f"lines-{row}-product"] = code[:40]
    return more


def _total(data: QueryDict) -> int:
    text = data.get(TOTAL, "")
    return min(int(text), MOST_LINES) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _is_typed(data: QueryDict, n: int) -> bool:
    return any(data.get(f"lines-{n}-{name}", "").strip() for name in COLUMNS)
