"""Each page in one language: no English word on a Chinese page, no Chinese one on an English page, for nobody."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from core.models import User
from orders.importing.mapping import bundled
from tests.house.company import CHINESE, ENGLISH, ROLES, Company, Tongue
from tests.house.reader import Page, read

ALLOWED = set((Path(__file__).with_name("latin_allowed.txt")).read_text().split())
CODE = re.compile(r"[0-9@_*=]|\w[.:/]\w")
"""What has a digit, an @ or an underline in it, or is joined by a dot: a number, an address, a code."""
STORED = re.compile(r"^[\[{].*[\]}]$|^\w+(, \w+){2,}$|%\(\w+\)s|\[\[.*\]\]")
"""In the administration: stored facts, the columns of a file, a place in a sentence."""
DRAWN = {"True", "False", "Search"}
"""What Django's admin writes beside its icons in every language."""
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+")
OWN_NAMES = {"简体中文", "English"}
"""A language is offered in itself."""
DATA = {"CNY", "EUR", "GBP", "USD", *(word for mapping in bundled() for word in mapping.title.split())}
"""Currencies, and what the mappings that come with the house are named for."""


LETTERS = "/admin/notifications/letter/"
"""A letter is in the language of whom it was written to, whoever reads it in the administration."""
OFTEN = {"sales": 30, "finance": 6, "warehouse": 6}
"""Who reads how many of the same documents; one of each is enough for the others."""


def latin_words(text: str) -> list[str]:
    """English words in a text that are neither code nor allowed."""
    tokens = [token.strip(".:/-+") for token in re.findall(r"[A-Za-z0-9_.:@/+*=-]+", text)]
    words = [word for token in tokens if not CODE.search(token) for word in re.findall(r"[A-Za-z]{2,}", token)]
    return [word for word in words if word not in ALLOWED | DATA]


def foreign(page: Page, language: str) -> set[str]:
    """What a page says in the other language."""
    said = [STORED.sub("", text) for text in page.said if text not in OWN_NAMES | DRAWN]
    return {text for text in said if (HAN.search(text) if language == "en" else latin_words(text))}


def faults(person: User | None, language: str, often: int = 2) -> dict[str, list[str]]:
    """Foreign words → the pages that say them."""
    client = Client()
    if person:
        client.force_login(person, backend="core.backends.RoleBackend")
    found: dict[str, list[str]] = {}
    for address, page in read(client, ("/", "/admin/"), language, often=often):
        if LETTERS in address:
            continue
        for text in foreign(page, language):
            found.setdefault(text, []).append(address)
    return {text: addresses[:2] for text, addresses in found.items()}


@pytest.mark.django_db
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("tongue", "language"), [(CHINESE, "zh-hans"), (ENGLISH, "en")], ids=["zh-hans", "en"])
def test_every_page_speaks_one_language_to_everybody(tongue: Tongue, language: str, settings: Any):
    """Even where those who did the work read the other language."""
    settings.GENDAN_COMPANY_NAME, settings.LANGUAGE_CODE = tongue.department, language
    with translation.override("en" if language == "zh-hans" else "zh-hans"):
        company = Company(tongue)

    found = {role: faults(company.people[role], language, OFTEN.get(role, 1)) for role in ROLES}
    found["nobody"] = faults(None, language)

    assert {role: words for role, words in found.items() if words} == {}


def test_an_english_word_is_seen_and_a_code_is_not():
    assert latin_words("订单 SO-2026-0001 已 shipped，CSV，ann@example.com，P-10") == ["shipped"]
    assert latin_words("Customer: 云栖") == ["Customer"]
    assert foreign(
        Page('<p title="Hello">您好<kbd>Enter</kbd></p><input type="submit" value="Go on">'), "zh-hans"
    ) == {
        "Hello",
        "Go on",
    }
    assert foreign(Page("<a>简体中文</a><p>您好</p>"), "en") == {"您好"}
