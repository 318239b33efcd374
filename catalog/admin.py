"""The catalog in the admin: products, units, categories, price lists, exchange rates."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.models import Category, ExchangeRate, Price, PriceList, Product, ProductUnit, Unit
from catalog.policies import may_see_cost
from catalog.resources import ExchangeRateResource, PriceResource, ProductResource
from catalog.services import index_products, save_product
from core.admin.base import CappedPaginator, Imported, RecordAdmin


class UnitsOfProduct(admin.TabularInline):
    model = ProductUnit
    extra = 0
    autocomplete_fields = ("unit",)


@admin.register(Product)
class ProductAdmin(Imported, RecordAdmin):
    list_display = (
        "code", "name", "spec", "category", "unit", "list_price", "floor_price", "tracking", "is_service", "active",
    )  # fmt: skip
    list_filter = ("active", "is_service", "tracking", "category")
    list_select_related = ("category", "unit")
    search_fields = ("code", "name", "name_en", "barcode")
    autocomplete_fields = ("category", "unit")
    inlines = (UnitsOfProduct,)
    resource_classes = (ProductResource,)
    paginator = CappedPaginator
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_product(obj, actor=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        index_products([form.instance.pk])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Pieces that have numbers keep them."""
        return ("tracking",) if obj is not None and obj.by_serial else ()

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if may_see_cost(request.user) else ("cost",)

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"with_cost": may_see_cost(request.user)}


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    search_fields = ("name",)


@admin.register(Unit)
class UnitAdmin(RecordAdmin):
    list_display = ("code", "name", "step")
    search_fields = ("code", "name")


@admin.register(PriceList)
class PriceListAdmin(RecordAdmin):
    list_display = ("name", "currency", "inclusive", "valid_from", "valid_until")
    list_filter = ("currency", "inclusive")
    search_fields = ("name",)
    date_hierarchy = "valid_until"


@admin.register(Price)
class PriceAdmin(Imported, RecordAdmin):
    list_display = ("price_list", "product", "from_quantity", "price")
    list_filter = ("price_list",)
    list_select_related = ("price_list", "product")
    search_fields = ("product__code", "product__name", "price_list__name")
    autocomplete_fields = ("price_list", "product")
    ordering = ("price_list", "product", "from_quantity")
    resource_classes = (PriceResource,)
    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(ExchangeRate)
class ExchangeRateAdmin(Imported, RecordAdmin):
    list_display = ("currency", "on", "rate")
    list_filter = ("currency",)
    search_fields = ("currency",)
    date_hierarchy = "on"
    resource_classes = (ExchangeRateResource,)


@admin.register(ProductUnit)
class ProductUnitAdmin(RecordAdmin):
    list_display = ("product", "unit", "factor", "barcode")
    list_select_related = ("product__unit", "unit")
    search_fields = ("product__code", "barcode")
    autocomplete_fields = ("product", "unit")
