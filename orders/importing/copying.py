"""Putting many rows into a table at once: COPY, with the model's own defaults for what is not named."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of the named fields; checks, keys and triggers hold as for any insert."""
    rest = [field for field in model._meta.concrete_fields if field.attname not in names]
    columns = [_column(model, name) for name in [*names, *[field.attname for field in rest]]]
    tail = as_line([field.get_default() for field in rest])
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        text = "".join(f"{as_line(row)[:-1]}\t{tail}" if rest else as_line(row) for row in rows)
        listed = ", ".join(map(connection.ops.quote_name, columns))
        copy_text(cursor, f"{table} ({listed})", text)


def _column(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def copy_text(cursor: Any, target: str, text: str) -> None:
    """COPY lines into a table; what goes wrong is told in Django's words, as for every statement."""
    with connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO(text))


def new_keys(model: type[Model], count: int) -> list[int]:
    """Keys for rows to come, taken from the table's own sequence."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [model._meta.db_table, count])
        return [row[0] for row in cursor.fetchall()]


def as_line(values: Iterable[Any]) -> str:
    """A row in COPY's text form."""
    return "\t".join(map(_cell, values)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    text = value if type(value) is str else str(value)
    return text if text.isprintable() and "\\" not in text else text.translate(ESCAPES)
