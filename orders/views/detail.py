"""The page of one order."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core import clock
from core.panel import draw_panels
from core.story import KINDS, LONG, SHORT, story
from core.views.guard import Guarded
from orders.models import Order, OrderLine, StageSpan
from orders.panels.confirmation import revisions_of
from orders.panels.findings import sections_of
from orders.panels.stepper import ATTENTION, stepper
from orders.policies import may_comment, may_see, may_see_contracts, may_see_quotes
from orders.views.buttons import buttons_for
from orders.views.finding import order_for


class OrderPage(Guarded):
    """Where an order stands, who holds it, what is on it, what happened to it."""

    policy = may_see

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = order_for(request.user, ref)
        if ref != order.ref:
            return HttpResponseRedirect(order.get_absolute_url())
        context = {"order": order, **_standing(order), **_content(request, order), **_told(request, order)}
        return render(request, "orders/order.html", context)


def _standing(order: Order) -> dict[str, Any]:
    now = clock.now()
    spans = list(StageSpan.objects.filter(order_id=order.pk).select_related("holder").order_by("pk"))
    late = order.stage_until is not None and order.stage_until < now
    holder = order.holder_words
    return {
        "steps": stepper(order, spans, now),
        "holder": holder,
        "tone": "none" if not holder else "late" if late else "attention" if order.stage in ATTENTION else "",
    }


def _content(request: HttpRequest, order: Order) -> dict[str, Any]:
    rows = OrderLine.objects.filter(order_id=order.pk).order_by("position").defer("product__search")
    lines = list(rows.select_related("product__unit", "unit", "contract_line__contract"))
    for line in lines:
        line.progress_tone = "warning" if line.short else "accent"  # type: ignore[attr-defined]
    panels = draw_panels(settings.PANELS, request, order)
    return {
        "lines": lines,
        "buttons": buttons_for(request.user, order, lines),
        "top_panels": [one for one in panels if one["panel"].place == "top"],
        "main_panels": [one for one in panels if one["panel"].place == "main"],
        "side_panels": [one for one in panels if one["panel"].place == "side"],
        "revisions": _revisions(order),
        "sees_contracts": may_see_contracts(request.user),
        "sees_quotes": may_see_quotes(request.user),
        "relatives": _relatives(order),
    }


def _relatives(order: Order) -> list[Order]:
    """The order it came from, and those that came from it."""
    family = Order.objects.filter(Q(parent=order) | Q(pk=order.parent_id or 0))
    return list(family.only("pk", "number", "state", "descent", "parent").order_by("pk"))


def _revisions(order: Order) -> list[dict[str, Any]]:
    rows = revisions_of(order)
    return [{"revision": row, "sections": sections_of(row.findings)[0] if row.findings else []} for row in rows]


def _told(request: HttpRequest, order: Order) -> dict[str, Any]:
    kind = request.GET.get("show", "all")
    kind = kind if kind in KINDS else "all"
    entries, more = story(order.stream, kind=kind, most=LONG if "all" in request.GET else SHORT)
    return {"entries": entries, "more": more, "show": kind, "may_comment": may_comment(request.user, order)}
