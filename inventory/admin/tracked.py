"""Bins, lots, numbered pieces and reorder rules in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import CappedPaginator, Imported, RecordAdmin
from inventory.admin.posted import Posted
from inventory.models import Bin, BinStock, Lot, ReorderRule, Serial, SerialMove, StockPace
from inventory.resources import ReorderRuleResource
from inventory.services import save_rule


@admin.register(Bin)
class BinAdmin(RecordAdmin):
    """Which warehouse a bin is in and whether its goods are for sale stays as it was: goods may lie in it."""

    list_display = ("code", "warehouse", "kind", "sequence", "active", "count")
    list_filter = ("warehouse", "kind", "active")
    list_select_related = ("warehouse", "count")
    search_fields = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("warehouse", "kind") if obj else ()


@admin.register(ReorderRule)
class ReorderRuleAdmin(Imported, RecordAdmin):
    list_display = ("product", "warehouse", "minimum", "maximum", "multiple", "lead_days", "below_since")
    list_filter = ("warehouse",)
    list_select_related = ("product", "warehouse")
    search_fields = ("=product__code", "product__name")
    autocomplete_fields = ("product", "warehouse")
    resource_classes = (ReorderRuleResource,)
    paginator = CappedPaginator
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_rule(obj, actor=request.user)


class Looked(Posted, admin.ModelAdmin):
    """Only looked at, without counting a long list."""

    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(Lot)
class LotAdmin(Looked):
    list_display = ("number", "product", "expires_on", "received_at", "blocked")
    list_select_related = ("product",)
    list_filter = ("blocked",)
    search_fields = ("number", "product__code")
    date_hierarchy = "expires_on"


@admin.register(BinStock)
class BinStockAdmin(Looked):
    list_display = ("item", "bin", "lot", "on_hand")
    list_select_related = ("item__product", "item__warehouse", "bin__warehouse", "lot")
    list_filter = ("item__warehouse",)
    search_fields = ("item__product__code", "bin__code", "lot__number")


@admin.register(Serial)
class SerialAdmin(Looked):
    list_display = ("number", "product", "state", "warehouse", "bin", "lot", "source")
    list_select_related = ("product", "warehouse", "bin__warehouse", "lot")
    list_filter = ("state", "warehouse")
    search_fields = ("number", "product__code")


@admin.register(SerialMove)
class SerialMoveAdmin(Looked):
    list_display = ("serial", "move")
    list_select_related = ("serial", "move")
    list_filter = ("move__from_place__kind",)
    search_fields = ("serial__number",)


@admin.register(StockPace)
class StockPaceAdmin(Looked):
    list_display = ("product", "warehouse", "used", "gained", "last_issue", "on")
    list_select_related = ("product", "warehouse")
    list_filter = ("warehouse",)
    search_fields = ("product__code", "product__name")
