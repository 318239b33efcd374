"""The one rounding engine: every amount on every page comes from here."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

ZERO = Decimal(0)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
PRICE_STEP = Decimal("0.000001")

MINOR_UNITS = {"JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "KWD": 3}


def minor_unit(currency: str) -> Decimal:
    """The smallest amount that can be paid in a currency: 0.01 for CNY, 1 for JPY."""
    return Decimal(1).scaleb(-MINOR_UNITS.get(currency, 2))


def paper_language(currency: str) -> str:
    """Papers in yuan are Chinese, all others English: the customer reads them, not the clerk."""
    return "zh-hans" if currency == "CNY" else "en"


def rounded(amount: Decimal, currency: str = "CNY") -> Decimal:
    """An amount half-up to the currency's minor unit, as tax offices and cash desks do."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP)


def in_base(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount in the house's own currency, at what one unit of its own is worth there."""
    return rounded(amount * rate, settings.GENDAN_CURRENCY)


def line_net(quantity: Decimal, price: Decimal, discount_percent: Decimal, currency: str = "CNY") -> Decimal:
    """Net amount of a line: quantity × price less discount, rounded once."""
    return rounded(quantity * price * (HUNDRED - discount_percent) / HUNDRED, currency)


def line_tax(net: Decimal, tax_percent: Decimal, currency: str = "CNY") -> Decimal:
    """Tax of a line on its rounded net amount, rounded once."""
    return rounded(net * tax_percent / HUNDRED, currency)


def line_tax_within(gross: Decimal, tax_percent: Decimal, currency: str = "CNY") -> Decimal:
    """The tax contained in an amount that was told with tax, rounded once; the rest of it is net."""
    return rounded(gross * tax_percent / (HUNDRED + tax_percent), currency)


def line_amounts(
    quantity: Decimal,
    price: Decimal,
    discount_percent: Decimal,
    tax_percent: Decimal,
    currency: str = "CNY",
    *,
    inclusive: bool = False,
) -> tuple[Decimal, Decimal]:
    """Net and tax of a line: net + tax is exactly what the customer was told, whichever way that was.

    An inclusive price gives the amount with tax first, and the tax is taken out of it.
    """
    told = line_net(quantity, price, discount_percent, currency)
    if not inclusive:
        return told, line_tax(told, tax_percent, currency)
    tax = line_tax_within(told, tax_percent, currency)
    return told - tax, tax


def with_tax(price: Decimal, tax_percent: Decimal) -> Decimal:
    """A unit price without tax as one with it, to the six places unit prices have."""
    return (price * (HUNDRED + tax_percent) / HUNDRED).quantize(PRICE_STEP, rounding=ROUND_HALF_UP)


def without_tax(price: Decimal, tax_percent: Decimal) -> Decimal:
    """A unit price that contains the tax as one without it, to the six places unit prices have."""
    return (price * HUNDRED / (HUNDRED + tax_percent)).quantize(PRICE_STEP, rounding=ROUND_HALF_UP)


def told_price(price: Decimal, tax_percent: Decimal, *, heard: bool, told: bool) -> Decimal:
    """A unit price heard with or without tax, told with or without."""
    if heard == told:
        return price
    return with_tax(price, tax_percent) if told else without_tax(price, tax_percent)


def share(amount: Decimal, weights: Sequence[Decimal], currency: str = "CNY") -> list[Decimal]:
    """Split an amount in proportion to the weights so that the parts add up to it exactly.

    Largest remainder: everyone gets the part rounded down, the left-over cents go to
    the largest fractions, ties to the earlier one. All-zero weights put it on the first.
    """
    if not weights:
        return []
    unit, total = minor_unit(currency), sum(weights, ZERO)
    if not total:
        return [amount, *[ZERO] * (len(weights) - 1)]
    units = [amount / unit * weight / total for weight in weights]
    parts = [Decimal(int(part)) for part in units]
    missing = int(amount / unit) - int(sum(parts, ZERO))
    step = 1 if missing >= 0 else -1
    order = sorted(range(len(parts)), key=lambda i: (-abs(units[i] - parts[i]), i))
    for i in order[: abs(missing)]:
        parts[i] += step
    return [part * unit for part in parts]


def part_of(
    total: Decimal,
    whole: Decimal,
    before: Decimal,
    after: Decimal,
    currency: str = "CNY",
) -> Decimal:
    """What the pieces from `before` to `after` of `whole` cost, so that all parts sum to `total`.

    Each part is the difference of two rounded running totals; the last one closes exactly.
    """
    if not whole:
        return ZERO
    return rounded(total * after / whole, currency) - rounded(total * before / whole, currency)
