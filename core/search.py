"""Search by our own words: numbers and their tails, Chinese two by two, pinyin, Traditional as Simplified."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Lookup, Model, QuerySet

from core.pinyin import syllables

M = TypeVar("M", bound=Model)

# Bounds keep a document far below PostgreSQL's 1 MB and a query cheap, whatever is pasted.
LONGEST_TEXT = 20_000
LONGEST_QUERY = 200
LONGEST_NAME = 80
LONGEST_TOKEN = 32
MOST_TOKENS = 2_000
MOST_QUERY_TOKENS = 16
SPOKEN_CHARACTERS = 40
SHORTEST_TAIL = 3

HAN = "\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Strings of words and digits held together by one separator are one code: SO-202611-0318, 6204-2RS, 0.75kW.
RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<code>[^\W_{HAN}]+(?:[-._/][^\W_{HAN}]+)*)")
PIECES = re.compile(r"\d+|[^\W\d_]+")
TIMES = re.compile(r"(?<=\d)\s*[×*]\s*(?=\d)")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"))


@cache
def _simplified() -> dict[int, str]:
    # Character by character, on both sides of the comparison: every variant pair meets, whatever the phrase.
    table = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(traditional): simplified.split()[0] for traditional, simplified in pairs}


def fold(text: str) -> str:
    """One spelling for all: half-width, lower case, no accents, Simplified, one kind of dash."""
    if text.isascii():
        return TIMES.sub("x", text.lower())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    whole = unicodedata.normalize("NFKC", bare).casefold()
    return TIMES.sub("x", whole.translate(DASHES).translate(_simplified()))


def _chinese(run: str) -> Iterator[str]:
    # Bigrams, and the last character alone: with prefix match every single character is found.
    yield from (run[i : i + 2] for i in range(len(run) - 1))
    yield run[-1]
    spoken = syllables(run[:SPOKEN_CHARACTERS])
    initials = "".join(syllable[0] for syllable in spoken)
    for start in range(len(spoken)):
        yield "".join(spoken[start:])[:LONGEST_TOKEN]
        yield initials[start:][:LONGEST_TOKEN]


def _code(run: str) -> Iterator[str]:
    # From every piece onward, separators dropped, so that a code is found from any of its parts.
    pieces = PIECES.findall(run)
    for start in range(min(len(pieces), 8)):
        yield "".join(pieces[start : start + LONGEST_TOKEN])[:LONGEST_TOKEN]
    if pieces and pieces[-1].isdigit():
        tail = pieces[-1][-LONGEST_TOKEN:]
        yield from (tail[start:] for start in range(len(tail) - SHORTEST_TAIL + 1))
        yield tail.lstrip("0") or "0"


def _tokens_of(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for run in RUNS.finditer(fold(text)):
        han, code = run.group("han"), run.group("code")
        found |= dict.fromkeys(_chinese(han) if han else _code(code))
        if len(found) > MOST_TOKENS:
            break
    return tuple(found)[:MOST_TOKENS]


# Names and codes come again and again, notes do not; caching those would only fill the memory.
_tokens_of_name = lru_cache(maxsize=4096)(_tokens_of)


def tokens(*texts: str) -> list[str]:
    """Every word under which these texts can be found, each once, in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        short = len(text) <= LONGEST_NAME
        found |= dict.fromkeys(_tokens_of_name(text) if short else _tokens_of(text[:LONGEST_TEXT]))
    return list(found)[:MOST_TOKENS]


def _asked(code: str) -> list[str]:
    # With a digit it is a number or a product code and must match as a whole; without, it is words.
    pieces = PIECES.findall(code)
    if any(piece.isdigit() for piece in pieces):
        return ["".join(pieces)[:LONGEST_TOKEN]]
    return [piece[:LONGEST_TOKEN] for piece in pieces]


def query_tokens(text: str) -> list[str]:
    """The words that must all begin something in the document for it to be found."""
    found: dict[str, None] = {}
    for run in RUNS.finditer(fold(text[:LONGEST_QUERY])):
        han = run.group("han")
        if not han:
            words = _asked(run.group("code"))
        else:
            words = [han[i : i + 2] for i in range(len(han) - 1)] or [han]
        found |= dict.fromkeys(words)
    return list(found)[:MOST_QUERY_TOKENS]


def _lexeme(token: str) -> str:
    # Tokens hold letters and digits only; quoting them all the same keeps this true by itself.
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def document(*texts: str) -> str:
    """The text of a tsvector holding everything these texts are found by; store it in a SearchVectorField."""
    return " ".join(_lexeme(token) for token in tokens(*texts))


def query(text: str) -> str:
    """The text of a tsquery: every word must begin a word of the document; empty where nothing is asked."""
    return " & ".join(f"{_lexeme(token)}:*" for token in query_tokens(text))


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`search__holds=query(text)`: the stored document answers the query, through its GIN index."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", (*left_params, *right_params)


def match(queryset: QuerySet[M], text: str, column: str = "search") -> QuerySet[M]:
    """Those found by the text: all of them when nothing is asked, none when nothing can be found by it."""
    if not text.strip():
        return queryset
    asked = query(text)
    return queryset.filter(**{f"{column}__holds": asked}) if asked else queryset.none()


NEWEST, MANY = 5_000, 50
"""How many of the newest rows are looked at to tell a common word from a rare one; with more hits it is common."""


class AmongThose(Func):
    """Whether the key is one of a list that is made first, whatever the planner thinks of its length."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def match_newest(queryset: QuerySet[M], text: str, column: str = "search") -> QuerySet[M]:
    """As match, for long lists shown newest first.

    A common word is found by walking from the newest row, a rare one by the index of words. PostgreSQL cannot tell
    them apart by the beginning of a word, and walks through a million rows for one hit; a look at the newest can.
    """
    asked = query(text)
    if not text.strip() or not asked:
        return match(queryset, text, column)
    if _is_common(queryset.model, asked, column):
        return match(queryset, text, column).order_by("-pk")
    hits = queryset.model._default_manager.filter(**{f"{column}__holds": asked}).order_by().values("pk")
    return queryset.filter(AmongThose(F("pk"), ArraySubquery(hits)))


def _is_common(model: type[Model], asked: str, column: str) -> bool:
    table, key = model._meta.db_table, model._meta.pk.column
    sql = (
        f"SELECT count(*) FROM (SELECT 1 FROM (SELECT {column} FROM {table} ORDER BY {key} DESC LIMIT {NEWEST})"
        f" AS newest WHERE {column} @@ %s::tsquery LIMIT {MANY + 1}) AS hits"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked])
        return cursor.fetchone()[0] > MANY
