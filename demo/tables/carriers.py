"""Who carries the demo company's goods, and what they say on the way; all invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier of the list; `silence` in working hours."""

    code: str
    name: str
    silence: int | None


CARRIERS = (
    CarrierRow("sf", "顺丰速运", 16),
    CarrierRow("deppon", "德邦物流", 24),
    CarrierRow("jd", "京东物流", 16),
    CarrierRow("zto", "中通快运", 24),
)
PAGE = "https://tracking.example/%s/{}"

TAKEN = ("accepted", "杭州转塘网点", "已揽收")
WAY = (
    (5, ("in_transit", "杭州转运中心", "快件已发出，下一站上海转运中心")),
    (13, ("in_transit", "上海转运中心", "快件已到达")),
    (21, ("out_for_delivery", "上海浦东张江网点", "派送中，请保持电话畅通")),
)
"""Hours after departure, what happens, where, and the carrier's words."""

TROUBLES = (
    ("attempted", "上海浦东张江网点", "收件人不在，电话无人接听，改日再派"),
    ("damaged", "上海转运中心", "外包装破损，已拍照登记"),
)
SIGNED_BY = "陈师傅"
