"""The stock list, one shelf, and the finding of products."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from catalog.services import find_products
from core.counting import count_words
from core.paging import capped_count, page_of
from core.templatetags.ui import qty
from core.views.guard import Guarded
from inventory.filters import StockFilter
from inventory.models import BinStock, Reservation, Serial, Shortage, StockItem, StockMove
from inventory.policies import may_count, may_receive, may_rule, may_see, may_see_scarcity, may_transfer
from inventory.services import available, suggestions_for
from inventory.tables import rows_of
from orders.tables import chips_for

MOVES = 30
MOST_HOLDERS = 50
MOST_PARTS = 100


class StockList(Guarded):
    """What lies where, what is set aside, what is free now and by date."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        found = StockFilter(request.GET, queryset=StockItem.objects.visible_to(request.user).in_use())
        rows = found.qs
        page = page_of(rows.for_list(), request.GET)
        context = {
            "page": page,
            "rows": rows_of(page.rows),
            "filter_form": found.form,
            "chips": chips_for(request.GET, found),
            "total_text": count_words(capped_count(rows)),
            "may_receive": may_receive(request.user),
            "may_count": may_count(request.user),
        }
        return render(request, "inventory/list.html", context)


class StockPage(Guarded):
    """One product in one warehouse: who holds it, who waits for it, where it lies, what comes, what moved."""

    policy = may_see

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        item = get_object_or_404(StockItem.objects.visible_to(user).for_list(), pk=pk)
        holders = list(
            _with_order(Reservation.objects.visible_to(user).filter(item=item)).order_by("pk")[:MOST_HOLDERS]
        )
        waiting = Shortage.objects.visible_to(user).filter(product_id=item.product_id)
        context: dict[str, Any] = {
            "item": item,
            "row": rows_of([item])[0],
            "suggestion": suggestions_for([item]).get(item.pk),
            "elsewhere": _elsewhere(item),
            "holders": holders,
            "held_unseen": item.reserved - sum((row.quantity for row in holders), Decimal(0)),
            "waiting": list(_with_order(waiting).in_turn()[:MOST_HOLDERS]),
            "page": page_of(StockMove.objects.visible_to(user).of_item(item).for_list(), request.GET, size=MOVES),
            **_inside(item),
            "may_receive": may_receive(user),
            "may_count": may_count(user),
            "may_transfer": may_transfer(user),
            "may_rule": may_rule(user),
            "may_see_scarcity": may_see_scarcity(user),
        }
        return render(request, "inventory/item.html", context)


def _with_order(rows: Any) -> Any:
    return rows.select_related("order__customer").defer("order__search", "order__customer__search")


def _inside(item: StockItem) -> dict[str, Any]:
    """The bins, lots and numbered pieces of a shelf; asked only where it has some."""
    parts = list(BinStock.objects.filter(item=item).here().for_list()[:MOST_PARTS]) if item.placed else []
    serials: list[Serial] = []
    if item.product.by_serial:
        here = Serial.objects.here().filter(product_id=item.product_id, warehouse_id=item.warehouse_id)
        serials = list(here.select_related("bin__warehouse").order_by("number")[:MOST_PARTS])
    return {"parts": parts, "serials": serials}


def _elsewhere(item: StockItem) -> list[StockItem]:
    others = StockItem.objects.filter(product_id=item.product_id).exclude(pk=item.pk)
    return list(others.select_related("warehouse").order_by("warehouse__code"))


class Products(Guarded):
    """Products by code, barcode, name or pinyin, with what is free of each."""

    policy = may_see

    def get(self, request: HttpRequest) -> JsonResponse:
        products = find_products(request.GET.get("q", "")[:100])
        free = available([product.pk for product in products])
        items = [
            {
                "value": product.code,
                "label": f"{product.title} {product.spec}".strip(),
                "meta": f"{qty(free[product.pk])} {product.unit}",
                "id": product.pk,
            }
            for product in products
        ]
        return JsonResponse({"items": items})
