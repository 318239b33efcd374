"""What the entry form says about approval: who would be asked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.services.lasting import usual_hours
from approvals.services.routing import PlannedStep, route
from core.finding import Finding, Level
from core.refusal import Refused
from core.sentence import Sentence
from orders.facts import OrderFacts
from orders.models.words import State
from orders.services.life.submitting import question_facts


def route_preview(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Who will be asked when the order is submitted, in order, or that it goes through at once.

    Stops the order when nobody is left who may decide on it.
    """
    if not (facts.changing or facts.state == State.DRAFT) or not facts.lines or facts.customer_id is None:
        return []
    question = question_facts(facts, so_far)
    try:
        kind = "change" if facts.changing else "order"
        steps = route(kind, question, facts.owner_id or facts.actor_id, asker_id=facts.actor_id)
    except Refused as refusal:
        return [Finding(code="no_approver", level=Level.STOP, heading="approval", message=refusal.message)]
    names = [" + ".join(step.label for step in together) for _stage, together in groupby(steps, lambda one: one.stage)]
    asked = Sentence(_("Will be asked: %(who)s"), {"who": " → ".join(names)})
    message = asked if steps else Sentence(_("Approved at once"))
    found = [Finding(code="route", level=Level.INFO, heading="approval", message=message, facts={"route": names})]
    return [*found, _usual(steps)] if steps and facts.typing else found


def _usual(steps: Sequence[PlannedStep]) -> Finding:
    """How long such a route usually takes: the medians of its rules, of steps that go together the longest."""
    known = usual_hours({step.rule_id for step in steps if step.rule_id})
    longest: dict[int, Decimal] = {}
    for step in steps:
        longest[step.stage] = max(longest.get(step.stage, Decimal(0)), known.get(step.rule_id or 0, Decimal(0)))
    is_known = all(step.rule_id in known for step in steps)
    told = f"{sum(longest.values()):.1f}" if is_known else ""
    unknown, usual = _("Too few decisions yet to say how long it takes."), _("Usually takes %(hours)s working hours.")
    message = Sentence(usual, {"hours": told}) if told else Sentence(unknown)
    return Finding(code="route_hours", level=Level.INFO, heading="approval", message=message, facts={"hours": told})


def who_decides(facts: Mapping[str, Any], owner_id: int | None, asker_id: int | None) -> list[str]:
    """Who would be asked about a return with these facts, in order; nobody where it is agreed to at once."""
    try:
        steps = route("return", facts, owner_id, asker_id=asker_id)
    except Refused as refusal:
        return [str(refusal)]
    return [" + ".join(step.label for step in together) for _stage, together in groupby(steps, lambda one: one.stage)]
