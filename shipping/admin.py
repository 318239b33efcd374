"""Shipments, scans and dispatch jobs in the admin: looked at, never written. Carriers are edited here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import RecordAdmin
from shipping.models import (
    Box,
    BoxContent,
    Carrier,
    DeliveryProof,
    DispatchJob,
    DispatchLine,
    DoorCheck,
    DoorRule,
    Following,
    ReturnPiece,
    ReturnReceipt,
    Scan,
    Shipment,
    ShipmentLine,
    StrictRule,
    TrackingEvent,
    Trouble,
    Wave,
)


class Posted:
    """What the house has written stays as it is."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LineInline(Posted, admin.TabularInline):
    model = ShipmentLine
    fields = ("order_line", "product", "quantity", "picked", "short_reason")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("order_line", "product")


@admin.register(Shipment)
class ShipmentAdmin(Posted, admin.ModelAdmin):
    list_display = ("number", "order", "warehouse", "state", "carrier", "waybill", "shipped_at", "delivered_at")
    list_filter = ("state", "warehouse", "carrier")
    search_fields = ("number", "waybill", "order__number")
    list_select_related = ("order", "warehouse")
    date_hierarchy = "opened_at"
    show_full_result_count = False
    inlines = (LineInline,)


@admin.register(ShipmentLine)
class ShipmentLineAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "order_line", "product", "quantity", "picked", "short_reason")
    list_filter = ("shipment__state", "shipment__warehouse")
    search_fields = ("shipment__number", "product__code")
    list_select_related = ("shipment", "order_line", "product")
    show_full_result_count = False


@admin.register(Box)
class BoxAdmin(Posted, admin.ModelAdmin):
    list_display = ("code", "shipment", "size", "weight", "closed_at", "closed_by")
    list_filter = ("shipment__warehouse",)
    search_fields = ("code",)
    list_select_related = ("shipment", "closed_by")
    show_full_result_count = False


@admin.register(BoxContent)
class BoxContentAdmin(Posted, admin.ModelAdmin):
    list_display = ("box", "line", "lot", "serial", "quantity")
    search_fields = ("box__code", "lot__number", "serial__number")
    list_select_related = ("box", "line", "lot", "serial")
    show_full_result_count = False


@admin.register(DoorCheck)
class DoorCheckAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "kind", "by", "at", "note")
    list_filter = ("kind",)
    search_fields = ("shipment__number",)
    list_select_related = ("shipment", "by")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(DoorRule)
class DoorRuleAdmin(RecordAdmin):
    """How each warehouse lets goods go: whether they are packed, and who checks them."""

    list_display = ("warehouse", "boxes", "second_person", "early_days")
    list_select_related = ("warehouse",)


@admin.register(Wave)
class WaveAdmin(Posted, admin.ModelAdmin):
    list_display = ("number", "warehouse", "state", "picker", "opened_at", "done_at")
    list_filter = ("state", "warehouse")
    search_fields = ("number",)
    list_select_related = ("warehouse", "picker")
    date_hierarchy = "opened_at"
    show_full_result_count = False


@admin.register(StrictRule)
class StrictRuleAdmin(RecordAdmin):
    """Where each piece is scanned: a house rule an administrator sets; each edit leaves its event."""

    list_display = ("__str__", "warehouse", "product", "strict")
    list_filter = ("strict",)
    search_fields = ("warehouse__code", "product__code")
    autocomplete_fields = ("warehouse", "product")
    list_select_related = ("warehouse", "product")


@admin.register(ReturnReceipt)
class ReturnReceiptAdmin(Posted, admin.ModelAdmin):
    list_display = ("returned", "warehouse", "by", "at")
    list_filter = ("warehouse",)
    search_fields = ("returned__number",)
    list_select_related = ("returned", "warehouse", "by")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(ReturnPiece)
class ReturnPieceAdmin(Posted, admin.ModelAdmin):
    list_display = ("receipt", "order_line", "lot", "serial", "quantity", "good", "repair", "scrap")
    search_fields = ("receipt__returned__number", "lot__number", "serial__number")
    list_select_related = ("receipt__returned", "order_line", "lot", "serial")
    show_full_result_count = False


@admin.register(Scan)
class ScanAdmin(Posted, admin.ModelAdmin):
    list_display = ("at", "shipment", "code", "result", "quantity", "label", "actor", "device", "device_seq")
    list_filter = ("result",)
    search_fields = ("code", "shipment__number", "device")
    list_select_related = ("shipment", "actor")
    date_hierarchy = "at"
    show_full_result_count = False


class JobLineInline(Posted, admin.TabularInline):
    model = DispatchLine
    fields = ("order_line", "product", "quantity")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("order_line", "product")


@admin.register(DispatchJob)
class DispatchJobAdmin(Posted, admin.ModelAdmin):
    list_display = ("number", "order", "assignee", "starts_at", "ends_at", "state", "accepted_by", "done_at")
    list_filter = ("state",)
    search_fields = ("number", "order__number", "assignee__name")
    list_select_related = ("order", "assignee")
    date_hierarchy = "starts_at"
    show_full_result_count = False
    inlines = (JobLineInline,)


@admin.register(DispatchLine)
class DispatchLineAdmin(Posted, admin.ModelAdmin):
    list_display = ("job", "order_line", "product", "quantity")
    list_filter = ("job__state",)
    search_fields = ("job__number", "product__code")
    list_select_related = ("job", "order_line", "product")
    show_full_result_count = False


@admin.register(Carrier)
class CarrierAdmin(RecordAdmin):
    """Whether an address is set up is shown; the address and its key are not."""

    list_display = ("code", "name", "interface", "has_address", "polled", "silence_hours", "active")
    list_filter = ("interface", "active")
    search_fields = ("code", "name")
    fields = (
        "code", "name", "interface", "has_address", "polled", "silence_hours", "delivered_counts", "tracking_page",
        "active", "rests_until",
    )  # fmt: skip
    readonly_fields = ("has_address", "rests_until")

    @admin.display(description=_("address set up"), boolean=True)
    def has_address(self, obj: Carrier) -> bool:
        return bool(obj.url)


@admin.register(Following)
class FollowingAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "carrier", "next_ask_at", "asked_at", "unchanged", "failures", "heard_at", "error")
    list_filter = ("carrier",)
    search_fields = ("shipment__number", "shipment__waybill")
    list_select_related = ("shipment", "carrier")
    show_full_result_count = False


@admin.register(TrackingEvent)
class TrackingEventAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "at", "code", "place", "text", "signed_by", "received_at")
    list_filter = ("code",)
    search_fields = ("shipment__number", "shipment__waybill")
    list_select_related = ("shipment",)
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(Trouble)
class TroubleAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "cause", "text", "since", "settled_at", "settled_by", "note")
    list_filter = ("cause",)
    search_fields = ("shipment__number",)
    list_select_related = ("shipment", "settled_by")
    date_hierarchy = "since"
    show_full_result_count = False


@admin.register(DeliveryProof)
class DeliveryProofAdmin(Posted, admin.ModelAdmin):
    list_display = ("shipment", "kind", "person", "at", "by", "through", "address")
    list_filter = ("kind",)
    search_fields = ("shipment__number", "person")
    list_select_related = ("shipment", "by")
    date_hierarchy = "at"
    show_full_result_count = False
