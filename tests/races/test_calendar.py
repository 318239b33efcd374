"""Two clerks import holidays in the same moment: one file after the other, never half of each (B14)."""

import datetime

import pytest

from core.calendars import editing
from core.calendars.editing import import_days
from core.calendars.reading import FileDay
from core.models import CompanyDay, Event
from tests.cast import make_person
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = {datetime.date(2027, 3, day): FileDay(datetime.date(2027, 3, day), "off", "甲") for day in (1, 2)}
SECOND = {datetime.date(2027, 3, day): FileDay(datetime.date(2027, 3, day), "off", "乙") for day in (3, 4)}


@pytest.fixture
def clerks(own_calendar, monkeypatch):
    """Both compare before either writes."""
    ida, meeting = make_person("ida", "admin"), Meeting()
    compare = editing.plan_of

    def compared(days):
        plan = compare(days)
        meeting.wait()
        return plan

    monkeypatch.setattr(editing, "plan_of", compared)
    return [
        lambda: import_days(FIRST, source="a.csv", actor=ida),
        lambda: import_days(SECOND, source="b.csv", actor=ida),
    ]


def march() -> set[str]:
    return set(CompanyDay.objects.of_years(2027).values_list("name", flat=True))


def test_without_the_lock_the_year_is_a_mixture_of_both(clerks, monkeypatch):
    switch_locks_off(monkeypatch)

    at_once(clerks)

    assert march() == {"甲", "乙"}


def test_with_the_lock_the_later_file_is_the_year(clerks):
    answers = at_once(clerks)

    assert [error for error in answers if isinstance(error, Exception)] == []
    assert march() in ({"甲"}, {"乙"})
    assert list(Event.objects.filter(stream="companycalendar:1").values_list("seq", flat=True)) == [1, 2]
