"""How an order keeps to its contracts, line by line: price, quantity left, delivery window, validity, terms."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding, Level
from core.inputs import plain
from core.money import PRICE_STEP
from core.sentence import Sentence
from orders.facts import Agreed, LineFacts, OrderFacts
from orders.services.prices.quoted import decided_before

SOON = 14
"""Days before its end from which a contract is said to run out."""
TENTH = Decimal("0.1")


def contract(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Each line beside the contract that covers it; what is off by more than its tolerance is for the manager.

    A line that keeps to its contract says how much is left of it and until when (S21, S22, B7).
    """
    found = [finding for line, agreed, taken in _called(facts) for finding in _about(facts, line, agreed, taken)]
    return decided_before(facts, [*found, *_about_contracts(facts)], so_far)


def prices_agreed(facts: OrderFacts) -> dict[int, str]:
    """Line → the contract in force whose price it keeps: not less than agreed, and no more than the quantity agreed.

    Such a price was judged when the contract was put in force; nobody is asked about its floor again (S21, S25).
    """
    today = clock.today()
    return {
        line.position: agreed.contract
        for line, agreed, taken in _called(facts)
        if agreed.valid_from <= today <= agreed.valid_until
        and line.exact_price.quantize(PRICE_STEP) >= agreed.price.quantize(PRICE_STEP)
        and (agreed.most is None or taken <= agreed.most)
    }


def _called(facts: OrderFacts) -> Iterator[tuple[LineFacts, Agreed, Decimal]]:
    """Each line under a contract, and what would be called off once it is."""
    called: dict[int, Decimal] = {}
    for line in facts.lines:
        if line.agreed is not None:
            taken = called.get(line.agreed.line_id, line.agreed.called_off) + line.ordered
            called[line.agreed.line_id] = taken
            yield line, line.agreed, taken


