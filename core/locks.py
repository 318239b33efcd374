"""Taking rows for oneself, always in the order of their keys.

The ladder, left to right, once, late, before the check:
Order → OrderLine → CreditProfile → StockItem by pk → Invoice → Shipment → others by pk.
"""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def locked(queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of a queryset, held until the transaction ends; joined tables stay free."""
    return queryset.select_for_update(of=("self",)).order_by("pk")


def holding(model: type[Model]) -> str:
    """How the same is said at the end of a question that was put into SQL before (core.prepared)."""
    return f' FOR UPDATE OF "{model._meta.db_table}"'


def unheld(queryset: QuerySet[M]) -> QuerySet[M]:
    """Those rows of a queue that nobody holds now, held until the transaction ends; the others are somebody's work."""
    return queryset.select_for_update(of=("self",), skip_locked=True)


def one_by_one(name: str) -> None:
    """Hold a name until the transaction ends, where there is no row to hold yet; whoever names it too waits.

    Taken before any row, or the ladder breaks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
