"""B14: the company keeps its calendar itself: days and hours edited by right, with history, felt by the next limit."""

import datetime
import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as config
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import calendar, clock
from core.access import Forbidden
from core.calendar import add_working_hours, is_working_day
from core.calendars.editing import put_days, set_hours, take_days
from core.calendars.reading import FileDay
from core.calendars.shipped import shipped_days, shipped_files
from core.models import CompanyCalendar, CompanyDay, Event
from core.refusal import Refused
from core.shifts import read_shifts, write_shifts
from orders.models import Order
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_person, make_product

FOUNDING = datetime.date(2026, 11, 19)  # a Thursday


def off(day: datetime.date = FOUNDING, name: str = "厂庆") -> FileDay:
    return FileDay(day, "off", name)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def ida(own_calendar):
    """Ida administers."""
    return make_person("ida", "admin", is_staff=True)


def changes() -> dict[str, list[str]]:
    return json.loads(Event.objects.filter(stream="companycalendar:1").latest("seq").text)["data"]["changes"]


@pytest.mark.django_db
def test_b14_a_fresh_database_knows_the_announced_days_and_marks_the_others_provisional():
    days = CompanyDay.objects.all()

    assert days.filter(day__year=2025).count() == 28 + 5
    assert days.filter(day__year=2026).count() == 33 + 6
    assert set(days.filter(provisional=True).values_list("day__year", flat=True)) == {2027, 2028}
    assert days.get(day=datetime.date(2026, 2, 23)).source == "cn-2026.csv"
    assert CompanyCalendar.objects.get().hours == "09:00-12:00, 13:00-18:00"


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
def test_the_shipped_files_have_no_fault_and_speak_of_their_own_year(path):
    days = shipped_days(path).days

    assert {day.year for day in days} == {int(path.stem[-4:])}
    assert all(day.kind == "off" or day.day.weekday() >= 5 for day in days.values())


@pytest.mark.django_db
def test_migrating_again_leaves_an_edited_calendar_alone(ida):
    take_days([datetime.date(2026, 2, 14)], actor=ida)

    call_command("migrate", verbosity=0)

    assert not CompanyDay.objects.filter(day=datetime.date(2026, 2, 14)).exists()


@pytest.mark.django_db
def test_a_day_off_entered_by_hand_moves_the_next_limit_and_leaves_an_event(ida):
    before = add_working_hours(at("2026-11-18T17:00"), 2)

    put_days([off()], actor=ida)

    assert before == at("2026-11-19T10:00")
    assert add_working_hours(at("2026-11-18T17:00"), 2) == at("2026-11-20T10:00")
    event = Event.objects.get(stream="companycalendar:1")
    assert (event.name, event.actor) == ("record.edited", ida)
    assert changes() == {"2026-11-19": ["", "off 厂庆"]}


@pytest.mark.django_db
def test_a_make_up_saturday_counts_once_it_is_entered_and_no_more_when_it_is_taken_out(ida):
    saturday = datetime.date(2026, 11, 21)

    put_days([FileDay(saturday, "work", "厂庆")], actor=ida)
    assert add_working_hours(at("2026-11-20T17:00"), 2) == at("2026-11-21T10:00")

    take_days([saturday], actor=ida)
    assert add_working_hours(at("2026-11-20T17:00"), 2) == at("2026-11-23T10:00")
    assert changes() == {"2026-11-21": ["work 厂庆", ""]}


@pytest.mark.django_db
def test_other_hours_are_felt_by_the_next_limit_and_bad_ones_change_nothing(ida):
    set_hours("8:30-12，14-18", actor=ida)
    assert add_working_hours(at("2026-11-18T11:00"), 2) == at("2026-11-18T15:00")
    assert changes() == {"hours": ["09:00-12:00, 13:00-18:00", "08:30-12:00, 14:00-18:00"]}

    with pytest.raises(Refused):
        set_hours("12-9", actor=ida)
    assert CompanyCalendar.objects.get().hours == "08:30-12:00, 14:00-18:00"
    assert Event.objects.filter(stream="companycalendar:1").count() == 1


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("9-12, 13-18", "09:00-12:00, 13:00-18:00"),
        ("8:30–12:00、13:30–17:30", "08:30-12:00, 13:30-17:30"),
        ("9：00至18：00", "09:00-18:00"),
    ],
)
def test_hours_are_read_as_people_type_them(text, stored):
    assert write_shifts(read_shifts(text)) == stored


@pytest.mark.parametrize("text", ["", "nine to five", "12-9", "9-9", "9-13, 12-18", "9-25", "1-2,3-4,5-6,7-8,9-10"])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(ValidationError):
        read_shifts(text)


