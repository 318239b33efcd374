"""What a person may see, as a condition of a statement written by hand."""

from typing import Any


def among(rows: Any, column: str, prefix: str) -> tuple[str, dict[str, Any]]:
    """`AND column IN (…)` for these rows with its named values; they start with the prefix."""
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    named = {f"{prefix}{index}": value for index, value in enumerate(values)}
    return f"AND {column} IN ({sql % tuple(f'%({name})s' for name in named)})", named
