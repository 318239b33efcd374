"""No sentence that people read is left unmarked, neither in Python nor in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, modules
from tests.house.words import template_files

LATIN = re.compile(r"[A-Za-z]{2,}")
NAMED = {"verbose_name", "verbose_name_plural", "help_text", "label", "empty_label", "short_description", "question"}
"""Keyword arguments and class attributes that people read."""
TOLD = {"Refused", "ValidationError"}
"""What is raised with a sentence; their first argument is it."""
COLUMN = r"^\w+: $"
"""The name of a file's column before what is wrong with it."""
BARE = set((Path(__file__).with_name("latin_allowed.txt")).read_text().split())


def _is_bare(node: ast.expr | None) -> bool:
    """A text typed as it stands, or pasted together around values, and not handed to a marking function."""
    if isinstance(node, ast.JoinedStr):
        return any(_is_bare(part) for part in node.values if isinstance(part, ast.Constant))
    words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return bool(LATIN.search(re.sub(COLUMN, "", words)))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_column(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and _name(node.value) == "models"
        and bool(re.search(r"(Char|Text|Integer|Boolean|Date|Time|Decimal|JSON|UUID)Field$", node.attr))
    )


def bare_words(tree: ast.Module) -> Iterator[int]:
    """The lines with words for people that are not marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            told = node.args[:1] if _name(node.func) in TOLD or _is_column(node.func) else []
            told = [*told, *(word.value for word in node.keywords if word.arg in NAMED)]
            yield from (word.lineno for word in told if _is_bare(word))
        if isinstance(node, ast.Assign) and _name(node.targets[0]) in NAMED and _is_bare(node.value):
            yield node.lineno
        if isinstance(node, ast.ClassDef) and any("Choices" in _name(base) for base in node.bases):
            yield from _bare_choices(node)


def _bare_choices(node: ast.ClassDef) -> Iterator[int]:
    for line in node.body:
        if isinstance(line, ast.Assign) and (not isinstance(line.value, ast.Tuple) or _is_bare(line.value.elts[-1])):
            yield line.lineno


def test_python_marks_every_word_for_people():
    found = [f"{path}:{line}" for path, text in modules() for line in bare_words(ast.parse(text))]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'raise Refused("Too late.")',
        'raise Refused(f"Too late by {n} days.")',
        'name = models.CharField("name")',
        'name = models.CharField(max_length=3, help_text="three letters")',
        'class State(TextChoices):\n    OPEN = "open", "Open"',
        'class State(TextChoices):\n    OPEN = "open"',
    ],
)
def test_an_unmarked_word_is_found(line):
    assert list(bare_words(ast.parse(line)))


HIDDEN = re.compile(
    r"{#.*?#}|{% comment %}.*?{% endcomment %}|{% block body_class %}.*?{% endblock %}|<kbd>.*?</kbd>|<!--.*?-->", re.S
)
MARKED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.S)
SPOKEN = re.compile(r"\s(?:title|placeholder|alt|aria-label|label|data-label|data-[a-z]+-text)=(\"[^\"]*\"|'[^']*')")


def unmarked(text: str) -> list[str]:
    """The Latin words a template shows by itself."""
    text = MARKED.sub("", HIDDEN.sub("", text))
    text = re.sub(r"{%.*?%}|{{.*?}}", "¦", text, flags=re.S)
    shown = re.sub(r"<[^>]*>", " ", text) + " ".join(SPOKEN.findall(text))
    return [word for word in LATIN.findall(re.sub(r"&\w+;", " ", shown)) if word not in BARE]


BOTH = {"500.html"}
"""Says everything in both languages: when it is shown, nothing can be asked."""
TEMPLATES = [path for path in template_files() if path.name not in BOTH]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_unmarked(path):
    assert unmarked(path.read_text()) == []


def test_an_unmarked_word_in_a_template_is_found():
    assert unmarked('<p title="Hello">{{ name }} was here</p>{% translate "And left" %}') == ["was", "here", "Hello"]
