"""Running the table of checks over an order, and refusing what must not pass."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.finding import Finding, Level
from core.refusal import Refused
from orders.facts import OrderFacts, facts_of
from orders.models import Order, OrderLine
from orders.policies import may_pass_floor

Check = Callable[[OrderFacts, list[Finding]], list[Finding]]


class Blocked(Refused):
    """Checks stop the order; the findings say which and why."""

    def __init__(self, message: Any, findings: list[Finding], code: str) -> None:
        super().__init__(message, code=code)
        self.findings = findings


def run_checks(facts: OrderFacts, table: str = "") -> list[Finding]:
    """Every answer of every check in the table (that of orders), in its order; each check sees those before it."""
    findings: list[Finding] = []
    checks: Sequence[Check] = import_string(table or settings.CHECKS)
    for check in checks:
        findings.extend(check(facts, findings))
    return findings


def load_facts(order: Order, lines: Sequence[OrderLine], actor: Any = None) -> OrderFacts:
    """The facts of a saved order, with its products in one query; lines matched to a contract bring it along."""
    products = Product.objects.select_related("unit").in_bulk({line.product_id for line in lines})
    pass_floor = actor is not None and may_pass_floor(actor)
    return facts_of(order, lines, products, actor_id=getattr(actor, "pk", None), may_pass_floor=pass_floor)


def refuse_stops(findings: list[Finding]) -> None:
    """Refuse when any check stops the order, listing every reason at once (S1, S5)."""
    stops = [finding for finding in findings if finding.level is Level.STOP]
    if stops:
        reasons = " ".join(str(finding.message) for finding in stops)
        raise Blocked(_("The order cannot go on: %(reasons)s") % {"reasons": reasons}, stops, "blocked")


def refuse_unreasoned(findings: list[Finding], reason: str) -> None:
    """Refuse when a check asks for a reason and none was given."""
    asking = [finding for finding in findings if finding.level is Level.NEEDS_REASON]
    if asking and not reason.strip():
        reasons = " ".join(str(finding.message) for finding in asking)
        raise Blocked(_("Please give a reason to go on: %(reasons)s") % {"reasons": reasons}, asking, "needs_reason")