@pytest.mark.django_db
def test_a_weekday_cannot_be_made_up_and_saying_the_same_again_is_no_edit(ida):
    edition = CompanyCalendar.objects.get().edition

    with pytest.raises(Refused):
        put_days([off(datetime.date(2026, 11, 28)), FileDay(FOUNDING, "work", "厂庆")], actor=ida)
    put_days([FileDay(datetime.date(2026, 10, 1), "off", "国庆节")], actor=ida)

    assert not CompanyDay.objects.filter(day__in=[FOUNDING, datetime.date(2026, 11, 28)]).exists()
    assert CompanyCalendar.objects.get().edition == edition
    assert not Event.objects.filter(stream="companycalendar:1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["sales", "sales_manager", "director", "warehouse", "finance", "buyer", "auditor"])
def test_editing_is_a_right_of_its_own_that_only_administrators_are_born_with(role):
    person = make_person("pat", role)
    for act in (
        lambda: put_days([off()], actor=person),
        lambda: take_days([datetime.date(2026, 10, 1)], actor=person),
        lambda: set_hours("9-17", actor=person),
    ):
        with pytest.raises(Forbidden):
            act()
    assert is_working_day(FOUNDING) and CompanyDay.objects.filter(day=datetime.date(2026, 10, 1)).exists()


def asked_on(moment: str, ann, product) -> Order:
    """An order handed in at a moment; somebody has to decide, with a limit in working hours."""
    with clock.at(at(moment)):
        number = Order.objects.count()
        draft = make_draft(ann, make_customer(ann, f"C-{number}"), [(product, 25)])
        submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


@pytest.mark.django_db
def test_b14_an_order_of_30_september_has_its_deadline_after_the_holiday(ann, own_calendar):
    order = asked_on("2026-09-30T17:00", ann, make_product(price="2500.00"))

    assert order.stage == "approval"
    assert order.stage_until == at("2026-10-08T17:00")  # eight working hours: one before, seven after


@pytest.mark.django_db
def test_a_limit_that_is_running_keeps_its_moment_the_next_one_follows_the_edit(ida, ann):
    product = make_product(price="2500.00")
    first = asked_on("2026-11-18T17:00", ann, product)

    put_days([off()], actor=ida)
    second = asked_on("2026-11-18T17:00", ann, product)

    assert Order.objects.get(pk=first.pk).stage_until == first.stage_until
    assert second.stage_until == first.stage_until + datetime.timedelta(days=1)


@pytest.mark.django_db
def test_a_process_reads_the_days_once_and_then_one_row_per_half_minute_at_most(ida, settings):
    calendar.forget()
    settings.GENDAN_CALENDAR_SECONDS = 3600
    with CaptureQueriesContext(connection) as first:
        add_working_hours(at("2026-11-18T17:00"), 2)
    with CaptureQueriesContext(connection) as later:
        add_working_hours(at("2026-11-18T17:00"), 2)
    settings.GENDAN_CALENDAR_SECONDS = 0
    with CaptureQueriesContext(connection) as stale:
        add_working_hours(at("2026-11-18T17:00"), 2)

    assert (len(first), len(later), len(stale)) == (2, 0, 1)


ASK = """
import django, sys
django.setup()
from datetime import datetime
from core.calendar import add_working_hours
for line in sys.stdin:
    print(add_working_hours(datetime.fromisoformat(line.strip()), 2).isoformat(), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_an_edit_in_the_admin_changes_the_next_limit_of_another_process(client, own_calendar):
    ida = make_person("ida", "admin", is_staff=True)
    client.force_login(ida)
    with other_process(seconds=1) as ask:
        before = ask("2026-11-18T17:00:00+08:00")
        typed = {"day": "2026-11-19", "kind": "off", "name": "厂庆"}
        answer = client.post(reverse("admin:core_companyday_add"), typed)
        after = ask("2026-11-18T17:00:00+08:00", wait=1.2)

    assert answer.status_code == 302
    assert (before, after) == ("2026-11-19T10:00:00+08:00", "2026-11-20T10:00:00+08:00")
    assert changes() == {"2026-11-19": ["", "off 厂庆"]}


class other_process:  # noqa: N801  it reads as a word of the test
    """A process of its own on the same database, asked one question per line."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def __enter__(self):
        chosen = connection.settings_dict
        place = f"postgres://{chosen['USER']}@/{chosen['NAME']}?host={chosen['HOST']}"
        own = {"DATABASE_URL": place, "GENDAN_CALENDAR_SECONDS": str(self.seconds), "PYTHONPATH": str(config.BASE_DIR)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", ASK],
            env=os.environ | own | {"DJANGO_SETTINGS_MODULE": "config.settings.base"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self.ask

    def ask(self, moment: str, wait: float = 0) -> str:
        time.sleep(wait)
        self.process.stdin.write(f"{moment}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def __exit__(self, *error: object) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.mark.django_db
def test_the_admin_edits_removes_and_refuses_like_the_page(ida, client):
    client.force_login(ida)
    row = CompanyDay.objects.get(day=datetime.date(2026, 10, 7))
    change = reverse("admin:core_companyday_change", args=[row.pk])

    assert client.post(change, {"kind": "work", "name": "国庆节"}).status_code == 200  # a Wednesday
    assert client.post(change, {"kind": "off", "name": "国庆", "provisional": "on"}).status_code == 302
    assert changes() == {"2026-10-07": ["off 国庆节", "off 国庆 provisional"]}
    assert client.post(reverse("admin:core_companyday_delete", args=[row.pk]), {"post": "yes"}).status_code == 302
    assert is_working_day(datetime.date(2026, 10, 7))
    year = list(CompanyDay.objects.of_years(2025).values_list("pk", flat=True))
    chosen = {"action": "delete_selected", "_selected_action": year, "post": "yes"}
    assert client.post(reverse("admin:core_companyday_changelist"), chosen).status_code == 302
    assert not CompanyDay.objects.of_years(2025).exists()
    hours = client.post(reverse("admin:core_companycalendar_change", args=[1]), {"hours": "8-12,13-17"})
    assert hours.status_code == 302
    assert CompanyCalendar.objects.get().hours == "08:00-12:00, 13:00-17:00"


@pytest.mark.django_db
def test_an_auditor_looks_at_the_calendar_in_the_admin_and_changes_nothing(client, own_calendar):
    client.force_login(make_person("hal", "auditor", is_staff=True))

    assert client.get(reverse("admin:core_companyday_changelist")).status_code == 200
    assert client.get(reverse("admin:core_companyday_add")).status_code == 403
    assert client.post(reverse("admin:core_companycalendar_change", args=[1]), {"hours": "1-2"}).status_code == 403
