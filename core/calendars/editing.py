"""Editing the company's calendar: every edit holds its one row, leaves an event, and makes a new edition.

A limit that is running keeps its moment (see core.calendar); only limits set afterwards follow an edit.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.bus import publish
from core.calendar import forget
from core.calendars.comparing import Plan, compared, in_history, plan_of
from core.calendars.reading import FileDay
from core.events import RecordEdited
from core.locks import locked
from core.models import CompanyCalendar, CompanyDay, DayKind
from core.models.calendar import THE_ONE, can_be_made_up
from core.policies import may_edit_calendar
from core.refusal import Refused
from core.service import service
from core.shifts import read_shifts, write_shifts

Changes = dict[str, list[str]]


@service
def put_days(days: Iterable[FileDay], *, actor: Any) -> Plan:
    """Enter days by hand; a day that is already there becomes what is said now.

    Only a Saturday or Sunday can be made a make-up day.
    """
    calendar, wanted = _held(actor), {day.day: day for day in days}
    if wrong := [day for day in wanted.values() if day.kind == DayKind.WORK and not can_be_made_up(day.day)]:
        raise Refused(
            _("%(day)s is an ordinary weekday. A make-up day is a Saturday or a Sunday.") % {"day": wrong[0].day},
            code="weekday",
        )
    plan = compared(wanted, CompanyDay.objects.filter(day__in=wanted))
    return _write(calendar, plan, source="", actor=actor)


@service
def take_days(days: Iterable[datetime.date], *, actor: Any) -> Plan:
    """Take days out of the calendar: they are again what their weekday says."""
    calendar = _held(actor)
    plan = Plan(removed=list(CompanyDay.objects.filter(day__in=list(days))))
    return _write(calendar, plan, source="", actor=actor)


@service
def import_days(
    days: Mapping[datetime.date, FileDay], *, source: str, actor: Any, edition: uuid.UUID | None = None
) -> Plan:
    """Take the days of a file in, all of them or, when the calendar is refused, none.

    With the edition that was previewed, a calendar somebody else has edited since is refused.
    """
    calendar = _held(actor)
    if edition is not None and calendar.edition != edition:
        raise Refused(_("Somebody has edited the calendar since. Nothing was saved; please look again."), code="moved")
    return _write(calendar, plan_of(days), source=source[:100], actor=actor)


@service
def set_hours(text: str, *, actor: Any) -> CompanyCalendar:
    """Set the working hours of every working day."""
    calendar = _held(actor)
    try:
        hours = write_shifts(read_shifts(text))
    except ValidationError as error:
        raise Refused(error.messages[0], code="hours") from error
    if hours != calendar.hours:
        changes = {"hours": [calendar.hours, hours]}
        calendar.hours = hours
        _new_edition(calendar, changes, actor=actor)
    return calendar


def _held(actor: Any) -> CompanyCalendar:
    may_edit_calendar.demand(actor)
    return locked(CompanyCalendar.objects.filter(pk=THE_ONE)).get()


def _write(calendar: CompanyCalendar, plan: Plan, *, source: str, actor: Any) -> Plan:
    if plan.is_empty:
        return plan
    if plan.removed:
        CompanyDay.objects.filter(day__in=[row.day for row in plan.removed]).delete()
    CompanyDay.objects.bulk_create(
        [row_of(day, source) for day in plan.written],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["kind", "name", "provisional", "source"],
    )
    _new_edition(calendar, _changes(plan), actor=actor)
    return plan


def row_of(day: FileDay, source: str) -> CompanyDay:
    """A day as a row; without a source it was entered by hand."""
    return CompanyDay(day=day.day, kind=day.kind, name=day.name, provisional=day.provisional, source=source)


def _changes(plan: Plan) -> Changes:
    told: Changes = {day.day.isoformat(): ["", in_history(day)] for day in plan.new}
    told |= {before.day.isoformat(): [in_history(before), in_history(after)] for before, after in plan.changed}
    return told | {row.day.isoformat(): [in_history(row), ""] for row in plan.removed}


def _new_edition(calendar: CompanyCalendar, changes: Changes, *, actor: Any) -> None:
    calendar.edition = uuid.uuid4()
    calendar.save(update_fields=["hours", "edition"])
    publish(
        RecordEdited(model="companycalendar", pk=calendar.pk, label=str(calendar), changes=changes), actor=actor
    )
    # Not before the commit: whoever reads until then must find the edition that is in force.
    transaction.on_commit(forget)
