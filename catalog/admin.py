"""The catalog in the admin: products, units, categories, price lists, exchange rates."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.models import (
    Category,
    ExchangeRate,
    Price,
    PriceChange,
    PriceChangeLine,
    PriceList,
    Product,
    ProductUnit,
    Unit,
)
from catalog.policies import may_see_cost, may_set_directly
from catalog.resources import ExchangeRateResource, PriceResource, ProductResource
from catalog.services import index_products, save_product
from core.admin.base import CappedPaginator, Chosen, Imported, ReadOnly, RecordAdmin


class UnitsOfProduct(Chosen, admin.TabularInline):
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
    """Prices set past the house's approval, by those who hold that right alone; each edit leaves old and new."""

    list_display = ("price_list", "product", "from_quantity", "price", "valid_from", "valid_until")
    list_filter = ("price_list",)
    list_select_related = ("price_list", "product")
    search_fields = ("product__code", "product__name", "price_list__name")
    autocomplete_fields = ("price_list", "product")
    ordering = ("price_list", "product", "from_quantity", "valid_from")
    resource_classes = (PriceResource,)
    paginator = CappedPaginator
    show_full_result_count = False


    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_set_directly(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_set_directly(request.user)


class LinesOfChange(ReadOnly, admin.TabularInline):
    model = PriceChangeLine
    fields = ("position", "product", "from_quantity", "old_price", "new_price")
    extra = 0


@admin.register(PriceChange)
class PriceChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "price_list", "state", "valid_from", "holds_from", "author", "agreed_by")
    list_filter = ("state", "price_list")
    list_select_related = ("price_list", "author")
    search_fields = ("number", "reason")
    inlines = (LinesOfChange,)


@admin.register(PriceChangeLine)
class PriceChangeLineAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("change", "position", "product", "from_quantity", "old_price", "new_price")
    list_select_related = ("change", "product")
    search_fields = ("change__number", "product__code")


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
