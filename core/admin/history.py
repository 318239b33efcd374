"""History and its messages in the admin: looked at, and a dead message given another life."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin.base import ReadOnly
from core.bus import event_classes
from core.models import Anchor, Delivery, Event
from core.outbox import replay
from core.story import entry_of


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "name", "stream", "seq", "actor", "whence", "told")
    list_filter = ("name",)
    list_select_related = ("actor",)
    search_fields = ("=stream", "=topic")
    search_help_text = gettext_lazy("A stream such as order:12, a user name, or a number or word of what happened")
    date_hierarchy = "at"
    ordering = ("-id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A stream, a topic or a person by name; what is none of these is looked for in what was written."""
        word = search_term.strip().replace("\x00", "")
        if not word:
            return queryset, False
        named = queryset.filter(Q(stream=word) | Q(topic=word) | Q(actor__username=word))
        return (named if named.exists() else queryset.filter(text__contains=word)), False

    @admin.display(description=gettext_lazy("from where"))
    def whence(self, event: Event) -> str:
        return event.whence or "--"

    @admin.display(description=gettext_lazy("what happened"))
    def told(self, event: Event) -> str:
        """Its sentence, with old and new; what only machines tell each other has none for people."""
        kind = event_classes().get(event.name)
        said = entry_of(event, str(kind.sentence)) if kind and kind.shown else None
        return " · ".join(word for word in (said.text, said.detail) if word) if said else "--"


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
