"""The history of a version in the reader's language: who did what to which sentence."""

from typing import Any

from django.utils.translation import gettext as say

from approvals.models import Policy
from approvals.services.sentences import PARTS
from approvals.wording import named
from core.models import Event
from core.story import Entry
from core.tone import mark_of

MOST = 40
FIELDS = {"asks": "who", "people": "who", "role": "who", "bands": "who", "own_department": "who", "backup_id": "who",
          "mode": "how", "needed": "how", "together": "how", "hours": "limit", "at_limit": "limit"}  # fmt: skip
"""To which part of a sentence a field belongs, where they are not called the same."""


def recount(policy: Policy) -> list[Entry]:
    """What happened to a version, the newest first."""
    rows = Event.objects.filter(stream=policy.stream).select_related("actor").order_by("-id")[:MOST]
    return [Entry(row.at, str(row.actor or say("Gendan")), _words(row.name, row.data), "machine") for row in rows]


def _words(name: str, data: dict[str, Any]) -> str:
    changes = data.get("changes", {})
    if name != "record.edited":
        return say("Rehearsal asked for")
    if "state" in changes:
        return _state(changes["state"][1], changes.get("note", ["", ""])[1])
    if "order" in changes:
        return say("Sentences in another order")
    found = dict.fromkeys(_sentence(key, *pair) for key, pair in changes.items())
    return say("; ").join(found) or say("Nothing changed")


def _state(state: str, note: str) -> str:
    words = say("State: %(state)s") % {"state": mark_of("policy", state).label}
    return f"{words} · {note}" if note else words


def _sentence(key: str, old: str, new: str) -> str:
    place, _space, part = key.partition(" ")
    if not part:
        return (say("Removed “%(name)s”") if old else say("Added “%(name)s”")) % {"name": named(old or new)}
    label = PARTS.get(FIELDS.get(part, part), part)
    return say("Sentence %(place)s: %(part)s") % {"place": place, "part": label}

