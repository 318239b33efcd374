"""What a new order may begin with: another order, or a template."""

from typing import Any

from django.http import QueryDict

from core.inputs import plain
from customers.models import Customer
from orders.forms.head import typed_head, usual_day
from orders.forms.lines import BLANK_ROWS, typed_values
from orders.forms.sheet import TOTAL, saved_lines, value_of
from orders.models import EntryTemplate, Order

AGAIN = ("product", "unit", "quantity", "discount", "part")
KEPT_HEAD = ("customer", "ship_to", "terms", "kind", "channel", "instructions", "clause", "own_terms")


def again(order: Order) -> QueryDict:
    """The order once more: same customer, place and lines, at today's prices and for the usual day."""
    head = {name: value_of(value) for name, value in typed_head(order).items() if name in KEPT_HEAD}
    if order.clause is not None and not order.clause.current:
        # A version that has a newer one is not chosen again by itself.
        head["clause"] = ""
    rows = [
        {name: value for name, value in typed_values(line).items() if name in AGAIN} for line in saved_lines(order)
    ]
    return _sheet(head, rows, order.customer.code)


def from_template(template: EntryTemplate, customer: Customer | None) -> QueryDict:
    """A template's lines and terms, for its own customer or the one at hand."""
    named = template.customer or customer
    head = {
        "template": str(template.pk),
        "customer": named.code if named else "",
        "terms": str(template.terms_id or ""),
        "kind": template.kind,
        "channel": template.channel,
        "instructions": template.instructions,
        "note": template.note,
    }
    lines = template.lines.select_related("product", "unit").defer("product__search").order_by("position")
    rows = [
        {
            "product": line.product.code,
            "unit": str(line.unit or ""),
            "quantity": plain(line.quantity),
            "note": line.note,
        }
        for line in lines
    ]
    return _sheet(head, rows, named.code if named else "")


def _sheet(head: dict[str, str], rows: list[dict[str, str]], code: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({**head, "wanted_on": value_of(usual_day()), "shown_for": code, TOTAL: str(len(rows) + BLANK_ROWS)})
    for n, row in enumerate(rows):
        data.update({f"lines-{n}-{name}": value for name, value in row.items()})
    return data


def templates_for(user: Any, customer: Customer | None) -> list[EntryTemplate]:
    """The templates a person may begin with, the customer's own first."""
    rows = EntryTemplate.objects.offered_to(user).select_related("customer").defer("customer__search")
    found = [one for one in rows[:50] if customer is None or one.customer_id in (None, customer.pk)]
    return sorted(found, key=lambda one: (one.customer_id is None, one.name))
