"""What the fields of the entry page find: products at this customer's price, their own words first."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from catalog.models import Product
from catalog.services import find_products
from core.templatetags.ui import day, price, qty
from core.views.guard import Guarded
from customers.models import Customer, CustomerPart
from customers.services import find_parts
from orders.models import Order, OrderLine
from orders.policies import may_enter
from orders.services.prices.pricing import Offer, offers

RECENT_ORDERS = 5
MOST = 12


class Products(Guarded):
    """Products by the customer's part number, code, barcode, name or pinyin, what this customer bought first.

    With nothing typed, what this customer bought lately. Each says what is free, and what they last paid.
    """

    policy = may_enter

    def get(self, request: HttpRequest) -> JsonResponse:
        text, code = request.GET.get("q", "")[:100], request.GET.get("customer", "")[:40].replace("\x00", "")
        named = Customer.objects.visible_to(request.user).filter(code=code.strip()) if code else None
        customer = named.defer("search").first() if named is not None else None
        parts = {part.product_id: part for part in find_parts(customer, text)} if customer and text.strip() else {}
        products = [part.product for part in parts.values()]
        found = find_products(text) if text.strip() else _recent(customer)
        products += [one for one in found if one.pk not in parts]
        return JsonResponse({"items": _items(products[:MOST], parts, customer, text.strip())})


def _recent(customer: Customer | None) -> list[Product]:
    if customer is None:
        return []
    last = Order.objects.filter(customer=customer).order_by("-pk").values("pk")[:RECENT_ORDERS]
    bought = OrderLine.objects.filter(order_id__in=list(last.values_list("pk", flat=True))).values("product_id")
    return list(Product.objects.active().filter(pk__in=bought).select_related("unit").order_by("code")[:MOST])


def _items(
    products: Sequence[Product], parts: dict[int, CustomerPart], customer: Customer | None, text: str
) -> list[dict[str, Any]]:
    ids = [one.pk for one in products]
    free: Callable[[Collection[int]], dict[int, Decimal]] = import_string(settings.AVAILABLE)
    shelf = free(ids)
    known = offers(customer, ids, with_last=True) if customer else {}
    paid = {pk for pk, offer in known.items() if offer.last}
    exact = text.casefold()
    # Own words first, then the code itself, then what they bought before.
    ranked = sorted(products, key=lambda one: (one.pk not in parts, one.code.casefold() != exact, one.pk not in paid))
    return [_item(one, known.get(one.pk), customer, parts.get(one.pk), shelf[one.pk]) for one in ranked]


def _item(
    product: Product,
    offer: Offer | None,
    customer: Customer | None,
    part: CustomerPart | None,
    free: Decimal,
) -> dict[str, Any]:
    currency = customer.currency if customer else None
    unit, name = str(product.unit), f"{product.title} {product.spec}".strip()
    now = price(offer.price if offer else product.list_price, currency)
    shelf = _("service") if product.is_service else _("%(free)s free") % {"free": qty(free)}
    meta = [f"{now} / {unit}", shelf]
    if offer and offer.last:
        paid = price(round(offer.last.price, 4), currency)
        meta.append(_("last %(price)s on %(day)s") % {"price": paid, "day": day(offer.last.on)})
    return {
        "value": product.code,
        "label": f"{part.text} · {name}" if part else name,
        "meta": " · ".join(meta),
        "id": product.pk,
        "fill": {"name": name, "unit": str(part.unit) if part and part.unit_id else unit},
    }
