"""The story of one thing: what happened on its topic and what people said about it, newest first."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.bus import event_classes
from core.models import Comment, Event

SHORT, LONG = 40, 1000
NOTHING = "--"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+(?:Z|[+-]\d\d:\d\d)", re.ASCII)
KINDS = ("all", "comments", "changes")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as the component draws it."""

    at: Any
    who: str
    text: str
    kind: str
    detail: str = ""


def story(topic: str, *, kind: str = "all", most: int = SHORT) -> tuple[list[Entry], bool]:
    """The newest entries of a topic, and whether there are more."""
    entries = [] if kind == "comments" else _happened(topic, most)
    entries += [] if kind == "changes" else _said(topic, most)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return entries[:most], len(entries) > most


def whole(streams: Iterable[str]) -> list[Entry]:
    """All that happened on these streams, oldest first, what the timeline leaves out included."""
    known = event_classes()
    rows = Event.objects.filter(stream__in=streams).select_related("actor").order_by("id")
    return [entry_of(row, str(known[row.name].sentence)) for row in rows if row.name in known]


def own_story(stream: str, *, most: int = SHORT) -> tuple[list[Entry], bool]:
    """The same of one thing whose events are shown on another's timeline, such as a return on its order's."""
    entries = _happened(stream, most, by="stream")
    return entries[:most], len(entries) > most


def _happened(topic: str, most: int, *, by: str = "topic") -> list[Entry]:
    shown = {name: cls for name, cls in event_classes().items() if cls.shown}
    rows = Event.objects.filter(**{by: topic}, name__in=shown).select_related("actor").order_by("-id")[: most + 1]
    return [entry_of(row, str(shown[row.name].sentence)) for row in rows]


def entry_of(row: Event, sentence: str) -> Entry:
    """What an event says, and below it the old and new value of each field that changed."""
    detail = "\n".join(_change(name, *pair) for name, pair in row.data.get("changes", {}).items())
    return Entry(row.at, str(row.actor or _("Gendan")), told(sentence, row.data), "machine", detail)


def _change(name: str, old: str, new: str) -> str:
    # A number somebody may look at only by right is not told here either.
    if "phone" in name:
        return _("%(field)s changed") % {"field": name}
    return f"{name}: {old or NOTHING} → {new or NOTHING}"


def _said(topic: str, most: int) -> list[Entry]:
    rows = Comment.objects.filter(topic=topic).select_related("author").order_by("-id")[: most + 1]
    return [Entry(row.at, str(row.author), row.text, "person") for row in rows]


class _Known(dict[str, Any]):
    """What an older event does not hold is told as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def told(sentence: str, data: Mapping[str, Any]) -> str:
    """An event's sentence with its own values in it."""
    plain = {key: "" if value is None else _shown(value) for key, value in data.items()}
    return (sentence % _Known(plain)).strip(" :：")  # noqa: RUF001


def _shown(value: Any) -> Any:
    """A moment as the pages write it; history keeps it as a machine does."""
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return timezone.localtime(datetime.datetime.fromisoformat(value)).isoformat(" ")[:16]
    return value
