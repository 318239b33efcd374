"""An order as JSON, read as the sheet somebody would have typed: the same rules, the same sentences (S3)."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from api.forms.payload import complaints, typed
from api.forms.wrong import Wrong
from orders.forms.head import HeadForm
from orders.forms.lines import LineForm
from orders.forms.sheet import TOTAL, Sheet
from orders.models.words import Channel

LINES = "lines"
BESIDE = ("reason",)
HEAD = (*HeadForm.base_fields, *BESIDE)
ROW = tuple(name for name in LineForm.base_fields if name != "line")
"""Which saved line a row was is told by a page; a system sends lines, not rows."""


def sheet_of(user: Any, payload: Mapping[str, Any]) -> Sheet:
    """The sheet of an order that is not saved; nothing is written by it."""
    rows = _rows(payload.get(LINES, []))
    head = typed({name: value for name, value in payload.items() if name != LINES}, HEAD)
    data = QueryDict(mutable=True)
    data.update({"channel": Channel.SYSTEM, **head, TOTAL: str(len(rows))})
    data["shown_for"] = head.get("customer", "").strip()
    for n, row in enumerate(rows):
        data.update({f"lines-{n}-{name}": value for name, value in row.items()})
    return _belonging(user, data)


def _belonging(user: Any, data: QueryDict) -> Sheet:
    """The addresses meant are those of the customer found, however their code was spelt."""
    sheet = Sheet(user, None, data)
    sheet.head.is_valid()
    if sheet.head.found is not None and sheet.head.found.code != data["shown_for"]:
        data["shown_for"] = sheet.head.found.code
        sheet = Sheet(user, None, data)
    return sheet


def _rows(lines: Any) -> list[dict[str, str]]:
    if not isinstance(lines, list) or not all(isinstance(row, dict) for row in lines):
        message = _("Write a list of objects here.")
        raise Wrong(400, "not_understood", message, fields={LINES: [str(message)]})
    return [typed(row, ROW, f"{LINES}.{n}.") for n, row in enumerate(lines)]


def troubles(sheet: Sheet) -> dict[str, list[str]]:
    """What is wrong by field: a name of the header, or `lines.0.quantity`."""
    sheet.is_valid()
    found = complaints(sheet.head)
    whole = [str(one) for one in sheet.lines.non_form_errors()]
    for n, form in enumerate(sheet.lines.forms):
        found |= complaints(form, f"{LINES}.{n}.")
    return found | ({LINES: whole} if whole else {})
