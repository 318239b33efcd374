"""The pages of the catalog, and what a product field finds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from catalog.filters import ProductFilter
from catalog.models import Price, Product, ProductUnit
from catalog.policies import may_see, may_see_cost
from catalog.services import find_products, resolve
from core import clock
from core.paging import page_of
from core.panel import draw_panels
from core.views.guard import Guarded


class ProductList(Guarded):
    """All products, newest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Product.objects.visible_to(request.user).select_related("unit", "category").defer("search")
        found = ProductFilter(request.GET, queryset=rows)
        page = page_of(found.qs, request.GET)
        narrowed = any(found.form.cleaned_data.values())
        context = {"page": page, "filter_form": found.form, "narrowed": narrowed}
        return render(request, "catalog/list.html", context)


class ProductPage(Guarded):
    """What a product is, in which units it is sold, and what it costs on which list."""

    policy = may_see

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Product.objects.visible_to(request.user).select_related("unit", "category").defer("search")
        product = get_object_or_404(rows, pk=pk)
        context = {
            "product": product,
            "units": ProductUnit.objects.filter(product=product).select_related("unit", "product__unit"),
            "prices": _prices(product),
            "may_see_cost": may_see_cost(request.user),
            "panels": draw_panels(settings.PRODUCT_PANELS, request, product),
        }
        return render(request, "catalog/product.html", context)


def _prices(product: Product) -> Any:
    """What holds, and what is agreed to hold later."""
    rows = Price.objects.not_over(clock.today()).filter(product=product).select_related("price_list")
    return rows.order_by("price_list__name", "from_quantity", "valid_from")


class FindProducts(Guarded):
    """Products by code, barcode, name or pinyin initials, for fields that need no price."""

    policy = may_see

    def get(self, request: HttpRequest) -> JsonResponse:
        products = find_products(request.GET.get("q", "")[:100])
        return JsonResponse({"items": [_item(product) for product in products]})


def _item(product: Product) -> dict[str, Any]:
    label = f"{product.title} {product.spec}".strip()
    unit = str(product.unit)
    fill = {"name": label, "unit": unit}
    return {"value": product.code, "label": label, "meta": unit, "id": product.pk, "fill": fill}


class FindUnits(Guarded):
    """The units the product in the same row is sold in."""

    policy = may_see

    def get(self, request: HttpRequest) -> JsonResponse:
        code = request.GET.get("product", "")[:100].replace("\x00", "").strip()
        found = resolve([code]).get(code)
        if found is None:
            return JsonResponse({"items": []})
        base = found.product.unit
        rows = ProductUnit.objects.filter(product=found.product).select_related("unit").order_by("factor")
        items = [{"value": str(base), "label": str(base), "meta": "", "factor": "1"}]
        items += [
            {
                "value": str(row.unit),
                "label": str(row.unit),
                "meta": f"{row.factor.normalize():f} {base}",
                "factor": f"{row.factor.normalize():f}",
            }
            for row in rows
        ]
        asked = request.GET.get("q", "").strip().casefold()
        kept = [item for item in items if item["value"].casefold().startswith(asked)]
        return JsonResponse({"items": kept or items})
