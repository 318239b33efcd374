"""Every row of every table in one look, so that "nothing changed" means nothing at all."""

from django.db import connection

# A request may touch its own session; that is no business of the house.
BESIDE = ("django_session", "axes_accessattempt", "axes_accesslog")

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# The mark that holds the sides of a posting together is drawn by lot: it differs between equal books.
ROWS = """
SELECT '{0}', count(*), COALESCE(md5(string_agg(t::text, '|' ORDER BY t::text)), '')
FROM (SELECT to_jsonb(r) - 'transaction' AS t FROM {0} r) AS rows
"""


def books() -> dict[str, tuple[int, str]]:
    """Table → how many rows, and a digest of all they hold."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall() if name not in BESIDE]
        cursor.execute(" UNION ALL ".join(ROWS.format(name) for name in tables))
        return {name: (rows, digest) for name, rows, digest in cursor.fetchall()}


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """The tables that differ."""
    return [name for name in after if before[name] != after[name]]
