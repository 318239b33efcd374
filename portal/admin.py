"""Links and what came through them in the admin: looked at, never written."""

from django.contrib import admin

from core.admin.base import ReadOnly
from portal.models import LinkEntry, OrderLink


@admin.register(OrderLink)
class OrderLinkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("id", "customer", "made_by", "made_at", "expires_at", "revoked_at")
    list_select_related = ("customer", "made_by")
    search_fields = ("customer__code", "made_by__username")
    date_hierarchy = "made_at"
    exclude = ("digest",)


@admin.register(LinkEntry)
class LinkEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "order", "link")
    list_select_related = ("order__customer", "link__customer")
    search_fields = ("order__number", "link__customer__code")
    date_hierarchy = "at"
