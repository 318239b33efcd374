"""What new prices would do: how far they move, how many fall below their floor, what margin is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import PriceChange, PriceChangeLine
from catalog.services.rates import rate_of
from core import clock
from core.money import told_price

ZERO, ONE, HUNDRED, TENTH = Decimal(0), Decimal(1), Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Weight:
    """The effect of a whole change, as rules ask about it; percents and points of margin."""

    lines: int
    largest_change: Decimal
    largest_cut: Decimal
    below_floor: int
    margin_fall: Decimal


@dataclass(frozen=True)
class Effect:
    """The effect of one new price, net and in the house's currency."""

    line: PriceChangeLine
    is_below: bool
    margin: Decimal | None
    fall: Decimal


def effects_of(change: PriceChange, lines: Sequence[PriceChangeLine]) -> list[Effect]:
    """Each price beside its product's floor and cost; what has no rate yet is compared as the bare figure."""
    rate = rate_of(change.price_list.currency, clock.today()) or ONE
    return [_effect(change, line, rate) for line in lines]


def _effect(change: PriceChange, line: PriceChangeLine, rate: Decimal) -> Effect:
    now = _net(change, line, line.new_price, rate)
    before = None if line.old_price is None else _net(change, line, line.old_price, rate)
    margin, was = _margin(line, now), _margin(line, before)
    fall = was - margin if was is not None and margin is not None else ZERO
    return Effect(line, now < line.product.floor_price, margin, max(fall, ZERO))


def _net(change: PriceChange, line: PriceChangeLine, price: Decimal, rate: Decimal) -> Decimal:
    net = told_price(price, line.product.tax_percent, heard=change.price_list.inclusive, told=False)
    return net * rate


def _margin(line: PriceChangeLine, price: Decimal | None) -> Decimal | None:
    if not price or not line.product.cost:
        return None
    return ((price - line.product.cost) * HUNDRED / price).quantize(TENTH)


def weigh(effects: Sequence[Effect]) -> Weight:
    """All of them together: the largest of each kind counts."""
    moves = [effect.line.percent for effect in effects if effect.line.percent is not None]
    return Weight(
        lines=len(effects),
        largest_change=max((abs(move) for move in moves), default=ZERO),
        largest_cut=max((-move for move in moves if move < 0), default=ZERO),
        below_floor=sum(effect.is_below for effect in effects),
        margin_fall=max((effect.fall for effect in effects), default=ZERO),
    )
