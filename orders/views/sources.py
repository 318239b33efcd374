"""What the fields of the entry page find: products at this customer's price."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from catalog.models import Product
from catalog.services import find_products
from core.templatetags.ui import money
from core.views.guard import Guarded
from customers.models import Customer
from orders.models import Order, OrderLine
from orders.policies import may_enter
from orders.services.pricing import Offer, offers

RECENT_ORDERS = 5


class Products(Guarded):
    """Products by code, barcode, name or pinyin; with nothing typed, what this customer bought lately."""

    policy = may_enter

    def get(self, request: HttpRequest) -> JsonResponse:
        text, code = request.GET.get("q", "")[:100], request.GET.get("customer", "")[:40].replace("\x00", "")
        named = Customer.objects.visible_to(request.user).filter(code=code.strip()) if code else None
        customer = named.defer("search").first() if named is not None else None
        products = find_products(text) if text.strip() else _recent(customer)
        known = offers(customer, [one.pk for one in products]) if customer else {}
        return JsonResponse({"items": [_item(one, known.get(one.pk), customer) for one in products]})


def _recent(customer: Customer | None) -> list[Product]:
    if customer is None:
        return []
    last = Order.objects.filter(customer=customer).order_by("-pk").values("pk")[:RECENT_ORDERS]
    bought = OrderLine.objects.filter(order_id__in=list(last.values_list("pk", flat=True))).values("product_id")
    return list(Product.objects.active().filter(pk__in=bought).select_related("unit").order_by("code")[:12])


def _item(product: Product, offer: Offer | None, customer: Customer | None) -> dict[str, Any]:
    price = offer.price if offer else product.list_price
    unit = str(product.unit)
    return {
        "value": product.code,
        "label": f"{product.title} {product.spec}".strip(),
        "meta": f"{money(price, customer.currency if customer else None)} / {unit}",
        "id": product.pk,
        "fill": {"name": f"{product.title} {product.spec}".strip(), "unit": unit},
    }
