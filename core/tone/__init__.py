"""How every status looks and reads: one map from vocabulary to tone, glyph and word."""

from core.tone.deciding import (
    DIFFERENCE,
    POLICY,
    TASK,
    YES_NO,
)
from core.tone.goods import (
    CASE,
    COUNT,
    JOB,
    REALLOCATION,
    RETURN,
    SHIPMENT,
    WAVE,
)
from core.tone.mark import IDLE, Mark
from core.tone.order import (
    BILLING,
    CHANGE,
    FINDING,
    FULFILMENT,
    HOLD,
    JOINT,
    KIND,
    ORDER,
    PAYMENT,
    PROMISE,
    RETURNED,
    STAGE,
    SUPPLY,
)
from core.tone.papers import (
    CONTRACT,
    CREDIT_OVERRIDE,
    INVOICE,
    LETTER,
    PRICE_CHANGE,
    QUOTATION,
    REQUIREMENT,
)

MARKS = {
    "order": ORDER,
    "kind": KIND,
    "stage": STAGE,
    "supply": SUPPLY,
    "fulfilment": FULFILMENT,
    "billing": BILLING,
    "payment": PAYMENT,
    "returned": RETURNED,
    "promise": PROMISE,
    "task": TASK,
    "shipment": SHIPMENT,
    "job": JOB,
    "wave": WAVE,
    "return": RETURN,
    "case": CASE,
    "change": CHANGE,
    "invoice": INVOICE,
    "contract": CONTRACT,
    "quotation": QUOTATION,
    "requirement": REQUIREMENT,
    "letter": LETTER,
    "hold": HOLD,
    "credit_override": CREDIT_OVERRIDE,
    "price_change": PRICE_CHANGE,
    "reallocation": REALLOCATION,
    "finding": FINDING,
    "joint": JOINT,
    "flag": YES_NO,
    "policy": POLICY,
    "count": COUNT,
    "difference": DIFFERENCE,
}


def mark_of(kind: str, value: str) -> Mark:
    """The look of a status; a word the map does not know stays readable, in neutral."""
    known = MARKS.get(kind, {}).get(value)
    return known or Mark("neutral", IDLE, value.replace("_", " "))


__all__ = ["MARKS", "Mark", "mark_of"]
