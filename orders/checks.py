"""The checks of the order itself, its customer and its prices."""

import datetime
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding, Level
from core.money import CENT
from core.sentence import Sentence
from orders.facts import LineFacts, OrderFacts
from orders.models import Order
from orders.models.source import PriceKind
from orders.models.words import Origin, State
from orders.services.contracts.conformity import prices_agreed
from orders.services.prices.limits import discount_limit_of
from orders.services.prices.quoted import decided_before

ALIKE_WITHIN = datetime.timedelta(days=2)
"""How long ago an order with the same lines may be the same order typed twice."""
ALIKE = Decimal("0.8")
FEWEST_TO_JUDGE = 3
"""Fewer past lines say nothing about what is usual."""
QUANTITY_OFF, PRICE_OFF = 5, Decimal("0.2")
"""A quantity is unusual over five times the usual one, a price more than a fifth off the last one."""
FLOOR_STEP = Decimal("0.0001")
FURTHEST = datetime.timedelta(days=730)


def completeness(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Every field of the entry form that an order needs: customer, address, date, lines (S1, S7)."""
    missing = [
        (not facts.lines, "lines", _("There is no line yet.")),
        (not facts.ship_to, "ship_to", _("The ship-to address is missing.")),
        (facts.wanted_on is None, "wanted_on", _("The delivery date is missing.")),
        (not facts.invoice_title, "invoice_title", _("The customer has no invoice title.")),
        (facts.needs_tax_number and not facts.tax_number, "tax_number", _("The customer has no tax ID.")),
    ]
    found = [
        _stop("completeness", "completeness", message, field) for is_missing, field, message in missing if is_missing
    ]
    if facts.unread:
        words = _("%(rows)s rows or fields of the draft are not understood yet.")
        found.append(_stop("unread", "completeness", Sentence(words, {"rows": facts.unread}), "lines"))
    if facts.wanted_on and facts.state == State.DRAFT and facts.wanted_on < clock.today():
        found.append(_stop("date_past", "completeness", _("The delivery date is in the past."), "wanted_on"))
    if facts.wanted_on and facts.wanted_on > clock.today() + FURTHEST:
        found.append(
            _stop("date_far", "completeness", _("The delivery date is more than two years away."), "wanted_on")
        )
    return found


def customer_active(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """A customer who was closed may not order (S5)."""
    if facts.customer_active:
        return []
    return [_stop("customer_inactive", "customer", _("The customer is closed for new orders."), "customer")]


def products(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Each line names an active product in a whole number of its smallest steps (S5)."""
    found = []
    for line in facts.lines:
        if not line.product_active:
            message = _("Line %(line)s: %(code)s is no longer sold.")
            found.append(_on_line("product_inactive", Level.STOP, "price", message, line))
        if line.ordered % line.step:
            message = _("Line %(line)s: %(code)s is sold in steps of %(step)s.")
            found.append(_on_line("quantity_step", Level.STOP, "completeness", message, line, step=_plain(line.step)))
    return found


def duplicate(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """The same customer PO number was used before: going on needs a reason (S8)."""
    if not facts.customer_po or facts.customer_id is None:
        return []
    twins = Order.objects.filter(customer_id=facts.customer_id, customer_po=facts.customer_po, origin=Origin.LIVE)
    first = twins.exclude(pk=facts.order_id).exclude(state=State.CANCELLED).order_by("pk").first()
    if first is None:
        return []
    message = _("Customer PO number %(po)s is already on order %(ref)s.")
    return [
        Finding(
            code="duplicate_po",
            level=Level.NEEDS_REASON,
            heading="duplicates",
            message=Sentence(message, {"po": facts.customer_po, "ref": first.ref}),
            field="customer_po",
            facts={"order": first.ref},
        )
    ]


def same_lines(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """At least four of five lines stand on another order of the last two days: perhaps it is the same order (S8)."""
    if facts.state != State.DRAFT or not facts.lines:
        return []
    since = clock.now() - ALIKE_WITHIN
    wanted = {(line.product_id, line.ordered) for line in facts.lines}
    others: dict[str, set[tuple[int, Decimal]]] = {}
    for past in facts.history:
        if past.at >= since:
            others.setdefault(past.ref, set()).add((past.product_id, past.ordered))
    twins = [(ref, len(wanted & lines)) for ref, lines in others.items() if len(wanted & lines) >= ALIKE * len(wanted)]
    message = _("%(same)s of %(lines)s lines stand on order %(ref)s of the last two days as well.")
    return [
        Finding(
            code="same_lines",
            level=Level.WARN,
            heading="duplicates",
            message=Sentence(message, {"same": same, "lines": len(wanted), "ref": ref}),
            facts={"order": ref},
        )
        for ref, same in twins[:3]
    ]


def unusual(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """A quantity or price far from what this customer usually orders or last paid: look once more (S5, B10)."""
    if facts.state != State.DRAFT:
        return []
    found = []
    for line in facts.lines:
        past = [one for one in facts.history if one.product_id == line.product_id and one.state != State.DRAFT]
        if len(past) >= FEWEST_TO_JUDGE:
            found += _odd_quantity(line, median(one.ordered for one in past))
            found += _odd_price(line, past[0].base_price)
    return found


def _odd_quantity(line: LineFacts, usual: Decimal) -> list[Finding]:
    if usual / QUANTITY_OFF <= line.ordered <= usual * QUANTITY_OFF:
        return []
    message = _("Line %(line)s: %(ordered)s of %(code)s; this customer usually orders %(usual)s.")
    numbers = {"ordered": _plain(line.ordered), "usual": _plain(usual)}
    return [_on_line("unusual_quantity", Level.WARN, "unusual", message, line, **numbers)]


def _odd_price(line: LineFacts, last: Decimal) -> list[Finding]:
    if not last or abs(line.base_price - last) <= last * PRICE_OFF:
        return []
    message = _("Line %(line)s: %(code)s at %(price)s; this customer last paid %(last)s.")
    numbers = {"price": _cents(line.base_price), "last": _cents(last)}
    return [_on_line("unusual_price", Level.WARN, "unusual", message, line, **numbers)]


def _cents(price: Decimal) -> str:
    return f"{price:,.2f}"


def price_source(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Prices somebody typed in place of the one found, and what keeps a price from being found at all (S4, S25)."""
    found = [*_rate_missing(facts), *_list_missed(facts)]
    message = _("Line %(line)s: %(code)s at %(price)s, typed in place of %(listed)s.")
    for line in facts.lines:
        if line.source.kind == PriceKind.TYPED:
            prices = {"price": _plain(line.unit_price), "listed": _plain(line.list_price)}
            found.append(_on_line("price_typed", Level.INFO, "price", message, line, **prices))
    return found


def _rate_missing(facts: OrderFacts) -> list[Finding]:
    if facts.rate is not None or facts.state != State.DRAFT:
        return []
    message = _("There is no exchange rate for %(currency)s yet. Finance enters it under Exchange rates.")
    return [
        Finding(
            code="rate_missing",
            level=Level.STOP,
            heading="price",
            message=Sentence(message, {"currency": facts.currency}),
            field="currency",
        )
    ]


def _list_missed(facts: OrderFacts) -> list[Finding]:
    missed = next((line.source.missed for line in facts.lines if line.source.missed), "")
    if not missed:
        return []
    message = _("The customer's price list %(list)s does not hold today: over, not begun, or in another currency.")
    return [
        Finding(code="list_missed", level=Level.WARN, heading="price", message=Sentence(message, {"list": missed}))
    ]


def floor_price(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Nothing is sold below its floor price, except by those with the right, and then by approval (S5, S25).

    Floors are net in the house's currency; an order in another is measured at its rate. A price that a contract
    in force agrees on, or an approved quotation, was judged then and is only remarked on.
    """
    below = [line for line in facts.lines if line.floor_price is not None and line.base_price < line.floor_price]
    if not below:
        return []
    contracts = prices_agreed(facts)
    found = [_below_floor(facts, line, contracts.get(line.position, "")) for line in below]
    return decided_before(facts, found, so_far)


def _below_floor(facts: OrderFacts, line: LineFacts, contract: str) -> Finding:
    assert line.floor_price is not None
    numbers = {
        "price": _plain(line.base_price.quantize(CENT)),
        "floor": _plain(line.floor_price.quantize(FLOOR_STEP)),
    }
    if contract:
        message = _(
            "Line %(line)s: %(code)s at %(price)s, below its floor price %(floor)s, as contract %(contract)s says."
        )
        return _on_line("floor_agreed", Level.INFO, "price", message, line, contract=contract, **numbers)
    level = Level.APPROVE if facts.may_pass_floor or facts.state != State.DRAFT else Level.STOP
    message = _("Line %(line)s: %(code)s at %(price)s is below its floor price %(floor)s.")
    return _on_line("below_floor", level, "price", message, line, **numbers)


def discount(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """A discount over the limit of whoever gives it is for the manager to allow (S22, S25).

    Less than the price found, by discount or by a lower price, is a discount alike; nobody's limit is
    looked up while nothing is given away. What was allowed with a quotation is not asked about again.
    """
    given = [(line, _given_away(line)) for line in facts.lines]
    if not any(percent for _line, percent in given):
        return []
    limit = discount_limit_of(facts.actor_id or facts.owner_id)
    message = _("Line %(line)s: discount %(discount)s %% is over the limit of %(limit)s %%.")
    found = [
        _on_line("discount", Level.APPROVE, "price", message, line, discount=_plain(percent), limit=_plain(limit))
        for line, percent in given
        if percent > limit
    ]
    return decided_before(facts, found, so_far)


def _given_away(line: LineFacts) -> Decimal:
    """Percent the customer pays less than the price found for them."""
    listed = line.list_price * line.quantity
    if not listed:
        return Decimal(0)
    return max(Decimal(0), (100 - line.told * 100 / listed).quantize(Decimal("0.1")))


def _stop(code: str, heading: str, message: Any, field: str) -> Finding:
    said = message if isinstance(message, Sentence) else Sentence(message)
    return Finding(code=code, level=Level.STOP, heading=heading, message=said, field=field)


def _on_line(code: str, level: Level, heading: str, message: Any, line: LineFacts, **numbers: str) -> Finding:
    values = {"line": line.position, "code": line.code, **numbers}
    return Finding(
        code=code,
        level=level,
        heading=heading,
        message=Sentence(message, values),
        line=line.position,
        facts={"product": line.code, **numbers},
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
