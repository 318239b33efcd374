"""Pages of long lists by key, never by counting: the same cost at a thousand rows and at a million."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

COUNT_CAP = 1000


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page, and the keys that lead before and after it."""

    rows: list[M]
    older: str
    newer: str


def page_of(queryset: QuerySet[M], params: Any, *, size: int = 50) -> Page[M]:
    """One page by primary key, newest first; `before` and `after` are keys from the address.

    Nonsense in the address gives the first page.
    """
    before, after = _key(params.get("before")), _key(params.get("after"))
    if after is not None:
        rows = list(queryset.filter(pk__gt=after).order_by("pk")[: size + 1])
        more_newer, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, _last(rows), str(rows[0].pk) if rows and more_newer else "")
    if before is not None:
        queryset = queryset.filter(pk__lt=before)
    rows = list(queryset.order_by("-pk")[: size + 1])
    more_older, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        _last(rows) if more_older else "",
        str(rows[0].pk) if rows and before is not None else "",
    )


def capped_count(queryset: QuerySet[Any]) -> int:
    """How many rows there are, counting no further than the cap."""
    return queryset.order_by()[:COUNT_CAP].count()


def _last(rows: list[Any]) -> str:
    return str(rows[-1].pk) if rows else ""


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
