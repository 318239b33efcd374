"""Orders, their lines, and what checks say of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.resources.shape import Shape, part, parts, words_of
from core.finding import Finding, Level, as_read
from core.roles import EVERY_ROLE
from orders.forms.sheet import Sheet
from orders.models import Order, OrderHold, OrderLine, OrderRevision
from orders.models import words as vocabulary
from orders.models.line import QUANTITIES

PERSON = Shape("Person", (part("username"), part("name", read=str)))
PARTY = Shape("Party", (part("code"), part("name", at="title")))
STAGE = Shape(
    "Stage",
    (
        part("name", at="stage", words=words_of(vocabulary.Stage)),
        part("holder", PERSON, maybe=True),
        part("holder_role", words=("", *EVERY_ROLE)),
        part("since", "moment", at="stage_since", maybe=True),
        part("until", "moment", at="stage_until", maybe=True),
    ),
)
STATUSES = {
    "supply": vocabulary.Supply,
    "fulfilment": vocabulary.Fulfilment,
    "billing": vocabulary.Billing,
    "payment": vocabulary.Payment,
    "returned": vocabulary.Returned,
    "promise": vocabulary.Promise,
}
STATUS = Shape("Statuses", tuple(part(name, words=words_of(words)) for name, words in STATUSES.items()))

ROW = (
    part("id", "id", at="pk"),
    part("ref"),
    part("number", maybe=True),
    part("state", words=words_of(vocabulary.State)),
    part("kind", words=words_of(vocabulary.Kind)),
    part("channel", words=words_of(vocabulary.Channel)),
    part("customer", PARTY),
    part("customer_po"),
    part("owner", PERSON, maybe=True),
    part("currency"),
    part("total", "money"),
    *parts("day", ("wanted_on", "promised_on"), maybe=True),
    *parts("moment", ("created_at",)),
    *parts("moment", ("placed_at",), maybe=True),
    part("statuses", STATUS, read=lambda order: order),
    part("stage", STAGE, read=lambda order: order),
)
ORDER_ROW = Shape("OrderRow", ROW)

LINE = Shape(
    "OrderLine",
    (
        part("id", "id", at="pk"),
        part("position", "id"),
        part("product", at="product.code"),
        *parts("text", ("text", "note", "part")),
        part("unit", at="unit.code"),
        *parts("number", ("factor", "quantity", "list_price", "unit_price", "discount", "tax_percent")),
        *parts("money", ("net", "tax")),
        *parts("day", ("wanted_on", "promised_on"), maybe=True),
        *parts("number", QUANTITIES),
        part("is_service", "flag"),
        part("planned", "number"),
    ),
)
HOLD = Shape(
    "Hold",
    (
        part("id", "id", at="pk"),
        part("kind"),
        part("stops"),
        part("reason"),
        part("by", PERSON),
        part("at", "moment"),
    ),
)
FINDING = Shape(
    "Finding",
    (
        part("code", read=lambda one: one["code"]),
        part("level", read=lambda one: one["level"], words=tuple(level.value for level in Level)),
        part("heading", read=lambda one: one["heading"]),
        part("message", read=lambda one: one["message"]),
        part("line", "id", read=lambda one: one["line"], maybe=True),
        part("field", read=lambda one: one["field"]),
    ),
)
ORDER = Shape(
    "Order",
    (
        *ROW,
        *parts("id", ("version", "revision")),
        *parts("money", ("net", "tax", "freight")),
        part("rate", "number", maybe=True),
        part("prices_include_tax", "flag", at="inclusive"),
        part("terms", at="terms.name"),
        part("ship_to", at="ship_to_text"),
        *parts("text", ("instructions", "note", "own_terms", "reason")),
        part("first_promise", "day", maybe=True),
        *parts("moment", ("confirmed_at", "shipped_at", "accepted_at", "completed_at", "cancelled_at"), maybe=True),
        part("lines", LINE, many=True, at="shown_lines"),
        part("holds", HOLD, many=True, at="shown_holds"),
        part("findings", FINDING, many=True, at="shown_findings"),
    ),
)
CHECKED_LINE = Shape(
    "CheckedLine",
    (
        part("position", "id"),
        part("product", at="product.code"),
        *parts("number", ("quantity", "list_price", "unit_price", "discount")),
        *parts("money", ("net", "tax")),
    ),
)


def told_order(user: Any, order: Order) -> dict[str, Any]:
    """An order with its lines, the holds that stand, and what the checks said when it was handed in last."""
    rows = OrderLine.objects.filter(order_id=order.pk).select_related("product", "unit").defer("product__search")
    order.shown_lines = list(rows.order_by("position"))  # type: ignore[attr-defined]
    holds = OrderHold.objects.filter(order_id=order.pk).standing().select_related("by")  # type: ignore[attr-defined]
    order.shown_holds = list(holds.order_by("pk"))  # type: ignore[attr-defined]
    last = OrderRevision.objects.filter(order_id=order.pk).order_by("-number", "-round").only("findings").first()
    order.shown_findings = [as_read(one) for one in last.findings] if last else []  # type: ignore[attr-defined]
    return ORDER.told(order, user)


def told_findings(user: Any, findings: Iterable[Finding], sheet: Sheet | None = None) -> list[dict[str, Any]]:
    """What checks say now; a finding about a line names the line of the request it is about."""
    told = [FINDING.told(as_read(one.as_data()), user) for one in findings]
    for one in told:
        index = sheet.index_of(one["line"]) if sheet is not None and one["line"] is not None else None
        if index is not None:
            one["field"] = f"lines.{index}"
    return told


PRICED = Shape(
    "Priced",
    (
        part("currency"),
        *parts("money", ("net", "tax", "freight", "total")),
        part("lines", CHECKED_LINE, many=True, at="shown_lines"),
    ),
)


def told_check(user: Any, sheet: Sheet, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A sheet that was examined: what is wrong in it, what the checks say, and what it would cost."""
    told: dict[str, Any] = {"fields": fields, "findings": told_findings(user, sheet.findings, sheet), "priced": None}
    if sheet.priced is not None:
        for line in sheet.priced_lines:
            line.product = sheet.products[line.product_id]
        sheet.priced.shown_lines = sheet.priced_lines  # type: ignore[attr-defined]
        told["priced"] = PRICED.told(sheet.priced, user)
    return told
