"""B14: the page of the company's calendar: a year at a glance for all, edited by those who may."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import CompanyCalendar, CompanyDay, Event
from tests.cast import make_person
from tests.query_counts import counted

CSV = "from,to,name,kind\n2027-01-01,2027-01-03,元旦,放假\n2027-02-07,,春节,上班\n"


@pytest.fixture
def ida(own_calendar, client):
    ida = make_person("ida", "admin")
    client.force_login(ida)
    return ida


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def file(text: str = CSV, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("2027.csv", text.encode(encoding))


@pytest.mark.django_db
def test_everybody_sees_the_year_and_only_who_may_edit_sees_how(client, ann, ida):
    client.force_login(ann)
    with counted("calendar", budget=8):
        seen = client.get("/calendar/?year=2026")

    assert "248 working days · 33 days off · 6 make-up days" in words(seen)
    assert "provisional" not in words(seen)
    assert seen.content.decode().count('class="month"') == 12
    assert "Save days" not in words(seen) and "Remove" not in words(seen)

    client.force_login(ida)
    assert "Save days" in words(client.get("/calendar/?year=2026"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "year", "said"),
    [
        ("en", 2027, "Holidays and make-up days of 2027 are provisional"),
        ("en", 2031, "The public holidays of 2031 are not entered yet"),
        ("zh-hans", 2027, "2027 年的放假与调休为暂定"),
        ("zh-hans", 2026, "工作日 248 天 · 放假 33 天 · 调休上班 6 天"),
    ],
)
def test_the_page_says_plainly_what_is_not_announced(client, ann, language, year, said):
    client.force_login(ann)

    seen = words(client.get(f"/calendar/?year={year}", headers={"accept-language": language}))

    assert said in seen
    assert ("暂定" in seen or "provisional" in seen) is (year == 2027)


@pytest.mark.django_db
def test_a_known_holiday_is_said_in_the_readers_language(client, ann):
    client.force_login(ann)

    assert "Spring Festival" in words(client.get("/calendar/?year=2026", headers={"accept-language": "en"}))
    assert "春节" in words(client.get("/calendar/?year=2026", headers={"accept-language": "zh-hans"}))


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["1", "99999", "20²6", "x", "-2026", ""])
def test_a_year_that_is_none_shows_this_one(client, ann, year):
    client.force_login(ann)

    assert client.get("/calendar/", {"year": year}).status_code == 200


@pytest.mark.django_db
def test_days_are_entered_and_taken_out_once_each(client, ida):
    typed = {"first": "2026-12-24", "last": "2026-12-25", "kind": "off", "name": "厂庆", "once": "a"}

    for _twice in range(2):
        answer = client.post("/calendar/", typed)
        assert (answer.status_code, answer.url) == (302, "/calendar/?year=2026")
    assert CompanyDay.objects.filter(name="厂庆", source="").count() == 2
    removal = {"first": "2026-12-24", "last": "2026-12-25", "year": "2026", "once": "b"}
    assert client.post("/calendar/remove/", removal).status_code == 302
    assert not CompanyDay.objects.filter(name="厂庆").exists()
    assert Event.objects.filter(stream="companycalendar:1").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"first": ""}, 422, "This field is required."),
        ({"first": "2026-12-30", "last": "2026-12-24"}, 422, "The last day is before the first."),
        ({"last": "2027-12-24"}, 422, "At most 31 days at once."),
        ({"name": ""}, 422, "This field is required."),
        ({"kind": "work"}, 409, "is an ordinary weekday"),
    ],
)
def test_what_cannot_be_entered_is_said_at_the_form_and_keeps_what_was_typed(client, ida, typed, status, said):
    answer = client.post("/calendar/", {"first": "2026-12-24", "kind": "off", "name": "厂庆"} | typed)

    assert answer.status_code == status
    assert said in words(answer)
    assert not CompanyDay.objects.filter(day=datetime.date(2026, 12, 24)).exists()


@pytest.mark.django_db
def test_hours_are_set_or_refused_with_an_example(client, ida):
    assert client.post("/calendar/hours/", {"hours": "8-12,13-17"}).status_code == 302
    refused = client.post("/calendar/hours/", {"hours": "13-9"})

    assert (refused.status_code, "ends before it begins" in words(refused)) == (422, True)
    assert CompanyCalendar.objects.get().hours == "08:00-12:00, 13:00-17:00"


@pytest.mark.django_db
def test_without_the_right_nothing_can_be_sent(client, ann):
    client.force_login(ann)
    days = {"first": "2026-12-24", "kind": "off", "name": "厂庆"}

    for path, typed in (
        ("/calendar/", days),
        ("/calendar/remove/", {"first": "2026-10-01", "last": "2026-10-07"}),
        ("/calendar/hours/", {"hours": "1-2"}),
        ("/calendar/import/", {"file": file()}),
    ):
        assert client.post(path, typed).status_code == 403
    assert CompanyDay.objects.of_years(2026).count() == 39
    assert CompanyCalendar.objects.get().hours == "09:00-12:00, 13:00-18:00"


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_file_is_compared_first_and_taken_in_as_it_was_shown(client, ida, encoding):
    shown = client.post("/calendar/import/", {"file": file(encoding=encoding)})

    assert shown.status_code == 200
    assert "2 new · 2 changed · 17 removed · 0 as before" in words(shown)
    assert CompanyDay.objects.filter(day__year=2027, provisional=True).count() == 19
    answer = client.post("/calendar/import/", {"plan": shown.context["sealed"]})
    assert (answer.status_code, answer.url) == (302, "/calendar/?year=2027")
    assert CompanyDay.objects.of_years(2027).count() == 4
    assert set(CompanyDay.objects.of_years(2027).values_list("source", flat=True)) == {"2027.csv"}


@pytest.mark.django_db
def test_a_file_with_a_fault_shows_the_row_and_its_cure_and_offers_nothing_to_take_in(client, ida):
    shown = client.post("/calendar/import/", {"file": file(CSV + "2027-02-09,,春节,上班\n")})

    assert shown.status_code == 422
    assert "A make-up day is a Saturday or a Sunday." in words(shown)
    assert "an ordinary weekday needs no row" in words(shown)
    assert 'name="plan"' not in shown.content.decode()
    assert CompanyDay.objects.filter(day__year=2027, provisional=True).count() == 19


@pytest.mark.django_db
def test_a_preview_that_is_forged_or_overtaken_is_refused(client, ida):
    sealed = client.post("/calendar/import/", {"file": file()}).context["sealed"]
    client.post("/calendar/", {"first": "2026-12-24", "kind": "off", "name": "厂庆"})

    assert client.post("/calendar/import/", {"plan": sealed[:-2] + "zz"}).status_code == 409
    overtaken = client.post("/calendar/import/", {"plan": sealed})
    assert (overtaken.status_code, "Somebody has edited the calendar since" in words(overtaken)) == (409, True)
    assert CompanyDay.objects.filter(day__year=2027, provisional=True).count() == 19


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(client, ida, content):
    answer = client.post("/calendar/import/", {"file": SimpleUploadedFile("days.csv", content)})

    assert answer.status_code in (409, 422)
    assert 'name="plan"' not in answer.content.decode()
