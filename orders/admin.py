"""Orders in the admin: looked at and exported; every write goes through the services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import Exported, ReadOnly, RecordAdmin
from core.admin.shares import ShareAdmin
from orders.models import (
    EntryTemplate,
    ImportBatch,
    ImportedRow,
    Order,
    OrderLine,
    OrderRevision,
    OrderShare,
    StageSpan,
    TemplateLine,
)
from orders.policies import may_export
from orders.resources import OrderResource


@admin.register(Order)
class OrderAdmin(ReadOnly, Exported, admin.ModelAdmin):
    list_display = ("__str__", "customer", "state", "stage", "total", "currency", "wanted_on", "owner", "placed_at")
    list_filter = ("state", "stage", "fulfilment", "billing", "payment", "kind", "channel", "origin")
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


class LinesOfTemplate(admin.TabularInline):
    model = TemplateLine
    extra = 0
    autocomplete_fields = ("product", "unit")


@admin.register(EntryTemplate)
class EntryTemplateAdmin(RecordAdmin):
    list_display = ("name", "customer", "kind", "terms", "owner", "shared", "active")
    list_filter = ("active", "shared", "kind")
    list_select_related = ("customer", "terms", "owner")
    search_fields = ("name", "customer__code", "customer__name", "owner__username")
    autocomplete_fields = ("customer", "terms", "owner")
    inlines = (LinesOfTemplate,)


@admin.register(TemplateLine)
class TemplateLineAdmin(OfOrders):
    list_display = ("template", "position", "product", "quantity", "unit")
    list_select_related = ("template", "product", "unit")
    search_fields = ("template__name", "=product__code")
