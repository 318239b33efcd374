"""Every sentence the house says, read off its source without any tool that a machine may lack."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from tests.house.source import ROOT, modules

CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
FUNCTIONS = {
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
"""The marking functions, and what their leading arguments are."""


class Word(NamedTuple):
    """A message as the catalogue keys it; no context and no plural are empty."""

    context: str
    msgid: str
    plural: str = ""


@cache
def catalogue() -> list[polib.POEntry]:
    """What the house says in Chinese, entry by entry."""
    return list(polib.pofile(str(CATALOGUE), wrapwidth=0))


def key_of(entry: polib.POEntry) -> Word:
    return Word(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def chinese_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def said() -> dict[Word, Path]:
    """Every marked message of the source, with one file that says it."""
    found: dict[Word, Path] = {}
    for path, text in modules():
        found |= dict.fromkeys(_marked(text), path)
    for path in template_files():
        found |= dict.fromkeys(_marked_in_template(path), path.relative_to(ROOT))
    return found


def template_files() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))


def _marked(text: str) -> Iterator[Word]:
    tree = ast.parse(text)
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            parts = FUNCTIONS[names[node.func.id]]
            values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if len(values) >= len(parts):
                yield _word(dict(zip(parts, map(str, values), strict=False)))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """How this module calls the marking functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((name.asname or name.name, name.name) for name in node.names if name.name in FUNCTIONS)


def _word(parts: dict[str, str]) -> Word:
    return Word(parts.get("context", ""), parts["msgid"], parts.get("plural", ""))


TEXT = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(((?:[^()'\"]|{TEXT})*)\)")


def _marked_in_template(path: Path) -> Iterator[Word]:
    """The template as Django itself turns it into calls for extraction."""
    for name, arguments in CALL.findall(templatize(path.read_text())):
        parts = FUNCTIONS["gettext" if name == "_" else name]
        values = ast.literal_eval("[" + re.sub(r",\s*count$", "", arguments) + "]")
        yield _word(dict(zip(parts, values, strict=False)))
