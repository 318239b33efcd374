"""How many queries each page may ask: committed figures that a page may not outgrow.

    with counted("orders.list", budget=8):
        client.get("/orders/")

A page that asks more than tests/query_counts.json says fails with every query it asked.
RECORD_QUERIES=1 writes the figures as they are now, which then show in the diff; no figure passes its budget.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FIGURES = Path(__file__).with_name("query_counts.json")


def figures() -> dict[str, int]:
    """The committed figures by page."""
    return json.loads(FIGURES.read_text()) if FIGURES.exists() else {}


@contextmanager
def counted(page: str, *, budget: int) -> Iterator[CaptureQueriesContext]:
    """Fail when the page asks more than its figure, or than its budget."""
    with CaptureQueriesContext(connection) as asked:
        yield asked
    now = len(asked)
    if os.environ.get("RECORD_QUERIES"):
        FIGURES.write_text(json.dumps(figures() | {page: now}, indent=2, sort_keys=True) + "\n")
    figure = figures().get(page)
    listed = "\n".join(f"{n:3} {query['sql'][:300]}" for n, query in enumerate(asked.captured_queries, start=1))
    assert now <= budget, f"{page} asks {now} queries, its budget is {budget}:\n{listed}"
    assert figure is not None, f"{page} has no figure yet: record it with RECORD_QUERIES=1"
    assert now <= figure, f"{page} asks {now} queries, its figure is {figure}:\n{listed}"
