"""What a process owner looks at once a month: overrides, skipped checks, self-approvals, late answers."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from approvals.models.words import Outcome
from approvals.wording import headline
from core.sentence import said
from core.templatetags.ui import moment
from orders.models import Order
from orders.models.hold import HoldKind
from reports.figures.compliance.statements import COUNTED, STATEMENTS, TOLD
from reports.figures.period import Period
from reports.figures.seen import among


@dataclass(frozen=True)
class Section:
    """One part of the list; `none` says that a single line of it is one too many."""

    key: str
    label: str | Promise
    definition: str | Promise
    none: bool = False


SECTIONS = (
    Section(
        "skipped",
        _("Skipped checks"),
        _("A check stopped the order or asked for an approval or a reason, and it went on without."),
        none=True,
    ),
    Section(
        "own",
        _("Self-approvals"),
        _("Who decided, or for whom it was decided, owns the case or handed it in."),
        none=True,
    ),
    Section("reasons", _("Passed with a reason"), _("A check asked for a reason, and one was given.")),
    Section("prices", _("Price overrides"), _("Prices typed in place of the one found, and prices below the floor.")),
    Section("holds", _("Holds lifted by hand"), _("Who let an order go on that was held, and why it was held.")),
    Section("passed", _("Agreed by itself"), _("Nobody decided by the limit, and the rule lets the step pass then.")),
    Section("late", _("Decided after the limit"), _("Decisions later than the limit of their task.")),
    Section("delegated", _("Decided for somebody else"), _("Decisions made for a colleague who was away.")),
    Section("shares", _("Shares given"), _("Orders that were shown to a colleague beyond their role.")),
)
KEYS = tuple(section.key for section in SECTIONS)


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, who, for whom, on what, what it was, and the reason given."""

    section: str
    at: datetime.datetime
    who: str
    for_whom: str
    ref: str
    url: str
    what: str
    reason: str


def counted(user: Any, month: Period) -> dict[str, int]:
    """How many lines each section has, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(*_asked(COUNTED, user, month, KEYS))
        found = dict(cursor.fetchall())
    return {key: found.get(key, 0) for key in KEYS}


def lines(user: Any, month: Period, sections: Sequence[str] = KEYS, *, most: int, skip: int = 0) -> list[Line]:
    """The lines of these sections, newest first, in one query."""
    with connection.cursor() as cursor:
        sql, params = _asked(TOLD, user, month, sections)
        cursor.execute(sql, params | {"sections": list(sections), "most": most, "from": skip})
        return [_line(row) for row in cursor.fetchall()]


def _asked(statement: str, user: Any, month: Period, sections: Sequence[str]) -> tuple[str, dict[str, Any]]:
    visible, params = "", {"begin": month.begin, "end": month.end, "first": month.first, "last": month.last}
    if not user.has_perm("orders.see_all_order"):
        visible, named = among(Order.objects.visible_to(user), "o.id", "v")
        params |= named
    parts = " UNION ALL ".join(STATEMENTS[key].format(visible=visible) for key in sections)
    return statement.format(lines=parts), params


def _line(row: tuple[Any, ...]) -> Line:
    section, _key, at, who, for_whom, number, title, url, detail, reason = row
    detail = json.loads(detail) if isinstance(detail, str) else detail
    to = detail.get("to_name", "") if section == "shares" else ""
    link = reverse("orders:order", args=[number]) if number else url
    return Line(section, at, who, for_whom or to, number or title, link, _what(section, detail), reason or "")


def _what(section: str, detail: dict[str, Any]) -> str:
    if section == "holds":
        return str(HoldKind(detail["kind"]).label)
    if section == "shares":
        return say("may edit") if detail.get("right", "").startswith("change") else say("may view")
    if "asked" not in detail:
        return said(detail["message"])
    words = [str(Outcome(detail["outcome"]).label)] if "outcome" in detail else []
    words += [headline(detail["asked"])]
    if section == "late":
        words.append(say("due %(when)s") % {"when": moment(parse_datetime(detail["due"]))})
    return " · ".join(word for word in words if word)
