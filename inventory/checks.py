"""What stock says about an order before it moves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding, Level
from core.sentence import Sentence
from inventory.services.promising import Explained, explain
from inventory.services.reading import Coming, Seen, available, coming, seen_by_draft
from orders.facts import LineFacts, OrderFacts
from orders.models.words import State

BEFORE_RESERVING = (State.DRAFT, State.PENDING_APPROVAL, State.APPROVED)


def stock(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Whether what is free covers each line, counting lines of one product together, and when it will (S58, B2).

    A short line is a warning and never a refusal: it will wait for goods; a service takes nothing from a shelf.
    While the order is typed, what live drafts of others hold softly is not free (B1). Once confirmed, the order
    has its own stock set aside.
    """
    goods = [line for line in facts.lines if not line.is_service]
    if not (facts.changing or facts.state in BEFORE_RESERVING) or not goods:
        return []
    ids = {line.product_id for line in goods}
    drafting = facts.state == State.DRAFT
    seen = seen_by_draft(ids, facts.order_id) if drafting else {}
    free = {pk: one.free for pk, one in seen.items()} if drafting else available(ids)
    short = _short(goods, free)
    if not short:
        return [*_held(goods, seen), _finding("in_stock", Level.INFO, Sentence(_("Everything is in stock.")))]
    arrivals = coming({line.product_id for line, _left in short})
    return [*_held(goods, seen), *(_warning(line, left, facts, arrivals) for line, left in short)]


def _short(lines: Sequence[LineFacts], free: dict[int, Decimal]) -> list[tuple[LineFacts, Decimal]]:
    found = []
    for line in lines:
        left, needed = free[line.product_id], line.ordered - line.covered
        if needed > max(left, Decimal(0)):
            found.append((line, max(left, Decimal(0))))
        free[line.product_id] = left - needed
    return found


def _held(lines: Sequence[LineFacts], seen: dict[int, Seen]) -> list[Finding]:
    """Products of which drafts of others hold something, each said once."""
    first = {line.product_id: line for line in reversed(lines)}
    message = _("%(code)s: %(held)s of %(shelf)s are in drafts that others are typing.")
    return [
        _finding(
            "soft_hold",
            Level.INFO,
            Sentence(message, {"code": line.code, "held": _figure(one.held), "shelf": _figure(one.on_shelf)}),
            line=line.position,
            facts={"held": _figure(one.held)},
        )
        for pk, line in first.items()
        if (one := seen.get(pk, Seen())).held
    ]


def _warning(line: LineFacts, left: Decimal, facts: OrderFacts, arrivals: dict[int, list[Coming]]) -> Finding:
    wanted_on = line.wanted_on or facts.wanted_on
    wanted = line.ordered - line.covered
    told = explain(wanted, left, arrivals.get(line.product_id, []), wanted_on=wanted_on, today=clock.today())
    numbers = {
        "needed": _figure(wanted),
        "available": _figure(left),
        "missing": _figure(wanted - left),
        "by_wanted": _figure(told.by_wanted),
        "promise": f"{told.day:%Y-%m-%d}",
    }
    sources = " · ".join(f"{one.label} {one.day:%Y-%m-%d} +{_figure(one.quantity)}" for one in told.waits_for)
    values = {"code": line.code, "sources": sources, **numbers}
    return _finding("short", Level.WARN, Sentence(_words(told), values), line=line.position, facts=numbers)


def _words(told: Explained) -> Any:
    if not told.waits_for:
        return _("%(code)s: %(needed)s needed, %(available)s available; nothing is announced, about %(promise)s.")
    if told.announced:
        return _(
            "%(code)s: %(needed)s needed, %(available)s available now, %(by_wanted)s by the wanted date;"
            " all of it by %(promise)s from %(sources)s."
        )
    return _(
        "%(code)s: %(needed)s needed, %(available)s available now, %(by_wanted)s by the wanted date;"
        " %(sources)s is not enough, about %(promise)s."
    )


def _finding(code: str, level: Level, message: Any, **more: Any) -> Finding:
    return Finding(code=code, level=level, heading="stock", message=message, field="quantity", **more)


def _figure(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
