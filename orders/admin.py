"""Orders in the admin: looked at and exported; every write goes through the services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import Exported, ReadOnly
from core.admin.shares import ShareAdmin
from orders.models import (
    ChangeRequest,
    Correction,
    ImportBatch,
    ImportedRow,
    Order,
    OrderHold,
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


@admin.register(ChangeRequest)
class ChangeRequestAdmin(OfOrders):
    list_display = ("order", "state", "cause", "before", "after", "base_revision", "revision", "asked_by", "begun_at")
    list_filter = ("state", "cause")
    list_select_related = ("order", "asked_by")
    search_fields = ("=order__number", "reason")
    autocomplete_fields = ("order", "asked_by")
    date_hierarchy = "begun_at"


@admin.register(OrderHold)
class OrderHoldAdmin(OfOrders):
    list_display = ("order", "kind", "stops", "reason", "by", "at", "lifted_at")
    list_filter = ("kind",)
    list_select_related = ("order", "by")
    search_fields = ("=order__number", "reason")
    autocomplete_fields = ("order", "by", "lifted_by")
    date_hierarchy = "at"


@admin.register(Correction)
class CorrectionAdmin(OfOrders):
    list_display = ("order", "kind", "cause", "line", "was", "now", "entered_by", "at")
    list_filter = ("kind", "cause")
    list_select_related = ("order", "entered_by")
    search_fields = ("=order__number",)
    autocomplete_fields = ("order", "entered_by")
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
