"""Every row of every table in one look, so that "nothing changed" means nothing at all."""

from collections.abc import Iterable

from django.db import connection

# A request may touch its own session; that is no business of the house.
BESIDE = ("django_session", "axes_accessattempt", "axes_accesslog")

# What this transaction has done to each table so far, taken back or not: a table whose count stands was not touched.
TOUCHED = """
SELECT relname, concat_ws(' ', pg_current_xact_id(), n_tup_ins, n_tup_upd, n_tup_del)
FROM pg_stat_xact_user_tables WHERE schemaname = 'public' ORDER BY 1
"""
# The mark that holds the sides of a posting together is drawn by lot: it differs between equal books.
ROWS = """
SELECT '{0}', count(*), COALESCE(md5(string_agg(t::text, '|' ORDER BY t::text)), '')
FROM (SELECT to_jsonb(r) - 'transaction' AS t FROM {0} r) AS rows
"""


class Books(dict[str, tuple[int, str]]):
    """Table → how many rows, and a digest of all they hold; and how far each was touched at that time."""

    touched: dict[str, str]


def books() -> Books:
    touched = _touched()
    found = Books(_read(touched))
    found.touched = touched
    return found


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """The tables that differ."""
    return [name for name in after if before[name] != after[name]]


def since(before: Books) -> list[str]:
    """The tables that differ now; those that were not touched in the same transaction need not be read again."""
    doubtful = [name for name, mark in _touched().items() if mark != before.touched.get(name)]
    return changed(before, _read(doubtful))


def _touched() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return {name: mark for name, mark in cursor.fetchall() if name not in BESIDE}


def _read(tables: Iterable[str]) -> dict[str, tuple[int, str]]:
    looks = [ROWS.format(name) for name in tables]
    if not looks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return {name: (rows, digest) for name, rows, digest in cursor.fetchall()}
