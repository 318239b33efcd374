"""History and its messages in the admin: looked at, and a dead message given another life."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin.base import ReadOnly
from core.models import Anchor, Delivery, Event
from core.outbox import replay


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "name", "stream", "seq", "actor")
    list_filter = ("name",)
    list_select_related = ("actor",)
    search_fields = ("=stream", "=topic")
    search_help_text = gettext_lazy("A whole stream, for example order:12")
    date_hierarchy = "at"
    ordering = ("-id",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("reaction", "event", "state", "attempts", "next_try_at", "done_at", "error")
    list_filter = ("state", "reaction")
    list_select_related = ("event",)
    search_fields = ("=event__stream", "reaction", "error")
    date_hierarchy = "next_try_at"
    ordering = ("-id",)
    actions = ("send_again",)

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_delivery")

    @admin.action(description=gettext_lazy("Send again what was given up"), permissions=["replay"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        dead = list(queryset.dead().values_list("pk", flat=True)[:1000])
        for pk in dead:
            replay(pk)
        words = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", len(dead)) % {
            "n": len(dead)
        }
        self.message_user(request, words if dead else _("None of these was given up."), messages.SUCCESS)


@admin.register(Anchor)
class AnchorAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("day", "upto", "streams", "digest")
    date_hierarchy = "day"
    ordering = ("-day",)
