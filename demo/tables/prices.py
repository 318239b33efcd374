"""What the demo company charges whom: lists of tiers and of single customers, and what foreign money is worth."""

from dataclasses import dataclass
from decimal import Decimal

Steps = tuple[tuple[int, str], ...]
"""(from so many base units, price), smallest first."""


@dataclass(frozen=True, slots=True)
class TierList:
    """A list for a whole tier: percent of the list price, less from a quantity on; no tier is everybody."""

    name: str
    tier: str
    percent: Decimal
    many: int
    percent_for_many: Decimal
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerList:
    """A list of one customer's own; the days count from today, none is open at that end."""

    name: str
    customer: str
    prices: dict[str, Steps]
    currency: str = "CNY"
    inclusive: bool = False
    since: int | None = None
    until: int | None = None


TIER_LISTS = [
    TierList("重点客户价目表", "key", Decimal(97), 100, Decimal(95)),
    TierList("核心客户价目表", "core", Decimal(98), 200, Decimal(96)),
    TierList("旺季轴承特价", "", Decimal(99), 100, Decimal(97), ("ZQ-6000-ZZ", "ZQ-6206-ZZ", "ZQ-6805-ZZ")),
]

CUSTOMER_LISTS = [
    CustomerList(
        "北京朔禾年度协议价",
        "C5649",
        {
            "ZQ-6206-ZZ": ((0, "15.90"), (50, "15.60"), (200, "15.20")),
            "ZQ-6000-ZZ": ((0, "4.05"), (100, "3.98"), (500, "3.90")),
            "ZT-UCP205": ((0, "36.50"), (20, "35.80"), (100, "35.20")),
            "ZZ-32213": ((0, "150.00"), (10, "147.00")),
            "CD-HTD5M-600-15": ((0, "34.50"), (30, "33.60")),
            "DJ-SM60-04": ((0, "1138.00"), (5, "1110.00")),
        },
        since=-95,
        until=270,
    ),
    CustomerList(
        "天津含税协议价",
        "C2377",
        {
            "ZQ-6206-ZZ": ((0, "17.90"), (100, "17.50")),
            "ZT-UCP205": ((0, "41.20"), (50, "40.50")),
            "CD-SPZ-1250": ((0, "31.00"), (40, "30.20")),
            "JS-RV063-40": ((0, "568.00"), (5, "560.00")),
        },
        inclusive=True,
        since=-95,
    ),
    CustomerList(
        "天津沧禾上季度协议价",
        "C6086",
        {"ZQ-6206-ZZ": ((0, "15.80"),), "ZT-UCP205": ((0, "36.00"), (50, "35.00"))},
        since=-120,
        until=-14,
    ),
    CustomerList(
        "马来西亚槟屿出口价目表",
        "C5931",
        {
            "ZQ-6206-ZZ": ((0, "2.25"), (200, "2.18")),
            "ZT-UCP205": ((0, "5.20"), (50, "5.05")),
            "ZZ-32213": ((0, "21.40"),),
            "DJ-SM60-04": ((0, "162.00"), (5, "158.50")),
        },
        currency="USD",
        since=-95,
        until=90,
    ),
]

RATES: dict[str, tuple[tuple[int, str], ...]] = {
    "USD": ((-130, "7.1830"), (-95, "7.1655"), (-64, "7.1510"), (-33, "7.1375"), (-4, "7.1240")),
    "EUR": ((-130, "8.2160"), (-64, "8.2745"), (-4, "8.3020")),
}
"""Yuan for one, from so many days after today on."""
