"""Every template of the house: it compiles, and keeps what the page policy and the reader ask for."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
EVERY = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
# Letters and printed papers are no pages: they bring their own looks and no script policy watches them.
PAGES = [name for name in EVERY if not re.search(r"mail|letter|print|pdf|paper", name)]
ICONS = set(re.findall(r'id="([\w-]+)"', (ROOT.parent / "static/icons/sprite.svg").read_text()))
DRAWN_ALONE = {"500.html"}


def text_of(name: str) -> str:
    # The headings a pasted sheet may bear are data for reading, not words for people.
    aside = r"{% comment %}.*?{% endcomment %}|{#.*?#}|data-heads=\"[^\"]*\""
    return re.sub(aside, "", (ROOT / name).read_text(), flags=re.S)


@pytest.mark.parametrize("name", PAGES)
def test_a_template_compiles_and_says_what_it_needs(name: str) -> None:
    get_template(name)

    assert re.search(r"{% comment %}|{#", (ROOT / name).read_text()[:200])


@pytest.mark.parametrize("name", PAGES)
def test_a_template_has_no_inline_style_script_or_handler(name: str) -> None:
    text = text_of(name)

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|\|safe\b", text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", text) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_comment_on_several_lines_is_a_comment_block(name: str) -> None:
    assert re.findall(r"{#(?:(?!#}).)*$", (ROOT / name).read_text(), flags=re.M) == []


@pytest.mark.parametrize("name", EVERY)
def test_every_icon_is_in_the_sprite(name: str) -> None:
    drawn = re.findall(r'{% icon "([\w-]+)"', text_of(name)) + re.findall(r'with icon="([\w-]+)"', text_of(name))

    assert set(drawn) - ICONS == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_posted_form_carries_its_secret(name: str) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text_of(name), flags=re.S)

    assert [form[:80] for form in forms if "{% csrf_token %}" not in form] == []


@pytest.mark.parametrize("name", [name for name in EVERY if name not in DRAWN_ALONE])
def test_no_chinese_stands_in_a_template(name: str) -> None:
    assert re.findall(r"[\u4e00-\u9fff]+", text_of(name)) == []
