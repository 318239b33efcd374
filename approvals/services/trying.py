"""What a policy would ask about one case: typed facts, a real order, or each request while it is on trial."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from approvals.conditions import (
    COMPARE,
    TOTAL,
    Condition,
    Facts,
    conditions_of,
    findings_of,
    measure_of,
    number,
    worth_of,
)
from approvals.models import Policy, Request, Rule, TrialRun
from approvals.services.expecting import Hours
from approvals.services.routing import PlannedStep, is_on_trial, plan_route, plan_with, triggered
from core import clock
from core.events import ApprovalAsked
from core.refusal import Refused
from core.service import service
from orders.facts import OrderFacts
from orders.models import Order
from orders.services.entry.checking import load_facts, run_checks
from orders.services.life.submitting import question_facts
from orders.services.rows import lines_of

NEAR = Decimal("0.10")


@dataclass(frozen=True)
class Near:
    """A sentence that nearly asked, and the one condition that kept it."""

    rule: Rule
    missing: list[Any]


@dataclass(frozen=True)
class Tried:
    """The outcome for one case."""

    steps: tuple[PlannedStep, ...]
    fired: list[Rule]
    near: list[Near]
    hours: Decimal
    hours_known: bool
    refused: str = ""


def try_facts(rules: Sequence[Rule], facts: Facts, owner_id: int | None, asker_id: int | None = None) -> Tried:
    """Who would be asked, which sentences asked, which nearly did, how long it usually takes; nothing is written."""
    steps, refused = plan_or_why(rules, facts, owner_id, asker_id)
    hours, known = Hours(rules).route(steps) if steps else (Decimal(0), True)
    return Tried(steps, triggered(rules, facts), nearly(rules, facts), hours, known, refused)


def plan_or_why(
    rules: Iterable[Rule], facts: Facts, owner_id: int | None, asker_id: int | None
) -> tuple[tuple[PlannedStep, ...], str]:
    """The steps, or why there can be none."""
    try:
        return plan_with(rules, facts, owner_id, asker_id=asker_id), ""
    except Refused as refusal:
        return (), str(refusal)


def nearly(rules: Iterable[Rule], facts: Facts) -> list[Near]:
    """The sentences one condition away: all others hold, and there are others, or its number is within a tenth."""
    found = []
    for rule in rules:
        conditions = conditions_of(rule.when)
        missed = [one for one in conditions if not one.holds(facts)]
        if len(missed) == 1 and (len(conditions) > 1 or is_close(missed[0], facts)):
            one = missed[0]
            found.append(Near(rule, [one.fact, one.sign, one.value]))
    return found


def is_close(condition: Condition, facts: Facts) -> bool:
    """Whether the number it compares is within a tenth of its limit."""
    limit = number(condition.value)
    if condition.sign not in COMPARE or limit is None:
        return False
    return any(abs(value - limit) <= abs(limit) * NEAR for value in _values(condition, facts))


def _values(condition: Condition, facts: Facts) -> list[Decimal]:
    if condition.code:
        measures = map(measure_of, findings_of(facts, condition.code))
        return [measure.value for measure in measures if measure is not None]
    actual = number(worth_of(facts) if condition.fact == TOTAL else facts.get(condition.fact))
    return [] if actual is None else [actual]


def facts_of_order(order: Order, kind: str, actor: Any) -> Facts:
    """What the rules saw of an order when it was last asked about, else what they would see of it now."""
    asked = Request.objects.filter(order=order, kind=kind).order_by("-pk").values_list("facts", flat=True).first()
    if asked is not None:
        return asked
    facts: OrderFacts = load_facts(order, lines_of(order), actor)
    return question_facts(facts, run_checks(facts))


@service
def note_trial(asked: ApprovalAsked) -> TrialRun | None:
    """Write down what a policy on trial would have asked about this request; it binds nobody.

    Costs nothing while no policy is on trial: the active rules, which were read already, know that.
    """
    if not is_on_trial(asked.kind):
        return None
    rules = _on_trial(asked.kind)
    policy = rules[0].policy if rules else Policy.objects.on_trial(asked.kind).first()
    request = Request.objects.filter(subject=asked.subject).order_by("-pk").first()
    if policy is None or request is None:
        return None
    steps, refused = plan_or_why(rules, asked.facts, asked.owner_id, asked.asked_by_id)
    was = plan_route(asked.kind, asked.facts, asked.owner_id, asker_id=asked.asked_by_id).steps
    return TrialRun.objects.create(
        policy=policy,
        request=request,
        edition=policy.edition,
        was=[told(step) for step in was],
        asked=[told(step) for step in steps],
        agrees=not refused and list(map(desk_of, was)) == list(map(desk_of, steps)),
        blocked=bool(refused),
        at=clock.now(),
    )


def _on_trial(kind: str) -> list[Rule]:
    rules = Rule.objects.filter(policy__in=Policy.objects.on_trial(kind))
    return list(rules.select_related("policy").order_by("position"))


def desk_of(step: PlannedStep) -> str:
    """On whose desk a step lies: a person's, several people's by name, or a role's."""
    named = step.user_id or step.is_shared
    return ",".join(map(str, step.people)) if named else step.role


def told(step: PlannedStep) -> dict[str, Any]:
    """A step as it is written down: the names as they are now, or the role to be said in the reader's language."""
    desk = desk_of(step)
    return {
        "desk": desk,
        "who": "" if desk == step.role else step.who,
        "role": step.role,
        "rules": [reason["name"] for reason in step.reasons],
    }
