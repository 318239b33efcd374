"""What comes back in the demo company, how far each return goes, and what customers say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Returned:
    """One return: why, what the customer wants, how far it goes, and what the goods were found to be."""

    reason: str
    wanted: str
    until: str
    found: str = "good"
    finding: str = ""
    note: str = ""


@dataclass(frozen=True)
class Said:
    """One case: what was said how many hours ago, and what became of it."""

    kind: str
    title: str
    hours: int
    cause: str = ""
    text: str = ""
    answer: str = ""
    rating: int = 0


RETURNS = (
    Returned("damaged", "credit", "credited", "scrap", "外箱压坏，轴承外圈裂纹", "运输破损"),
    Returned("too_many", "credit", "credited", "good"),
    Returned("not_needed", "credit", "resolved", "good", note="项目取消"),
    Returned("quality", "replace", "resolved", "scrap", "尺寸超差"),
    Returned("wrong", "replace", "resolved", "good", "型号发错"),
    Returned("quality", "repair", "resolved", "repair", "密封件老化"),
    Returned("quality", "credit", "inspected", "repair", "可修复", "异响"),
    Returned("damaged", "replace", "inspected", "scrap", "壳体破裂"),
    Returned("late", "credit", "received"),
    Returned("wrong", "replace", "received"),
    Returned("too_many", "credit", "approved"),
    Returned("other", "credit", "approved", note="客户改用其他型号"),
)

CASES = (
    Said("complaint", "到货外箱破损", 30, "damage", "两箱外包装压坏，请核实", "已安排退货换新，运费由我们承担", 4),
    Said("complaint", "轴承异响", 52, "quality", "装机后有异响", "已寄新件，请把旧件寄回检测", 3),
    Said("complaint", "交货比承诺晚三天", 26, "late", "", "已致歉，后续加急发货"),
    Said("question", "请提供质保书", 20, "", "需要本批次质保书", "质保书已邮件发送", 5),
    Said("complaint", "发票抬头有误", 6, "bill", "请核对抬头"),
    Said("repair", "减速机渗油", 9, "", "运行两周后渗油"),
    Said("question", "询问替代型号", 3, "", "原型号停产，请推荐替代"),
    Said("follow_up", "收货后回访", 2),
)
