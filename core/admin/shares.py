"""Shares in the admin: who may see what, how far and until when; only looked at."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnly


class ShareAdmin(ReadOnly, admin.ModelAdmin):
    """One thing shared with one colleague."""

    list_display = fields = ("content_object", "colleague", "right", "until")
    list_select_related = ("content_object", "user", "permission__content_type")
    ordering = ("-id",)

    @admin.display(description=_("colleague"), ordering="user__name")
    def colleague(self, obj: Any) -> str:
        return str(obj.user)

    @admin.display(description=_("right"))
    def right(self, obj: Any) -> str:
        return str(obj.permission)
