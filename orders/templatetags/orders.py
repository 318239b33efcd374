"""Rows of orders, drawn in Python: a page has fifty of them, and a template takes ten times as long for each.

{% order_rows page.rows %}   the rows of the list (from Order.objects.for_rows): two lines each on a phone
{% holder_of order %}        who holds an order and at what, and for how long
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.escaping import escaped
from core.templatetags.ui import badge, day, money, sla, word
from orders.models import Order
from orders.models.words import Stage

register = template.Library()

UNRESERVED = "!$&'()*+,;=~:@"
"""What Django leaves as it is in an address."""
NONE = mark_safe('<span class="t3">--</span>')
ROW = """<tr data-href="{url}">
  <td class="cell-title"><a class="code" href="{url}">{ref}</a></td>
  <td class="cell-meta clip" title="{customer}">{customer}</td>
  <td class="cell-amount">{total}</td>
  <td data-label="{delivery}">{wanted}</td>
  <td>{state}</td>
  <td class="cell-full">{holder}</td>
  <td class="{hidden}">{fulfilment}</td>
  <td class="{hidden}">{payment}</td>
  <td class="cell-hide-s">{owner}</td>
</tr>
"""


@register.simple_tag
def order_rows(orders: Iterable[Order]) -> SafeString:
    place, delivery = _places(), _("Delivery")
    return mark_safe("".join(_row(order, place(order.ref), delivery) for order in orders))


def _row(order: Order, url: str, delivery: str) -> str:
    cells = _cells(order) | {"url": url, "delivery": delivery}
    return ROW.format_map({name: escaped(cell) for name, cell in cells.items()})


def _cells(order: Order) -> dict[str, Any]:
    return dict(
        ref=order.ref,
        customer=order.customer.title,
        total=money(order.total, order.currency),
        wanted=day(order.wanted_on, "short"),
        state=_state(order),
        holder=NONE if order.stage == Stage.DONE else holder_of(order),
        hidden="" if order.binds else "cell-hide-s",
        fulfilment=badge("fulfilment", order.fulfilment) if order.binds else NONE,
        payment=badge("payment", order.payment) if order.binds else NONE,
        owner="--" if order.owner is None else order.owner,
    )


def _state(order: Order) -> SafeString:
    mark = badge("order", order.state)
    return format_html("{} {}", mark, badge("kind", order.kind)) if order.has_kind else mark


@register.simple_tag
def holder_of(order: Order) -> SafeString:
    stage, words = word("stage", order.stage), order.holder_words
    face = f'<span class="face" aria-hidden="true">{escaped(order.holder_initial)}</span>' if words else ""
    said = escaped(f"{words} · {stage}" if words else stage)
    clock = escaped(sla(order.stage_since, order.stage_until))
    return mark_safe(f'<span class="stage">{face}<span>{said}</span>{clock}</span>')


def _places() -> Callable[[str], str]:
    """The addresses of many orders, of one look at the table of addresses."""
    before, after = reverse("orders:order", args=["~"]).rsplit("~", 1)
    return lambda ref: f"{before}{quote(ref, safe=UNRESERVED)}{after}"
