"""The kit's own rows in the admin."""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core import clock
from core.admin.base import ReadOnly, RecordAdmin
from core.models import Comment, Installation, Notice, NumberRule, OnceKey, Pin, SavedView


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


@admin.register(Pin)
class PinAdmin(ReadOnly, admin.ModelAdmin):
    """Whose PIN was tried wrong how often; its hash is shown to nobody."""

    list_display = ("user", "wrong", "set_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__name")
    date_hierarchy = "set_at"


@admin.register(Installation)
class InstallationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("demo", "created_at")


@admin.register(NumberRule)
class NumberRuleAdmin(RecordAdmin):
    list_display = ("series", "prefix", "date_part", "digits", "used_up", "preview")
    list_filter = ("date_part", "used_up")
    search_fields = ("series", "prefix")
    readonly_fields = ("preview", "gaps")

    @admin.display(description=_("looks like"))
    def preview(self, obj: NumberRule) -> str:
        """A number by this rule as of today."""
        return obj.example(clock.today()) if obj.prefix else "--"

    @admin.display(description=_("gaps"))
    def gaps(self, obj: NumberRule) -> str:
        return _("Numbers rise and never repeat; one taken by an act that was refused afterwards stays unused.")
