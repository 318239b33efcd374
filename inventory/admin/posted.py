"""Warehouses in the admin, and everything posted, which is only looked at."""

from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.exceptions import ImportError as SheetRefused

from core.admin.base import CappedPaginator, Imported, RecordAdmin
from inventory.models import (
    ExpectedReceipt,
    Place,
    Reservation,
    Shortage,
    StockCount,
    StockCountLine,
    StockItem,
    StockMove,
    Warehouse,
)
from inventory.policies import may_count
from inventory.resources import CountImport, CountSheet, ExpectedReceiptResource
from inventory.services import save_warehouse


class Posted:
    """What the services wrote may be looked at, never typed over."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Warehouse)
class WarehouseAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "default", "active")
    list_filter = ("active",)
    search_fields = ("code", "name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Warehouse, form: Any, change: bool) -> None:
        save_warehouse(obj, actor=request.user)


@admin.register(ExpectedReceipt)
class ExpectedReceiptAdmin(Imported, RecordAdmin):
    list_display = ("label", "product", "warehouse", "expected_on", "quantity", "arrived", "closed")
    list_filter = ("closed", "warehouse")
    list_select_related = ("product", "warehouse")
    search_fields = ("label", "=product__code", "product__name")
    autocomplete_fields = ("product", "warehouse")
    date_hierarchy = "expected_on"
    resource_classes = (ExpectedReceiptResource,)
    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(Place)
class PlaceAdmin(Posted, admin.ModelAdmin):
    list_display = ("kind", "warehouse")
    list_filter = ("kind",)
    list_select_related = ("warehouse",)
    search_fields = ("warehouse__code", "warehouse__name")


@admin.register(StockItem)
class StockItemAdmin(Posted, ExportMixin, admin.ModelAdmin):
    """Its export is the count sheet."""

    resource_classes = (CountSheet,)
    list_display = ("product", "warehouse", "on_hand", "reserved", "free", "moved_at")
    list_filter = ("warehouse",)
    list_select_related = ("product", "warehouse")
    search_fields = ("product__code", "product__name", "product__barcode")
    show_full_result_count = False

    @admin.display(description=_("Available"))
    def free(self, obj: StockItem) -> Decimal:
        return obj.available

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[StockItem]:
        return super().get_export_queryset(request).order_by("warehouse__code", "product__code")


@admin.register(StockMove)
class StockMoveAdmin(Posted, admin.ModelAdmin):
    list_display = (
        "at", "product", "from_place", "from_bin", "to_place", "to_bin", "lot", "quantity", "source", "actor",
    )  # fmt: skip
    list_filter = ("from_place__kind", "to_place__kind")
    list_select_related = (
        "product", "from_place__warehouse", "to_place__warehouse", "from_bin__warehouse", "to_bin__warehouse", "lot",
        "actor",
    )  # fmt: skip
    search_fields = ("source", "product__code", "product__name", "reason")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(Reservation)
class ReservationAdmin(Posted, admin.ModelAdmin):
    list_display = ("order", "order_line", "item", "quantity")
    list_filter = ("item__warehouse",)
    list_select_related = ("order", "order_line", "item__product", "item__warehouse")
    search_fields = ("order__number", "item__product__code")
    show_full_result_count = False


@admin.register(Shortage)
class ShortageAdmin(Posted, admin.ModelAdmin):
    list_display = ("order", "order_line", "product", "quantity", "since")
    list_select_related = ("order", "order_line", "product")
    search_fields = ("order__number", "product__code", "product__name")
    list_filter = ("order__customer__tier",)
    date_hierarchy = "since"
    show_full_result_count = False


class CountedLines(Posted, admin.TabularInline):
    model = StockCountLine
    fields = ("product", "bin", "lot", "serial", "book", "counted", "second")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockCountLine]:
        return super().get_queryset(request).select_related("product", "bin__warehouse", "lot", "serial")


@admin.register(StockCount)
class StockCountAdmin(Posted, ImportMixin, admin.ModelAdmin):
    """A count sheet is read in here: previewed first, then booked by the service, all of it or nothing."""

    resource_classes = (CountImport,)
    skip_admin_log = True
    list_display = ("number", "warehouse", "bin", "state", "reason", "actor", "at")
    list_filter = ("state", "warehouse")
    list_select_related = ("warehouse", "bin__warehouse", "actor")
    search_fields = ("number", "reason", "lines__product__code")
    date_hierarchy = "at"
    inlines = (CountedLines,)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may_count(request.user)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Goods may move between preview and booking; then nothing is booked and the sheet is read in again."""
        try:
            return super().process_import(request, **kwargs)
        except SheetRefused as refused:
            messages.error(request, str(refused.error))
            return HttpResponseRedirect("../import/")


@admin.register(StockCountLine)
class StockCountLineAdmin(Posted, admin.ModelAdmin):
    list_display = ("count", "product", "book", "counted")
    list_select_related = ("count", "product")
    search_fields = ("count__number", "product__code", "product__name")
    list_filter = ("count__warehouse",)
    show_full_result_count = False