def own_terms(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Terms written by hand beside the library are marked non-standard and are for the manager to allow (S23)."""
    text = facts.own_terms.strip()
    if not text:
        return []
    message = Sentence(_("Non-standard terms: %(text)s"), {"text": text[:200]})
    found = [
        Finding(
            code="own_terms",
            level=Level.APPROVE,
            heading="terms",
            message=message,
            field="own_terms",
            facts={"text": text[:200]},
        )
    ]
    return decided_before(facts, found, so_far)


def _about(facts: OrderFacts, line: LineFacts, agreed: Agreed, called: Decimal) -> list[Finding]:
    today = clock.today()
    if not agreed.valid_from <= today <= agreed.valid_until:
        return [_not_valid(line, agreed, today)]
    off = [*_price(line, agreed), *_quantity(line, agreed, called), *_delivery(facts, line, agreed)]
    return off or [_kept(line, agreed, called)]


def _not_valid(line: LineFacts, agreed: Agreed, today: datetime.date) -> Finding:
    early = today < agreed.valid_from
    day = agreed.valid_from if early else agreed.valid_until
    past = abs((today - day).days)
    level = Level.APPROVE if past > agreed.day_tolerance else Level.WARN
    early_words = _("Line %(line)s: contract %(contract)s is valid from %(day)s only.")
    late_words = _("Line %(line)s: contract %(contract)s ran out on %(day)s.")
    numbers = {"day": f"{day}", "past": f"{past}", "limit": f"{agreed.day_tolerance}"}
    return _finding("contract_validity", level, early_words if early else late_words, line, agreed, **numbers)


def _price(line: LineFacts, agreed: Agreed) -> Iterator[Finding]:
    price, span = line.exact_price, agreed.price * agreed.price_tolerance / 100
    if abs(price - agreed.price) <= span:
        return
    over = price > agreed.price
    percent = (abs(price - agreed.price) * 100 / agreed.price).quantize(TENTH) if agreed.price else Decimal(100)
    message = (
        _(
            "Line %(line)s: %(code)s at %(price)s is %(percent)s %% over %(agreed)s in contract %(contract)s;"
            " %(tolerance)s %% is tolerated."
        )
        if over
        else _(
            "Line %(line)s: %(code)s at %(price)s is %(percent)s %% under %(agreed)s in contract %(contract)s;"
            " %(tolerance)s %% is tolerated."
        )
    )
    edge = {"limit": _money(agreed.price + span)} if over else {"floor": _money(agreed.price - span)}
    yield _finding(
        "contract_price",
        Level.APPROVE,
        message,
        line,
        agreed,
        price=_money(price),
        agreed=_money(agreed.price),
        percent=plain(percent),
        tolerance=plain(agreed.price_tolerance),
        **edge,
    )


def _quantity(line: LineFacts, agreed: Agreed, called: Decimal) -> Iterator[Finding]:
    if agreed.most is None or agreed.quantity is None or called <= agreed.most:
        return
    message = _(
        "Line %(line)s: %(called)s of %(code)s would be called off, %(over)s more than the %(agreed)s"
        " of contract %(contract)s."
    )
    yield _finding(
        "contract_quantity",
        Level.APPROVE,
        message,
        line,
        agreed,
        called=plain(called),
        agreed=plain(agreed.quantity),
        over=plain(called - agreed.quantity),
        limit=plain(agreed.most),
    )


def _delivery(facts: OrderFacts, line: LineFacts, agreed: Agreed) -> Iterator[Finding]:
    wanted = line.wanted_on or facts.wanted_on
    if wanted is None:
        return
    first, last = agreed.deliver_from or agreed.valid_from, agreed.deliver_until or agreed.valid_until
    off = max((first - wanted).days, (wanted - last).days)
    if off <= agreed.day_tolerance:
        return
    message = _(
        "Line %(line)s: delivery on %(wanted)s is %(off)s days outside %(first)s to %(last)s of contract %(contract)s."
    )
    days = {"wanted": f"{wanted}", "first": f"{first}", "last": f"{last}"}
    limit = f"{agreed.day_tolerance}"
    yield _finding("contract_delivery", Level.APPROVE, message, line, agreed, off=f"{off}", limit=limit, **days)


def _kept(line: LineFacts, agreed: Agreed, called: Decimal) -> Finding:
    until = {"until": f"{agreed.valid_until}"}
    if agreed.quantity is None:
        message = _("Line %(line)s: contract %(contract)s, valid until %(until)s.")
        return _finding("contract", Level.INFO, message, line, agreed, **until)
    left = plain(max(Decimal(0), agreed.quantity - called))
    message = _("Line %(line)s: contract %(contract)s, %(left)s of %(agreed)s left after it, valid until %(until)s.")
    return _finding("contract", Level.INFO, message, line, agreed, left=left, agreed=plain(agreed.quantity), **until)


def _about_contracts(facts: OrderFacts) -> Iterator[Finding]:
    """What is said once per contract, however many lines fall under it."""
    today = clock.today()
    seen = {line.agreed.contract: line.agreed for line in facts.lines if line.agreed is not None}
    for agreed in seen.values():
        left = (agreed.valid_until - today).days
        if 0 <= left <= SOON:
            message = _("Contract %(contract)s runs out in %(days)s days, on %(until)s.")
            numbers = {"days": f"{left}", "until": f"{agreed.valid_until}"}
            yield _whole("contract_expiring", Level.WARN, message, agreed, **numbers)
        if agreed.terms_id != facts.terms_id:
            message = _("Payment terms %(terms)s are not those of contract %(contract)s: %(agreed)s.")
            yield _whole("contract_terms", Level.APPROVE, message, agreed, terms=facts.terms, agreed=agreed.terms)
        if agreed.clause_id is not None and facts.clause_id not in (None, agreed.clause_id):
            message = _("The standard terms are not those of contract %(contract)s.")
            yield _whole("contract_clause", Level.APPROVE, message, agreed)


def _finding(code: str, level: Level, message: Any, line: LineFacts, agreed: Agreed, /, **numbers: str) -> Finding:
    values = {"line": line.position, "code": line.code, "contract": agreed.contract, **numbers}
    return Finding(
        code=code,
        level=level,
        heading="contract",
        message=Sentence(message, values),
        line=line.position,
        facts={"product": line.code, "contract": agreed.contract, **numbers},
    )


def _whole(code: str, level: Level, message: Any, agreed: Agreed, /, **numbers: str) -> Finding:
    values = {"contract": agreed.contract, **numbers}
    return Finding(code=code, level=level, heading="contract", message=Sentence(message, values), facts=values)


def _money(price: Decimal) -> str:
    return plain(price.quantize(Decimal("0.0001")))
