"""Messages in the admin: looked at, never written."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from notifications.models import ChannelChoice, Letter, Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ("at", "user", "channel", "kind", "subject", "read_at", "sent_at", "attempts", "given_up")
    list_filter = ("channel", "kind", "given_up", "at")
    search_fields = ("subject", "user__username", "user__name", "error")
    list_select_related = ("user",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(MessageAdmin):
    list_display = ("at", "kind", "channel", "name", "address", "subject", "sent_at", "attempts", "given_up")
    search_fields = ("subject", "name", "address", "=topic", "error")
    list_select_related = ()


@admin.register(ChannelChoice)
class ChannelChoiceAdmin(MessageAdmin):
    list_display = ("user", "kind", "channels")
    list_filter = ("kind",)
    search_fields = ("user__username", "user__name")
    date_hierarchy = None
