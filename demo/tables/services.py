"""What the demo company does at its customers' beside selling goods, net prices in CNY; all of our own invention."""

from dataclasses import dataclass
from decimal import Decimal

TAX_PERCENT = Decimal(6)
UNIT = ("visit", "次")
CATEGORY = "技术服务"


@dataclass(frozen=True, slots=True)
class Service:
    """One service, by the visit."""

    code: str
    name: str
    name_en: str
    spec: str
    list_price: Decimal
    cost: Decimal


SERVICES = [
    Service("FW-0101", "安装调试", "Installation and start-up", "单台", Decimal(680), Decimal(320)),
    Service("FW-0102", "上门维修", "Repair on site", "不含配件", Decimal(420), Decimal(210)),
    Service("FW-0103", "年度保养", "Yearly maintenance", "每次 4 小时", Decimal(1500), Decimal(760)),
    Service("FW-0104", "现场培训", "Training on site", "半天", Decimal(2200), Decimal(900)),
    Service("FW-0105", "设备检测", "Equipment inspection", "含检测报告", Decimal(960), Decimal(430)),
]
