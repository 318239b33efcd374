"""Orders in the admin: looked at and exported, written through the services only; and the discount limits."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import Exported, ReadOnly, RecordAdmin
from core.admin.shares import ShareAdmin
from orders.models import (
    DiscountLimit,
    ImportBatch,
    ImportedRow,
    Order,
    OrderLine,
    OrderRevision,
    OrderShare,
    StageSpan,
)
from orders.policies import may_export
from orders.resources import OrderResource


@admin.register(Order)
class OrderAdmin(ReadOnly, Exported, admin.ModelAdmin):
    list_display = ("__str__", "customer", "state", "stage", "total", "currency", "wanted_on", "owner", "placed_at")
    list_filter = ("state", "stage", "fulfilment", "billing", "payment", "origin")
    list_select_related = ("customer", "owner")
    search_fields = ("=number", "=customer_po", "customer__code", "customer__name")
    autocomplete_fields = ("customer", "owner", "holder", "department")
    date_hierarchy = "placed_at"
    ordering = ("-id",)
    resource_classes = (OrderResource,)
    exclude = ("search",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user).defer("search")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may_export(request.user)


@admin.register(DiscountLimit)
class DiscountLimitAdmin(RecordAdmin):
    list_display = ("__str__", "percent")
    list_filter = ("role",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name", "role")
    autocomplete_fields = ("person",)


class OfOrders(ReadOnly, admin.ModelAdmin):
    """What belongs to orders, newest first."""

    ordering = ("-id",)
    list_select_related: tuple[str, ...] = ("order",)


@admin.register(OrderLine)
class OrderLineAdmin(OfOrders):
    list_display = ("order", "position", "product", "quantity", "unit", "unit_price", "net", "ordered", "shipped")
    list_select_related = ("order", "product", "unit")
    search_fields = ("=order__number", "=product__code")


@admin.register(OrderRevision)
class OrderRevisionAdmin(OfOrders):
    list_display = ("order", "number", "round", "submitted_by", "at", "reason")
    list_select_related = ("order", "submitted_by")
    search_fields = ("=order__number",)
    date_hierarchy = "at"


@admin.register(StageSpan)
class StageSpanAdmin(OfOrders):
    list_display = ("order", "stage", "holder", "holder_role", "since", "until")
    list_filter = ("stage", "holder_role")
    list_select_related = ("order", "holder")
    search_fields = ("=order__number",)
    date_hierarchy = "since"


@admin.register(OrderShare)
class OrderShareAdmin(ShareAdmin):
    search_fields = ("=content_object__number", "user__username")


@admin.register(ImportBatch)
class ImportBatchAdmin(OfOrders):
    list_display = ("source", "filename", "mapping", "policy", "by", "at", "undone_at")
    list_filter = ("source", "policy")
    list_select_related = ("by",)
    search_fields = ("source", "filename", "sha256")
    date_hierarchy = "at"


@admin.register(ImportedRow)
class ImportedRowAdmin(OfOrders):
    list_display = ("source", "number", "ordinal", "row", "batch")
    list_select_related = ("batch",)
    search_fields = ("=number", "=source")
