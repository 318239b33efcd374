"""What differs between an order and a change of it, or between two of its revisions, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import rounded
from core.sentence import Sentence, said
from orders.models import ChangeRequest

LABELS: dict[str, str | Promise] = {
    "customer_po": _("Customer PO number"),
    "wanted_on": _("Delivery date"),
    "ship_to": _("Ship-to address"),
    "terms": _("Payment terms"),
    "term_days": _("Payment terms"),
    "freight": _("Freight"),
    "note": _("Note"),
    "currency": _("Currency"),
    "total": _("Total incl. tax"),
    "product": _("Product"),
    "quantity": _("Quantity"),
    "unit": _("Unit"),
    "unit_price": _("Unit price"),
    "discount": _("Discount %"),
}
WORDED = {"unit": "unit_name", "product": "code"}
TOUCHED = ("quantity", "unit", "unit_price", "discount", "wanted_on", "note")
WHOLE = ("quantity", "unit", "unit_price", "discount")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One value that was one thing and is to be another; `line` is its position, `new` marks a line that comes."""

    label: str | Promise
    was: str
    now: str
    line: int | None = None
    code: str = ""
    text: str = ""
    mark: str | Promise = ""
    name: str = ""

    @property
    def where(self) -> str:
        return f"{self.line or '+'} {self.code}".strip() if self.code else ""


def differences_in(change: ChangeRequest) -> list[Difference]:
    """Everything a change touches, header first, then line by line."""
    head = [
        Difference(label=LABELS[name], was=one["was_text"], now=one["now_text"], name=name)
        for name, one in change.head.items()
    ]
    return [*head, *(found for edit in change.lines for found in _of_line(edit))]


def _of_line(edit: Mapping[str, Any]) -> Iterable[Difference]:
    was, now = edit["was"], edit["now"]
    named = was or now
    place: dict[str, Any] = {"line": edit.get("position"), "code": named["code"], "text": named["text"]}
    if was is None or now is None:
        gone = now is None
        mark = pgettext_lazy("line", "Removed") if gone else pgettext_lazy("line", "New")
        words = whole(was or now)
        pair: dict[str, Any] = {"was": words, "now": ""} if gone else {"was": "", "now": words}
        yield Difference(label=pgettext_lazy("order", "Line"), mark=mark, name="product", **pair, **place)
        return
    for name in TOUCHED:
        if was[name] != now[name]:
            key = WORDED.get(name, name)
            yield Difference(label=LABELS[name], was=was[key], now=now[key], name=name, **place)


def whole(line: Mapping[str, str]) -> str:
    """A whole line in a few figures: 20 pc × 86, less 5 %."""
    words = f"{line['quantity']} {line['unit_name']} × {line['unit_price']}"
    return f"{words} -{line['discount']} %" if line["discount"] not in ("", "0") else words


def changes_in_words(change: ChangeRequest) -> list[dict[str, Any]]:
    """The differences as plain values that each reader gets in their own language (approvers read them)."""
    return [
        {"label": Sentence(one.label).as_data(), "where": one.where, "was": one.was, "now": one.now}
        for one in differences_in(change)
    ]


def as_read(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Stored differences in the language of the moment."""
    return [{**row, "label": said(row["label"])} for row in rows]


IN_HEAD = ("customer_po", "wanted_on", "ship_to", "term_days", "currency", "freight", "total")
AMOUNTS = ("freight", "total")
IN_LINE = ("quantity", "unit_price", "discount", "wanted_on")


def between(old: Mapping[str, Any], new: Mapping[str, Any], codes: Mapping[int, str]) -> list[Difference]:
    """What differs between two frozen revisions of an order: header first, then line by line (S49)."""
    head = [
        Difference(label=LABELS[name], was=was, now=now, name=name)
        for name in IN_HEAD
        if (was := _told(name, old)) != (now := _told(name, new))
    ]
    before = {line["position"]: line for line in old["lines"]}
    after = {line["position"]: line for line in new["lines"]}
    for position in sorted(before.keys() | after.keys()):
        head += _of_position(position, before.get(position), after.get(position), codes)
    return head


def _of_position(
    position: int, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, codes: Mapping[int, str]
) -> Iterable[Difference]:
    line = now or was or {}
    place: dict[str, Any] = {"line": position, "code": codes.get(line["product_id"], "")}
    if was is None or now is None:
        mark = pgettext_lazy("line", "New") if was is None else pgettext_lazy("line", "Removed")
        words = f"{_plain(line['quantity'])} × {_plain(line['unit_price'])}"
        pair = ("", words) if was is None else (words, "")
        yield Difference(label=pgettext_lazy("order", "Line"), mark=mark, was=pair[0], now=pair[1], **place)
        return
    if was["product_id"] != now["product_id"]:
        yield Difference(label=LABELS["product"], was=codes.get(was["product_id"], ""), now=place["code"], **place)
    for name in IN_LINE:
        if (before := _told(name, was)) != (after := _told(name, now)):
            yield Difference(label=LABELS[name], was=before, now=after, **place)


def _told(name: str, values: Mapping[str, Any]) -> str:
    """A stored value as people read it, which is also how two are compared: 2.00 and 2 are the same."""
    value = values.get(name)
    if name in AMOUNTS and value:
        return f"{rounded(Decimal(value), values.get('currency') or 'CNY'):,}"
    return _plain(value)


def _plain(value: Any) -> str:
    """A stored value as people write it: 12.0000 is 12."""
    text = "" if value is None else str(value)
    head, dot, tail = text.partition(".")
    if dot and head.lstrip("-").isdigit() and tail.isdigit():
        return f"{head}.{kept}" if (kept := tail.rstrip("0")) else head
    return text
