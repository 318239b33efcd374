"""What a file would change: new, changed and removed days, before anything is written."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.calendars.reading import FileDay
from core.models import CompanyDay

SHOWN = ("kind", "name", "provisional")


@dataclass(frozen=True)
class Step:
    """What becomes of one day."""

    day: datetime.date
    before: CompanyDay | None
    after: FileDay | None


@dataclass
class Plan:
    """The difference between a file and the calendar, in the years the file speaks for."""

    new: list[FileDay] = field(default_factory=list)
    changed: list[tuple[CompanyDay, FileDay]] = field(default_factory=list)
    removed: list[CompanyDay] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.removed)

    @property
    def written(self) -> list[FileDay]:
        return [*self.new, *(after for _before, after in self.changed)]

    @property
    def steps(self) -> list["Step"]:
        """Every change in the order of the days, as a page lists them."""
        steps = [Step(day.day, None, day) for day in self.new]
        steps += [Step(after.day, before, after) for before, after in self.changed]
        return sorted([*steps, *(Step(row.day, row, None) for row in self.removed)], key=lambda step: step.day)

    def as_data(self) -> dict[str, Any]:
        return {
            "new": [said(day) for day in self.new],
            "changed": [{"from": said(before), "to": said(after)} for before, after in self.changed],
            "removed": [said(day) for day in self.removed],
            "unchanged": self.unchanged,
        }


def plan_of(days: Mapping[datetime.date, FileDay]) -> Plan:
    """A file replaces what earlier files said of its years; what somebody entered by hand stays,
    unless the file names the same day."""
    years = {day.year for day in days}
    return compared(days, CompanyDay.objects.of_years(*years))


def compared(days: Mapping[datetime.date, FileDay], standing: Iterable[CompanyDay]) -> Plan:
    """The difference between what is wanted and what stands."""
    plan, left = Plan(), dict(days)
    for row in standing:
        wanted = left.pop(row.day, None)
        if wanted is None:
            if row.source:
                plan.removed.append(row)
        elif all(getattr(row, name) == getattr(wanted, name) for name in SHOWN):
            plan.unchanged += 1
        else:
            plan.changed.append((row, wanted))
    plan.new = [left[day] for day in sorted(left)]
    return plan


def said(day: CompanyDay | FileDay) -> dict[str, Any]:
    """A day in plain values."""
    return {"day": day.day.isoformat(), **{name: getattr(day, name) for name in SHOWN}}


def in_history(day: CompanyDay | FileDay) -> str:
    """A day as history keeps it."""
    return " ".join(filter(None, [day.kind, day.name, "provisional" if day.provisional else ""]))
