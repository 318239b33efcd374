"""The kit's own rows in the admin."""

from django.contrib import admin

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
    list_display = ("name", "page", "user", "shared", "query")
    list_filter = ("page", "shared")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    autocomplete_fields = ("user",)


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
