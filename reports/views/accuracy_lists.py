"""The rows behind the figures of picking and sending, as the list page shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.paging import Page, page_of
from core.templatetags.ui import day, moment, qty
from reports.figures import accuracy
from reports.figures.period import Period
from shipping.models.words import Result

MOST = 200


@dataclass(frozen=True)
class Row:
    """One line of the list behind a figure: where it leads, and its cells."""

    url: str
    title: str
    cells: list[Any]


@dataclass(frozen=True)
class Behind:
    """The list behind a figure."""

    word: str
    heads: list[Any]
    rows: list[Row]
    page: Page[Any] | None = None

    def labelled(self) -> "Behind":
        """Each cell beside its column's name, as a narrow screen shows it."""
        rows = [Row(row.url, row.title, list(zip(self.heads[1:], row.cells, strict=True))) for row in self.rows]
        return Behind(self.word, self.heads, rows, self.page)


Asked = dict[str, str]


def _scans(seen: accuracy.Seen, period: Period, asked: Asked, params: Any) -> Behind:
    page = page_of(accuracy.scans_of(seen, period, asked["by"], asked["key"], asked["kind"]), params)
    rows = [
        Row(
            scan.shipment.get_absolute_url(),
            scan.shipment.number,
            [moment(scan.at), scan.code, scan.label, Result(scan.result).label, scan.actor or "--"],
        )
        for scan in page.rows
    ]
    return Behind("caught", [_("Shipment"), _("When"), _("Code"), _("Product"), _("Result"), _("Who")], rows, page)


def _lines(seen: accuracy.Seen, period: Period, asked: Asked, params: Any) -> Behind:
    if asked["kind"] not in accuracy.KINDS:
        raise Http404
    page = page_of(accuracy.left_lines(seen, period, asked["kind"], asked["key"]), params)
    rows = [
        Row(
            line.shipment.get_absolute_url(),
            line.shipment.number,
            [
                line.product.code,
                f"{qty(line.picked)} / {qty(line.quantity)}",
                day(line.order_line.first_promise),
                day(line.shipment.shipped_at),
                line.short_reason or "--",
            ],
        )
        for line in page.rows
    ]
    heads = [_("Shipment"), _("Product"), _("Picked"), _("First promise"), _("Sent on"), _("Why short")]
    return Behind("short" if asked["kind"] == "short" else "on-time", heads, rows, page)


def _claims(seen: accuracy.Seen, period: Period, asked: Asked, params: Any) -> Behind:
    lines = accuracy.claims(seen, period).select_related("of", "order_line__product", "order_line__order")
    lines = lines.defer("order_line__product__search", "order_line__order__search")
    page = page_of(lines.filter(reason=asked["kind"]) if asked["kind"] else lines, params)
    rows = [
        Row(
            line.of.get_absolute_url(),
            line.of.number,
            [
                line.order_line.order.ref,
                line.order_line.product.code,
                qty(line.quantity),
                line.get_reason_display(),
                day(line.of.requested_at),
            ],
        )
        for line in page.rows
    ]
    return Behind(
        "claims", [_("Return"), _("Order"), _("Product"), _("Pieces"), _("Reason"), _("When")], rows, page
    )


def _picks(seen: accuracy.Seen, period: Period, asked: Asked, params: Any) -> Behind:
    found = accuracy.picks_of(seen, period, asked["key"], MOST)
    rows = [
        Row(
            reverse("shipping:shipment", args=[one.number]),
            one.number,
            [day(one.day), qty(one.pieces), one.lines, one.minutes, one.pieces_an_hour, one.lines_an_hour],
        )
        for one in found
    ]
    heads = [_("Shipment"), _("Day"), _("Pieces"), _("Lines"), _("Minutes"), _("Pieces an hour"), _("Lines an hour")]
    return Behind("pace", heads, rows)


LISTS: dict[str, Callable[[accuracy.Seen, Period, Asked, Any], Behind]] = {
    "scans": _scans,
    "lines": _lines,
    "claims": _claims,
    "picks": _picks,
}
