"""What a row of the stock list shows beside its figures: what comes, what is free by date, how long it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core import clock
from inventory.models import ReorderRule, StockItem
from inventory.services.pacing import PACE_DAYS
from inventory.services.reading import Coming, Standing, by_date, coming_to

ZERO = Decimal(0)
WIDTH, HEIGHT, DAYS = 84, 20, 28


@dataclass(frozen=True)
class Spark:
    """What is free by date as one stepped line over four weeks; `floor` is where nothing is free, `words` say it."""

    points: str
    floor: float
    low: bool
    words: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass
class Row:
    """One stock item of the list."""

    item: StockItem
    incoming: Decimal = ZERO
    standing: Sequence[Standing] = ()
    spark: Spark | None = field(default=None)

    @property
    def cover(self) -> Decimal | None:
        """For how many days what is free lasts at the pace of the last months; None where nothing left."""
        used = getattr(self.item, "used", None)
        return (max(ZERO, self.item.available) * PACE_DAYS / used).quantize(Decimal(1)) if used else None


def rows_of(items: Sequence[StockItem]) -> list[Row]:
    """The rows of a page (StockItem.for_list); one query, whatever their number."""
    coming = coming_to({item.product_id for item in items})
    return [_row(item, coming.get((item.product_id, item.warehouse_id), [])) for item in items]


def _row(item: StockItem, arrivals: Sequence[Coming]) -> Row:
    standing = by_date(item, arrivals)
    incoming = sum((one.quantity for one in arrivals), ZERO)
    return Row(item, incoming, standing, spark_of(standing, least=getattr(item, "minimum", None) or ZERO))


def spark_of(standing: Sequence[Standing], *, least: Decimal = ZERO) -> Spark | None:
    """The small line of what is free by date; nothing where nothing changes."""
    if len(standing) < 2:
        return None
    today = clock.today()
    top = max(max(one.quantity for one in standing), least, Decimal(1))
    bottom = min(ZERO, *(one.quantity for one in standing))
    span = float(top - bottom)

    def high(quantity: Decimal) -> float:
        return round(HEIGHT - 2 - (float(quantity - bottom) / span) * (HEIGHT - 4), 1)

    points, last = [], high(standing[0].quantity)
    for one in standing:
        x = round(min((one.day - today).days, DAYS) / DAYS * (WIDTH - 2) + 1, 1)
        points += [f"{x},{last}", f"{x},{(last := high(one.quantity))}"]
    points.append(f"{WIDTH - 1},{last}")
    words = " · ".join(f"{one.day:%m-%d} {one.quantity.normalize():f}" for one in standing)
    return Spark(" ".join(points), high(ZERO), standing[-1].quantity < least, words)


def rule_of(item: StockItem) -> ReorderRule | None:
    """What is to be kept of a stock item."""
    return ReorderRule.objects.filter(product_id=item.product_id, warehouse_id=item.warehouse_id).first()
