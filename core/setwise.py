"""Writing some columns of many rows in one short statement, whatever their number."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def write_columns(rows: Iterable[Model], names: Iterable[str]) -> None:
    """Write these fields of rows that exist already; all of one model, each row once.

    Says what bulk_update says in a tenth of its work: one value list per column instead of a case per cell.
    """
    told = list(rows)
    if not told:
        return
    fields = _fields(type(told[0]), tuple(names))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in told] for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(told[0]), tuple(names)), [[row.pk for row in told], *values])


def _fields(model: type[Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


@cache
def _statement(model: type[Model], names: tuple[str, ...]) -> str:
    fields = _fields(model, names)
    key = model._meta.pk
    arrays = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in [key])
    arrays += "".join(f", %s::{field.cast_db_type(connection)}[]" for field in fields)
    columns = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
    named = ", ".join(f'"{field.column}"' for field in [key, *fields])
    return (
        f'UPDATE "{model._meta.db_table}" AS old SET {columns} '
        f'FROM unnest({arrays}) AS new({named}) WHERE old."{key.column}" = new."{key.column}"'
    )


@contextmanager
def beside_update(row: Model) -> Iterator[None]:
    """Insert a new row in the same statement as the one update inside, by which it learns its key.

    Where that updates nothing the row is there all the same, and its key stays unknown.
    """
    table = row._meta.db_table
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    key = f'"{row._meta.pk.column}"'

    def prefix(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("UPDATE "):
            return execute(sql, params, many, context)
        both = f"WITH beside AS ({_insert(table, fields)} RETURNING {key}) {sql} RETURNING (SELECT {key} FROM beside)"
        done = execute(both, (*values, *params), many, context)
        if found := context["cursor"].fetchone():
            row.pk = found[0]
        row._state.adding = False
        return done

    with connection.execute_wrapper(prefix):
        yield


def _insert(table: str, fields: Sequence[Any]) -> str:
    named = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{table}" ({named}) VALUES ({", ".join("%s" for _field in fields)})'
