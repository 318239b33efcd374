"""Taking lots past their last good day out of what may be promised."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from core import clock
from inventory.models import BinStock, Lot, StockItem
from inventory.services.posting import adjust


def close_expired(items: Sequence[StockItem]) -> None:
    """Take the lots of held shelves that expired since the last look out of what may be promised."""
    products = {item.product_id for item in items}
    due = set(Lot.objects.due(clock.today()).filter(product_id__in=products).values_list("pk", flat=True))
    if not due:
        return
    Lot.objects.filter(pk__in=due).update(blocked=True)
    closed: dict[int, Decimal] = defaultdict(Decimal)
    # What lies in quarantine was not for sale before either.
    for part in BinStock.objects.here().filter(lot__in=due).exclude(bin__kind="quarantine"):
        closed[part.item_id] += part.on_hand
    adjust(blocked=closed)
    for item in items:
        item.blocked += closed.get(item.pk, Decimal(0))
