"""What the customer's credit says about an order before it moves."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Min, Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding, Level
from core.money import in_base
from core.sentence import Sentence
from finance.models import CreditOverride, CreditProfile, Invoice
from finance.models.credit import standard_limit
from orders.facts import OrderFacts
from orders.models.words import State

ZERO = Decimal(0)
ASKED_AT = (State.DRAFT, State.PENDING_APPROVAL, State.APPROVED)


def credit(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """What the customer would owe with this order, beside the limit; over it, finance must agree (S33, S87).

    Cash before delivery is said aloud, and asked for no credit where none was given.
    """
    if facts.customer_id is None or not (facts.changing or facts.state in ASKED_AT):
        return []
    found = [_prepaid()] if facts.prepaid else []
    limit, used = _standing(facts)
    if facts.prepaid and not limit:
        return found
    return [*found, _answer(facts, limit, used)]


def _standing(facts: OrderFacts) -> tuple[Decimal, Decimal]:
    profile = CreditProfile.objects.filter(customer=facts.customer_id).first()
    if profile is None:
        return standard_limit(prepaid=facts.prepaid, rate=facts.rate, currency=facts.currency), ZERO
    return profile.limit, profile.exposure


def _answer(facts: OrderFacts, limit: Decimal, used: Decimal) -> Finding:
    """Said in the customer's currency; what rules compare is in the house's own."""
    used -= facts.committed
    after = used + facts.total
    amounts = {"limit": limit, "used": used, "order": facts.total, "after": after}
    # A change that asks for no more credit than the order has already asks nobody.
    if after <= limit or facts.committed >= facts.total > ZERO:
        message = _("Credit %(limit)s, used %(used)s, after this order %(after)s.")
        return _measured(facts, "credit", Level.INFO, message, amounts)
    if _is_released(facts):
        message = _("Over the credit limit, and released all the same: %(after)s, limit %(limit)s.")
        return _measured(facts, "credit_released", Level.INFO, message, amounts)
    message = _("Credit %(limit)s, used %(used)s, after this order %(after)s: %(over)s over the limit.")
    return _measured(facts, "credit_over", Level.APPROVE, message, amounts | {"over": after - limit})


def _is_released(facts: OrderFacts) -> bool:
    """Whether an approved order was granted leave to pass the limit at this total."""
    if facts.state != State.APPROVED or facts.changing:
        return False
    return CreditOverride.objects.covering(facts.order_id, facts.total, clock.today()).exists()


def _measured(facts: OrderFacts, code: str, level: Level, message: Any, amounts: dict[str, Decimal]) -> Finding:
    said = {name: _text(amount, facts.currency) for name, amount in amounts.items()}
    rate = facts.rate or Decimal(1)
    numbers = {name: _text(in_base(amount, rate)) for name, amount in amounts.items()}
    return Finding(code=code, level=level, heading="credit", message=Sentence(message, said), facts=numbers)


def _prepaid() -> Finding:
    return _finding("prepaid", Level.WARN, _("Cash before delivery: collect before shipping."), {})


def overdue(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """A customer with overdue invoices gets new goods only when finance agrees (S33, S86)."""
    if facts.customer_id is None or not (facts.changing or facts.state in ASKED_AT):
        return []
    late = Invoice.objects.overdue().filter(customer_id=facts.customer_id)
    debt = late.aggregate(oldest=Min("due_date"), amount=Sum("open_amount"))
    if debt["oldest"] is None:
        return []
    numbers = {"days": str((clock.today() - debt["oldest"]).days), "amount": _text(debt["amount"], facts.currency)}
    message = _("%(amount)s overdue, the oldest invoice for %(days)s days.")
    return [_finding("overdue_debt", Level.APPROVE, message, numbers)]


def _finding(code: str, level: Level, message: Any, numbers: dict[str, str]) -> Finding:
    return Finding(code=code, level=level, heading="credit", message=Sentence(message, numbers), facts=numbers)


def _text(amount: Decimal, currency: str = "") -> str:
    foreign = currency and currency != settings.GENDAN_CURRENCY
    return f"{currency} {amount:,.2f}" if foreign else f"{amount:,.2f}"
