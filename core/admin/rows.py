"""The kit's own rows in the admin."""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnly
from core.models import Comment, Installation, Notice, OnceKey, SavedView


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "author", "topic", "text")
    list_select_related = ("author",)
    search_fields = ("=topic", "text", "author__username")
    date_hierarchy = "at"
    ordering = ("-id",)


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin):
    list_display = ("name", "of_list", "user", "shared", "query")
    list_filter = ("shared",)
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    autocomplete_fields = ("user",)

    @admin.display(description=_("list"), ordering="page")
    def of_list(self, obj: SavedView) -> str:
        """The app whose list it is, by the name it has in the menu."""
        return str(apps.get_app_config(obj.page).verbose_name) if apps.is_installed(obj.page) else obj.page


@admin.register(Notice)
class NoticeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("key", "at")
    search_fields = ("key",)
    date_hierarchy = "at"
    ordering = ("-id",)


@admin.register(OnceKey)
class OnceKeyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "user", "key", "result")
    list_select_related = ("user",)
    search_fields = ("=key", "user__username")
    date_hierarchy = "at"
    ordering = ("-id",)


@admin.register(Installation)
class InstallationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("demo", "created_at")
