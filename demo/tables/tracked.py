"""Goods known by lot or by serial number, and the bins of the main warehouse."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Tracked:
    """A product kept by lot or by number, net prices in CNY."""

    code: str
    name: str
    name_en: str
    spec: str
    unit: str
    barcode: str
    list_price: Decimal
    cost: Decimal
    tracking: str
    category: str


TRACKED = [
    Tracked(
        "LJ-JY401", "厌氧胶 JY401", "Anaerobic adhesive JY401", "50 ml", "bottle", "2900000000018",
        Decimal("46.00"), Decimal("21.50"), "lot", "lubricant",
    ),
    Tracked(
        "LJ-RZ22", "轴承润滑脂 RZ22", "Bearing grease RZ22", "1 kg", "can", "2900000000025",
        Decimal("88.00"), Decimal("43.00"), "lot", "lubricant",
    ),
    Tracked(
        "LJ-VF075", "变频器 VF075", "Frequency inverter VF075", "0.75 kW", "unit", "2900000000032",
        Decimal("980.00"), Decimal("612.00"), "serial", "motor",
    ),
]  # fmt: skip

SCREW = Tracked(
    "LJ-SFU2005", "滚珠丝杠 SFU2005", "Ball screw SFU2005", "1000 mm", "unit", "2900000000049",
    Decimal("168.00"), Decimal("96.00"), "none", "motor",
)  # fmt: skip
"""Too few of it for three who want it."""

BINS = [
    ("A-01-1", "storage", 10), ("A-01-2", "storage", 11), ("A-02-1", "storage", 20), ("A-02-2", "storage", 21),
    ("B-01-1", "storage", 30), ("B-01-2", "storage", 31), ("SH-IN", "receiving", 1), ("SH-QC", "quarantine", 99),
]  # fmt: skip

LOTS = [("L2408", -12, 6), ("L2501", 9, 14), ("L2503", 26, 40), ("L2506", 190, 60)]
"""Number, days it still keeps, and pieces."""
