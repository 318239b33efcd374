"""The tags of core.templatetags.ui: what a status, an amount and a moment look like."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core import clock, tone
from core.span import span_words
from core.templatetags import ui

NOON = datetime.datetime(2026, 8, 15, 4, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def noon_in_english(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with translation.override("en"), timezone.override("Asia/Shanghai"):
        yield


def drawn(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_a_badge_says_its_status_by_tone_glyph_and_word() -> None:
    assert drawn('{% badge "order" "confirmed" %}') == (
        '<span class="badge tone-progress"><i aria-hidden="true">◐</i>Confirmed</span>'
    )


def test_a_badge_escapes_what_people_typed() -> None:
    assert "<script>" not in drawn('{% badge "order" text %}{% badge "hold" "credit" text=text %}', text="<script>")


def test_a_badge_of_nothing_is_two_dashes() -> None:
    assert drawn('{% badge "order" "" %}') == '<span class="t3">--</span>'


def test_an_unknown_status_stays_readable() -> None:
    assert drawn('{% badge "order" "half_baked" %}').endswith("half baked</span>")


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (Decimal("1234.5"), None, "1,234.50"),
        (Decimal("-0.5"), "CNY", "-0.50"),
        (Decimal("41250"), "EUR", "EUR 41,250.00"),
        (Decimal("1500"), "JPY", "JPY 1,500"),
        (None, None, "--"),
        (0, None, "0.00"),
    ],
)
def test_money_is_exact_with_the_currency_named_when_it_is_not_ours(amount: object, currency: str, words: str) -> None:
    assert ui.money(amount, currency) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [("12.5000", "12.5"), ("400.000", "400"), ("1200", "1,200"), (None, "--"), (Decimal("1E+2"), "100")],
)
def test_a_quantity_has_no_trailing_zeros(number: object, words: str) -> None:
    assert ui.qty(number) == words


def test_days_and_moments_are_shown_in_the_zone_of_the_reader() -> None:
    late = datetime.datetime(2026, 8, 14, 20, 30, tzinfo=datetime.UTC)

    assert (ui.day(late), ui.clock_time(late), ui.moment(late)) == ("2026-08-15", "04:30", "2026-08-15 04:30")
    assert ui.day(datetime.date(2026, 8, 1), "short") == "08-01"
    assert ui.day(None) == "--"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "just now"), (40, "40 min ago"), (192, "3 h 12 min ago"), (1500, "08-14 11:00")]
)
def test_the_past_is_relative_for_a_day_and_then_a_date(minutes: int, words: str) -> None:
    shown = ui.ago(NOON - datetime.timedelta(minutes=minutes))

    assert f">{words}</time>" in shown
    assert 'title="2026-08-1' in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "0 min"),
        (3600, "1 h"),
        (11520, "3 h 12 min"),
        (158400, "1 d 20 h"),
        (86400 * 12 + 3600, "12 d"),
        (-5, "0 min"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: int, words: str) -> None:
    assert span_words(seconds) == words


@pytest.mark.parametrize(
    ("since", "until", "now", "tone_name", "words"),
    [
        ("18T13:00", "19T12:00", "18T15:00", "accent", "2 h"),
        ("18T10:00", "18T16:00", "18T15:00", "warning", "4 h"),
        ("18T10:00", "18T11:00", "18T15:00", "danger", "3 h late"),
        ("20T17:00", "23T12:00", "22T12:00", "accent", "1 h"),  # nothing of a limit is used on a Sunday
        ("20T17:00", "20T18:00", "23T08:30", "danger", "late"),  # and nothing is added to what is late
        ("20T17:00", "20T18:00", "23T10:30", "danger", "1 h 30 min late"),
        ("18T10:00", "18T11:00", "23T11:00", "danger", "3 workdays late"),
        ("18T10:00", "18T11:00", "23T12:00", "danger", "3 workdays 1 h late"),
    ],
)
def test_b14_a_limit_is_used_up_and_passed_in_working_time(
    since: str, until: str, now: str, tone_name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime.datetime.fromisoformat(f"2026-11-{text}:00+08:00") for text in (since, until, now)]
    monkeypatch.setattr(clock, "now", lambda: moments[2])

    shown = ui.sla(*moments[:2])

    assert f"bar-{tone_name}" in shown
    assert f">{words}</time>" in shown


def test_without_a_limit_time_runs_on_the_clock() -> None:
    assert ">2 h</time>" in ui.sla(NOON - datetime.timedelta(hours=2))


def test_a_bar_needs_no_inline_style() -> None:
    shown = ui.progress(1, 3)

    assert 'width="33"' in shown
    assert "style" not in shown
    assert "1 of 3" in shown


def test_progress_of_nothing_is_empty_and_overfull_is_full() -> None:
    assert 'class="bar-accent" width="0"' in ui.progress(0, 0)
    assert 'class="bar-accent" width="100"' in ui.progress(9, 3)


def test_a_query_keeps_the_rest_and_drops_the_page() -> None:
    assert drawn('{% query_with tab="mine" %}', "/?q=a&before=7&tab=all") == "?q=a&amp;tab=mine"
    assert drawn("{% query_with tab=None %}", "/?tab=all") == "?"
    assert drawn('{% query_without "state" "draft" %}', "/?state=draft&state=approved&after=3") == "?state=approved"


def test_a_heading_sorts_and_says_how_it_sorts() -> None:
    assert 'href="?sort=total"' in drawn('{% sort_th "total" "Total" %}')
    risen = drawn('{% sort_th "total" "Total" css="num" %}', "/?sort=total")
    assert 'aria-sort="ascending"' in risen
    assert 'href="?sort=-total"' in risen


def test_every_form_gets_a_key_of_its_own() -> None:
    assert drawn("{% once %}") != drawn("{% once %}")


def test_every_mark_has_a_known_tone_a_glyph_and_a_short_word() -> None:
    tones = {"neutral", "info", "progress", "success", "warning", "danger", "hold", "muted"}
    marks = [(kind, key, mark) for kind, table in tone.MARKS.items() for key, mark in table.items()]

    assert {mark.tone for *_, mark in marks} <= tones
    assert {mark.glyph for *_, mark in marks} <= set("○◐●▲✕‖–")
    assert [(kind, key) for kind, key, mark in marks if len(str(mark.label)) > 15] == []


def test_a_filter_says_its_name_while_it_is_empty() -> None:
    class Narrow(forms.Form):
        text = forms.CharField(label="Search here", required=False)
        state = forms.ChoiceField(label="State", choices=[("", "---------"), ("draft", "Draft")], required=False)

    shown = drawn("{% for f in form %}{% filter_field f %}{% endfor %}", form=Narrow())

    assert 'placeholder="Search here"' in shown
    assert 'aria-label="State"' in shown
    assert '<option value="" selected>State</option>' in shown
