"""A36: whatever is typed into a field is taken as meant or answered at the field; never a 500, never half a write."""

from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from django.db import transaction
from django.test import Client

from core.models import User
from customers.models import Address
from tests.access.world import World
from tests.attacks.books import Books, books, since
from tests.attacks.writing import ACTS, Act
from tests.cast import make_customer

LONE_SURROGATE = "%ED%A0%80"
NUMBERS = (
    "-1", "1e18", "1E400", "NaN", "sNaN", "Infinity", "-Infinity", "0.0000001", "1_000", "0x10", "1,2,3", "--1",
    "999999999999999999999", "1" * 5000, "٣٤", "百", "🦆", "1\x00", "<b>1</b>", "1;2", LONE_SURROGATE,
)  # fmt: skip
# What zero or a hundred and one mean depends on the field: a price may be zero, freight may be 101.
NEVER_ZERO = ("lines-0-quantity", "quantity", "amount")
PERCENT = ("lines-0-discount",)
DAYS = (
    "9999-12-31", "10000-01-01", "0001-01-01", "0000-00-00", "1999-12-31", "2026-02-30", "2026-13-01", "-1", "now",
    "yesterday", "2026-01-01T00:00", "٢٠٢٦-٠١-٠١", "🦆", "2026-01-01\x00", "1" * 5000, LONE_SURROGATE,
)  # fmt: skip
NEVER_WORDS = ("\x00", "a\x00b", "x" * 100_000)
STRANGE_WORDS = ("🦆" * 3, "\u202egnp.exe", "-1", "'; DROP TABLE core_user; --", "{{7*7}}%(a)s%s{0}", LONE_SURROGATE)


def encoded(values: dict[str, str]) -> str:
    """As a browser sends it; a lone surrogate goes as the raw bytes no browser would send."""
    pairs = ((name, text if text == LONE_SURROGATE else quote_plus(text)) for name, text in values.items())
    return "&".join(f"{quote(name)}={text}" for name, text in pairs)


def wrongs(act: Act) -> Iterator[tuple[str, str]]:
    """Each field of a form with each value it can never take."""
    for name in act.numbers:
        more = ("0", "0.0") if name in NEVER_ZERO else ("101", "100.01") if name in PERCENT else ()
        yield from ((name, text) for text in (*NUMBERS, *more))
    for name in act.days:
        yield from ((name, text) for text in DAYS)
    for name in act.words:
        yield from ((name, text) for text in NEVER_WORDS)


def send(act: Act, client: Client, house: World, values: dict[str, str], before: Books) -> tuple[int, str, bool]:
    """The status, the page, and whether anything was written; all of it taken back."""
    with transaction.atomic():
        answer = client.post(act.url(house), encoded(values), content_type="application/x-www-form-urlencoded")
        wrote = bool(since(before))
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode(errors="replace"), wrote


def test_control_whatever_is_written_is_seen_until_it_is_taken_back(ann):
    before, people = books(), User.objects.filter(pk=ann.pk)

    with transaction.atomic():
        people.update(name="Anna")
        assert since(before) == ["core_user"]
        transaction.set_rollback(True)
    assert since(before) == []
    people.update(name=ann.name)
    assert since(before) == []
    make_customer(ann)
    assert "customers_customer" in since(before) and "core_user" not in since(before)
    Address.objects.all().delete()
    assert "customers_address" not in since(before)


def says_why(page: str) -> bool:
    return 'role="alert"' in page or "errorlist" in page or "aria-invalid" in page


@pytest.mark.timeout(900)
def test_a36_what_no_field_can_hold_is_answered_at_the_field_and_nothing_is_written(house, sign_in):
    found, tried = [], 0
    for act in ACTS:
        client = sign_in(act.who)
        honest, before = act.honest(client, house), books()
        for name, text in wrongs(act):
            status, page, wrote = send(act, client, house, honest | {name: text}, before)
            tried += 1
            if status not in (400, 409, 422) or wrote or (status != 400 and not says_why(page)):
                found.append((act.page, name, text[:20], status, wrote))

    assert found == []
    assert tried > 400


@pytest.mark.timeout(900)
def test_a36_strange_words_are_taken_as_words_or_answered_and_never_break_the_house(house, sign_in):
    found = []
    for act in ACTS:
        client = sign_in(act.who)
        honest, before = act.honest(client, house), books()
        for name in act.words:
            for text in STRANGE_WORDS:
                status, page, wrote = send(act, client, house, honest | {name: text}, before)
                fine = status == 302 if wrote else status in (302, 409, 422) and (status == 302 or says_why(page))
                if not fine:
                    found.append((act.page, name, text[:20], status, wrote))

    assert found == []


def test_a36_a_form_without_its_fields_or_with_broken_counters_is_answered(house, sign_in):
    found = []
    for act in ACTS:
        client = sign_in(act.who)
        for values in ({}, {"lines-TOTAL_FORMS": "-1"}, {"lines-TOTAL_FORMS": "9" * 30, "version": "x"}):
            with transaction.atomic():
                status = client.post(act.url(house), values).status_code
                transaction.set_rollback(True)
            if status >= 500:
                found.append((act.page, values, status))

    assert found == []
