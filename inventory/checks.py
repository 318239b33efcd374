"""What stock says about an order before it moves."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding, Level
from core.sentence import Sentence
from inventory.services.promising import promise_day
from inventory.services.reading import available
from orders.facts import LineFacts, OrderFacts
from orders.models.words import State

BEFORE_RESERVING = (State.DRAFT, State.PENDING_APPROVAL, State.APPROVED)


def stock(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Whether what is free covers each line, counting lines of one product together (S58).

    A short line is a warning and never a refusal: it will wait for goods. Once confirmed, the order
    has its own stock set aside and the question is over.
    """
    if not (facts.changing or facts.state in BEFORE_RESERVING) or not facts.lines:
        return []
    free = available({line.product_id for line in facts.lines})
    short = _short(facts, free)
    if short:
        return short
    return [_finding("in_stock", Level.INFO, Sentence(_("Everything is in stock.")))]


def _short(facts: OrderFacts, free: dict[int, Decimal]) -> list[Finding]:
    found = []
    for line in facts.lines:
        left, needed = free[line.product_id], line.ordered - line.covered
        if needed > max(left, Decimal(0)):
            found.append(_warning(line, max(left, Decimal(0)), needed, _earliest(facts, line)))
        free[line.product_id] = left - needed
    return found


def _earliest(facts: OrderFacts, line: LineFacts) -> str:
    """The day a change of a bound order moves a short line to; before that nothing is promised yet."""
    if not facts.changing:
        return ""
    day = promise_day(wanted_on=line.wanted_on or facts.wanted_on, in_stock=False, today=clock.today())
    return day.isoformat()


def _warning(line: LineFacts, left: Decimal, wanted: Decimal, day: str) -> Finding:
    needed, rest = _figure(wanted), _figure(left)
    if day:
        message = _("%(code)s: %(needed)s more needed, %(available)s available; the rest not before %(day)s.")
    else:
        message = _("%(code)s: %(needed)s needed, %(available)s available; the rest will have to wait.")
    return _finding(
        "short",
        Level.WARN,
        Sentence(message, {"code": line.code, "needed": needed, "available": rest, "day": day}),
        line=line.position,
        facts={"needed": needed, "available": rest, "missing": _figure(wanted - left)},
    )


def _finding(code: str, level: Level, message: Any, **more: Any) -> Finding:
    return Finding(code=code, level=level, heading="stock", message=message, field="quantity", **more)


def _figure(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
