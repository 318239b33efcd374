"""Money in the admin: looked at, never written; every write goes through the services."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin

from finance.models import (
    Allocation,
    CreditCheck,
    CreditOverride,
    CreditProfile,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LimitChange,
    Payment,
)
from finance.resources import InvoiceResource


class Posted:
    """What the house has posted stays as it is."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LineInline(Posted, admin.TabularInline):
    model = InvoiceLine
    fields = ("position", "text", "quantity", "unit", "net", "tax_percent", "tax")
    extra = 0


class AllocationInline(Posted, admin.TabularInline):
    model = Allocation
    fields = ("payment", "invoice", "amount", "by", "at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("payment", "invoice", "by")


@admin.register(Invoice)
class InvoiceAdmin(Posted, ExportMixin, admin.ModelAdmin):
    resource_classes = (InvoiceResource,)
    list_display = ("__str__", "kind", "state", "customer", "order", "total", "open_amount", "issue_date", "due_date")
    list_filter = ("state", "kind", "currency")
    search_fields = ("number", "order__number", "customer__code", "buyer_title")
    list_select_related = ("customer", "order")
    date_hierarchy = "issue_date"
    inlines = (LineInline, AllocationInline)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("finance.export_invoice")


@admin.register(InvoiceLine)
class InvoiceLineAdmin(Posted, admin.ModelAdmin):
    list_display = ("invoice", "position", "text", "quantity", "unit", "net", "tax")
    list_filter = ("invoice__state", "tax_percent")
    search_fields = ("invoice__number", "text")
    list_select_related = ("invoice",)


@admin.register(Payment)
class PaymentAdmin(Posted, admin.ModelAdmin):
    list_display = ("number", "state", "customer", "amount", "unapplied", "method", "reference", "received_on")
    list_filter = ("state", "method", "currency")
    search_fields = ("number", "reference", "customer__code")
    list_select_related = ("customer",)
    date_hierarchy = "received_on"
    inlines = (AllocationInline,)


@admin.register(Allocation)
class AllocationAdmin(Posted, admin.ModelAdmin):
    list_display = ("payment", "invoice", "amount", "by", "at")
    list_filter = ("payment__method",)
    search_fields = ("payment__number", "invoice__number")
    list_select_related = ("payment", "invoice", "by")
    date_hierarchy = "at"


@admin.register(CreditProfile)
class CreditProfileAdmin(Posted, admin.ModelAdmin):
    list_display = ("customer", "currency", "limit", "receivable", "uninvoiced", "unallocated", "owed")
    list_filter = ("currency",)
    search_fields = ("customer__code", "customer__name")
    list_select_related = ("customer",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("finance.see_credit")

    @admin.display(description=_("exposure"))
    def owed(self, obj: CreditProfile) -> Decimal:
        return obj.exposure


@admin.register(CreditCheck)
class CreditCheckAdmin(Posted, admin.ModelAdmin):
    list_display = ("order", "revision", "exposure", "limit", "basis", "override_by", "at")
    list_filter = ("basis",)
    search_fields = ("order__number",)
    list_select_related = ("order", "override_by")
    date_hierarchy = "at"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("finance.see_credit")


@admin.register(CreditOverride)
class CreditOverrideAdmin(Posted, admin.ModelAdmin):
    list_display = ("order", "state", "amount", "currency", "exposure", "limit", "until", "asked_by", "agreed_by")
    list_filter = ("state",)
    search_fields = ("order__number", "reason")
    list_select_related = ("order", "asked_by")
    date_hierarchy = "asked_at"


@admin.register(LimitChange)
class LimitChangeAdmin(Posted, admin.ModelAdmin):
    list_display = ("customer", "state", "before", "after", "currency", "asked_by", "agreed_by", "asked_at")
    list_filter = ("state",)
    search_fields = ("customer__code", "reason")
    list_select_related = ("customer", "asked_by")
    date_hierarchy = "asked_at"


@admin.register(LedgerEntry)
class LedgerEntryAdmin(Posted, admin.ModelAdmin):
    list_display = ("transaction", "account", "customer", "debit", "credit", "currency", "source", "at")
    list_filter = ("account", "currency")
    search_fields = ("source", "customer__code")
    list_select_related = ("customer",)
    date_hierarchy = "at"
