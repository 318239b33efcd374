"""Keys in the admin: looked at, never written."""

from django.contrib import admin

from api.models import ApiKey
from core.admin.base import ReadOnly


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("prefix", "name", "user", "made_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("prefix", "name", "user__username")
    date_hierarchy = "made_at"
    exclude = ("digest",)
