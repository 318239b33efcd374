"""Taking rows for oneself, always in the order of their keys.

The ladder, left to right, once, late, before the check:
Order → OrderLine → CreditProfile → StockItem by pk → Invoice → Shipment → others by pk.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def locked(queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of a queryset, held until the transaction ends; joined tables stay free."""
    return queryset.select_for_update(of=("self",)).order_by("pk")
