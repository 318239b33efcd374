"""B14: holidays come in from a file: previewed, with every fault by row, all of it or nothing."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core.calendar import add_working_hours, is_provisional
from core.calendars.comparing import plan_of
from core.calendars.editing import import_days, put_days
from core.calendars.reading import FileDay, read_days
from core.models import CompanyCalendar, CompanyDay, Event
from core.refusal import Refused
from tests.cast import make_person

CHINESE = """日期,结束日期,名称,类型
2027/1/1,2027年1月3日,元旦,放假
20270207,,春节,上班
2027-02-08,2027-02-14,春节,放假
"""
ANNOUNCED = {datetime.date(2027, 1, day) for day in (1, 2, 3)} | {datetime.date(2027, 2, day) for day in range(7, 15)}


@pytest.fixture
def ida(own_calendar):
    return make_person("ida", "admin")


def written(folder, text: str, name: str = "2027.csv", encoding: str = "utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def ran(*words: str) -> dict:
    out = io.StringIO()
    try:
        call_command("import_holidays", *words, "--json", stdout=out)
        code = 0
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()) | {"exit": code}


def state() -> tuple:
    return CompanyCalendar.objects.get().edition, list(CompanyDay.objects.values_list("day", "kind", "name"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_chinese_table_is_read_in_utf_8_and_in_gbk(tmp_path, encoding):
    reading = read_days(written(tmp_path, CHINESE, encoding=encoding))

    assert reading.faults == []
    assert set(reading.days) == ANNOUNCED
    assert reading.days[datetime.date(2027, 2, 7)] == FileDay(datetime.date(2027, 2, 7), "work", "春节")


def test_an_english_workbook_with_true_dates_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["from", "to", "name", "kind", "provisional"])
    book.active.append([datetime.date(2027, 1, 1), datetime.date(2027, 1, 3), "元旦", "holiday", "yes"])
    book.save(tmp_path / "days.xlsx")

    days = read_days(tmp_path / "days.xlsx").days

    assert list(days) == [datetime.date(2027, 1, day) for day in (1, 2, 3)]
    assert days[datetime.date(2027, 1, 1)].provisional


ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260215
DTEND;VALUE=DATE:20260224
SUMMARY:春节 假期
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260214
SUMMARY:春节（
 班）
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_icalendar_is_read_with_its_last_day_before_its_end(tmp_path, newline):
    reading = read_days(written(tmp_path, ICS.replace("\n", newline), "cn.ics"))

    assert reading.faults == []
    assert [(day.day.day, day.kind, day.name) for day in reading.days.values()] == [
        *((day, "off", "春节") for day in range(15, 24)),
        (14, "work", "春节"),
    ]


FAULTY = """from,to,name,kind,provisional
2027-02-30,,春节,holiday,
,,春节,holiday,
2027-05-05,2027-05-01,劳动节,holiday,
2027-05-01,2027-07-01,劳动节,holiday,
2027-05-01,,劳动节,调休,
2027-05-04,,劳动节,workday,
2027-10-01,,,holiday,
2027-10-02,,国庆节,holiday,perhaps
2027-10-03,,国庆节,holiday,
2027-10-03,,国庆节,workday,
2927-10-03,,国庆节,holiday,
"""


@pytest.mark.django_db
def test_a_file_with_faults_writes_nothing_and_names_each_with_its_cure(tmp_path, ida):
    before = state()

    told = ran(str(written(tmp_path, FAULTY)))

    assert (told["exit"], told["written"], told["rows"]) == (1, False, 11)
    assert [(fault["row"], fault["reason"]) for fault in told["faults"]] == [
        (2, "This is no day."),
        (3, "The day is missing."),
        (4, "The last day is before the first."),
        (5, "More than 31 days in one row."),
        (6, "It does not say whether people work on that day."),
        (7, "A make-up day is a Saturday or a Sunday."),
        (8, "The occasion is missing."),
        (9, "This is neither yes nor no."),
        (11, "The file names this day twice."),
        (12, "This year is too far away."),
    ]
    assert all(fault["fix"] for fault in told["faults"])
    assert state() == before
    assert not Event.objects.filter(stream="companycalendar:1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "from,to,name,kind\n"])
def test_a_file_that_is_no_list_of_days_is_refused(tmp_path, ida, text):
    before = state()

    with pytest.raises((CommandError, SystemExit)):
        call_command("import_holidays", str(written(tmp_path, text)), stdout=io.StringIO())

    assert state() == before


@pytest.mark.django_db
def test_a_dry_run_says_what_is_new_changed_and_removed_and_writes_nothing(tmp_path, ida):
    before = state()

    told = ran(str(written(tmp_path, CHINESE)), "--dry-run")

    assert (told["exit"], told["written"]) == (0, False)
    new = [row["day"] for row in told["new"]]
    assert new == ["2027-01-02", "2027-01-03", *(f"2027-02-{n}" for n in range(11, 15))]
    assert told["changed"][0] == {
        "from": {"day": "2027-01-01", "kind": "off", "name": "元旦", "provisional": True},
        "to": {"day": "2027-01-01", "kind": "off", "name": "元旦", "provisional": False},
    }
    assert [row["day"] for row in told["removed"]][:3] == ["2027-02-05", "2027-02-06", "2027-04-05"]
    assert state() == before


@pytest.mark.django_db
def test_the_announcement_takes_the_place_of_the_provisional_year_and_of_no_other_and_spares_what_is_by_hand(
    tmp_path, ida
):
    outing = datetime.date(2027, 7, 16)
    put_days([FileDay(outing, "off", "团建")], actor=ida)

    told = ran(str(written(tmp_path, CHINESE)))

    assert told["written"]
    assert set(CompanyDay.objects.of_years(2027).values_list("day", flat=True)) == ANNOUNCED | {outing}
    assert CompanyDay.objects.of_years(2026).count() == 39
    assert not is_provisional(outing)
    start = datetime.datetime.fromisoformat("2027-02-05T17:00:00+08:00")
    assert add_working_hours(start, 2).isoformat() == "2027-02-07T10:00:00+08:00"  # the make-up Sunday
    event = Event.objects.filter(stream="companycalendar:1").latest("seq")
    assert json.loads(event.text)["data"]["changes"]["2027-02-07"] == ["off 春节 provisional", "work 春节"]


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing_the_second_time(tmp_path, ida):
    path = str(written(tmp_path, CHINESE))
    ran(path)
    edition = CompanyCalendar.objects.get().edition

    told = ran(path)

    assert (told["new"], told["changed"], told["removed"], told["unchanged"]) == ([], [], [], 11)
    assert CompanyCalendar.objects.get().edition == edition


@pytest.mark.django_db
def test_one_of_the_shipped_files_is_named_without_a_path_and_changes_nothing_at_first(ida):
    told = ran("cn-2026", "--dry-run")

    assert (told["file"], told["unchanged"], told["new"], told["removed"]) == ("cn-2026.csv", 39, [], [])


@pytest.mark.django_db
def test_an_import_by_somebody_without_the_right_is_refused(tmp_path, ann, own_calendar):
    with pytest.raises(CommandError):
        call_command("import_holidays", str(written(tmp_path, CHINESE)), user="ann", stdout=io.StringIO())

    assert CompanyDay.objects.filter(provisional=True, day__year=2027).exists()


@pytest.mark.django_db
def test_what_was_previewed_before_somebody_elses_edit_is_refused(tmp_path, ida):
    days = read_days(written(tmp_path, CHINESE)).days
    seen = CompanyCalendar.objects.get().edition
    put_days([FileDay(datetime.date(2027, 7, 16), "off", "团建")], actor=ida)

    with pytest.raises(Refused):
        import_days(days, source="2027.csv", actor=ida, edition=seen)

    assert not plan_of(days).is_empty
