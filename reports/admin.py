"""Hand-overs in the admin: looked at, never written."""

from django.contrib import admin

from core.admin.base import ReadOnly
from reports.models import HandOver


@admin.register(HandOver)
class HandOverAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("person", "to", "reason", "by", "at", "total", "count", "done_at")
    list_select_related = ("person", "to", "by")
    search_fields = ("person__name", "to__name", "reason")
    date_hierarchy = "at"
