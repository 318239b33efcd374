"""What stock says about an order before it moves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.finding import Finding, Level
from core.sentence import Sentence
from inventory.services.reading import available
from orders.facts import LineFacts, OrderFacts
from orders.models.words import State

BEFORE_RESERVING = (State.DRAFT, State.PENDING_APPROVAL, State.APPROVED)


def stock(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Whether what is free covers each line, counting lines of one product together (S58).

    A short line is a warning and never a refusal: it will wait for goods. Once confirmed, the order
    has its own stock set aside and the question is over.
    """
    if facts.state not in BEFORE_RESERVING or not facts.lines:
        return []
    free = available({line.product_id for line in facts.lines})
    short = _short(facts.lines, free)
    if short:
        return short
    return [_finding("in_stock", Level.INFO, Sentence(_("Everything is in stock.")))]


def _short(lines: Sequence[LineFacts], free: dict[int, Decimal]) -> list[Finding]:
    found = []
    for line in lines:
        left = free[line.product_id]
        if line.ordered > left:
            found.append(_warning(line, max(left, Decimal(0))))
        free[line.product_id] = left - line.ordered
    return found


def _warning(line: LineFacts, left: Decimal) -> Finding:
    needed, rest = _figure(line.ordered), _figure(left)
    message = _("%(code)s: %(needed)s needed, %(available)s available; the rest will have to wait.")
    return _finding(
        "short",
        Level.WARN,
        Sentence(message, {"code": line.code, "needed": needed, "available": rest}),
        line=line.position,
        facts={"needed": needed, "available": rest, "missing": _figure(line.ordered - left)},
    )


def _finding(code: str, level: Level, message: Any, **more: Any) -> Finding:
    return Finding(code=code, level=level, heading="stock", message=message, field="quantity", **more)


def _figure(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
