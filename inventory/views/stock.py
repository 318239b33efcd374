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
from inventory.models import Reservation, Shortage, StockItem, StockMove
from inventory.policies import may_count, may_receive, may_see
from inventory.services import available
from orders.tables import chips_for

MOVES = 30
MOST_HOLDERS = 50


class StockList(Guarded):
    """What lies where, what is set aside, what is free."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        found = StockFilter(request.GET, queryset=StockItem.objects.visible_to(request.user).in_use())
        rows = found.qs
        context = {
            "page": page_of(rows.for_list(), request.GET),
            "filter_form": found.form,
            "chips": chips_for(request.GET, found),
            "total_text": count_words(capped_count(rows)),
            "may_receive": may_receive(request.user),
        }
        return render(request, "inventory/list.html", context)


class StockPage(Guarded):
    """One product in one warehouse: who holds it, who waits for it, what moved."""

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
            "elsewhere": _elsewhere(item),
            "holders": holders,
            "held_unseen": item.reserved - sum((row.quantity for row in holders), Decimal(0)),
            "waiting": list(_with_order(waiting).in_turn()[:MOST_HOLDERS]),
            "page": page_of(StockMove.objects.visible_to(user).of_item(item).for_list(), request.GET, size=MOVES),
            "may_receive": may_receive(user),
            "may_count": may_count(user),
        }
        return render(request, "inventory/item.html", context)


def _with_order(rows: Any) -> Any:
    return rows.select_related("order__customer").defer("order__search", "order__customer__search")


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
