"""Lists of what a person may see, page by page, newest first."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from api.forms.asking import asked
from api.forms.payload import INVALID, complaints
from api.forms.wrong import Wrong
from api.resources.goods import CUSTOMER, PRODUCT, STOCK, goods, parties, with_credit
from api.resources.orders import ORDER_ROW
from api.resources.shape import Shape
from api.views.door import Door
from catalog.filters import ProductFilter
from catalog.policies import may_see as may_see_products
from core.paging import page_of
from customers.filters import CustomerFilter
from customers.policies import may_see as may_see_customers
from inventory.models import StockItem
from inventory.policies import may_see as may_see_stock
from orders.filters import OrderFilter
from orders.models import Order
from orders.policies import may_see as may_see_orders


class Listing(Door):
    """One page of a list with the address of the next; by key, never by counting."""

    shape: Shape

    def rows(self, request: HttpRequest) -> Any:
        raise NotImplementedError

    def dressed(self, rows: list[Any]) -> Iterable[Any]:
        return rows

    def get(self, request: HttpRequest) -> HttpResponse:
        wish = asked(request)
        page = page_of(self.rows(request), wish.params, size=wish.size)
        items = [self.shape.told(row, self.user) for row in self.dressed(page.rows)]
        return JsonResponse({"items": items, "next": _next(request, page.older)})


def _next(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    params = request.GET.copy()
    params["cursor"] = cursor
    return f"{request.path}?{params.urlencode()}"


def narrowed(filters: type[Any], request: HttpRequest, rows: Any) -> Any:
    """The rows a filter leaves; a filter that says nothing meant is refused, since all rows would be the answer."""
    found = filters(request.GET, queryset=rows)
    if not found.form.is_valid():
        raise Wrong(422, "invalid", INVALID, fields=complaints(found.form))
    return found.qs


class Orders(Listing):
    """Orders by search, state, stage and the other filters of the list."""

    policy = may_see_orders
    shape = ORDER_ROW

    def rows(self, request: HttpRequest) -> Any:
        return narrowed(OrderFilter, request, Order.objects.visible_to(self.user)).for_list()


class Products(Listing):
    """Products by code, barcode, name or pinyin."""

    policy = may_see_products
    shape = PRODUCT

    def rows(self, request: HttpRequest) -> Any:
        return narrowed(ProductFilter, request, goods(self.user))


class Customers(Listing):
    """Customers by code, name, pinyin or tax ID."""

    policy = may_see_customers
    shape = CUSTOMER

    def rows(self, request: HttpRequest) -> Any:
        return narrowed(CustomerFilter, request, parties(self.user))

    def dressed(self, rows: list[Any]) -> Iterable[Any]:
        return with_credit(self.user, rows)


class Stock(Listing):
    """What lies where, of all products or of the one with that code."""

    policy = may_see_stock
    shape = STOCK

    def rows(self, request: HttpRequest) -> Any:
        rows = StockItem.objects.visible_to(self.user).select_related("product__unit", "warehouse")
        code = request.GET.get("product", "").replace("\x00", "?").strip()[:40]
        return (rows.filter(product__code=code) if code else rows).defer("product__search")
