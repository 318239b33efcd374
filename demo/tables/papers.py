"""What the demo company offers and agrees on: clauses, contracts, requirements and quotations of our own invention."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Clause:
    """A standard clause in both languages; the first wording of one that was changed later stands before it."""

    code: str
    title: str
    title_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract: which customer and goods by their place in the lists, from when to when in days from now."""

    title: str
    customer: int
    goods: tuple[int, ...]
    begins: int
    ends: int
    quantity: int
    share: Decimal
    tolerance: Decimal = Decimal(2)
    stays_draft: bool = False
    """`share` is how much of the first product was called off already."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and the state it stands in; `asked` is the requirement it answers."""

    customer: int
    goods: tuple[int, ...]
    quantity: int
    state: str
    discount: Decimal = Decimal(0)
    asked: str = ""
    own_terms: str = ""


CLAUSES = [
    Clause(
        "DELIVERY", "送货条款", "Delivery",
        "卖方负责送货至买方指定仓库，买方在三个工作日内验收。",
        "The seller delivers to the buyer's warehouse; the buyer inspects within three working days.",
    ),
    Clause(
        "DELIVERY", "送货条款", "Delivery",
        "卖方负责送货至买方指定仓库并承担运费，买方在五个工作日内验收。",
        "The seller delivers to the buyer's warehouse and bears the freight; inspection within five working days.",
    ),
    Clause(
        "WARRANTY", "质保条款", "Warranty",
        "自验收之日起质保十二个月，人为损坏除外。",
        "Twelve months of warranty from acceptance, damage by misuse excepted.",
    ),
    Clause(
        "RETURNS", "退换货条款", "Returns",
        "标准品在收货后七日内可退换，定制品不予退换。",
        "Standard goods may be returned within seven days of receipt, custom-made goods may not.",
    ),
]  # fmt: skip

CONTRACTS = [
    Contract("年度轴承框架合同", 0, (0, 1, 2), -80, 285, 600, Decimal("0.20")),
    Contract("传动件季度合同", 1, (3, 4), -60, 30, 400, Decimal("0.96")),
    Contract("备件供应合同", 2, (5, 6), -85, 9, 500, Decimal("0.40")),
    Contract("上半年采购合同", 3, (7, 8), -90, -6, 300, Decimal(0)),
    Contract("华南工厂价格协议", 4, (9, 10), -40, 325, 800, Decimal("0.10"), Decimal(0)),
    Contract("新产线配套合同", 5, (11, 12), 0, 365, 1000, Decimal(0), stays_draft=True),
]

ASKED = "新产线需要低噪音轴承和配套密封件，希望月底前分两批到货。"

QUOTATIONS = [
    Quotation(6, (0, 3), 40, "draft"),
    Quotation(7, (1, 4), 60, "draft"),
    Quotation(8, (2, 5), 30, "pending_approval", own_terms="首付三成，余款货到六十天付清。"),
    Quotation(9, (3, 6), 20, "approved"),
    Quotation(10, (4, 7), 50, "sent"),
    Quotation(11, (5, 8), 25, "sent", Decimal(1), ASKED),
    Quotation(12, (6, 9), 35, "accepted"),
    Quotation(13, (7, 10), 45, "accepted", Decimal(1), ASKED),
    Quotation(14, (8, 11), 15, "declined"),
    Quotation(15, (9, 12), 55, "expired"),
    Quotation(16, (10, 0), 65, "withdrawn"),
    Quotation(17, (11, 1), 75, "rejected", own_terms="单价锁定两年，不随原材料调整。"),
]
