"""The one evaluator: which rules ask about these facts, and whom, in which order.

It writes nothing; the route of a request, the preview at entry and the rehearsal of a new policy all use it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from approvals.conditions import Facts
from approvals.models import Policy, Rule
from approvals.models.words import Asks, AtLimit, Mode
from approvals.services.approvers import Approvers, manager_of
from approvals.services.merging import merged
from approvals.services.wishing import Ask, Case, Reason, above_all_limits, wishes_of
from core.act import known
from core.refusal import Refused
from core.roles import ROLE_NAMES

BY_MANAGERS = (Asks.MANAGER, Asks.CHAIN)


@dataclass(frozen=True)
class PlannedStep:
    """Who would be asked next, and why.

    One person (`user_id`), whoever of `people` holds the role, or each of `people` by name (`is_shared`);
    steps of one `stage` are asked together.
    """

    user_id: int | None
    role: str
    people: tuple[int, ...]
    who: str
    reasons: tuple[Reason, ...]
    rule_id: int | None
    hours: int
    up_to: Decimal | None
    stage: int = 1
    mode: str = Mode.ANY
    needed: int = 1
    is_shared: bool = False
    at_limit: str = AtLimit.REMIND
    checklist: tuple[dict[str, Any], ...] = field(default_factory=tuple)
    judges: tuple[str, ...] = ()
    backup_id: int | None = None

    @property
    def label(self) -> str:
        """The people, or the role, in the reader's language."""
        return self.who if self.user_id or self.is_shared else str(ROLE_NAMES.get(self.role, self.role))


@dataclass(frozen=True)
class Plan:
    """The policy that was asked, and the steps it asks for, in order."""

    policy_id: int
    steps: tuple[PlannedStep, ...]


def route(kind: str, facts: Facts, owner_id: int | None, *, asker_id: int | None = None) -> list[PlannedStep]:
    """Who has to be asked about something with these facts, in order; nobody when no rule asks.

    Never the owner and never the asker: their step goes to their manager, to others who hold the
    role, to the director. Whoever would be asked twice is asked once, for all reasons together.
    """
    return list(plan_route(kind, facts, owner_id, asker_id=asker_id).steps)


def plan_route(kind: str, facts: Facts, owner_id: int | None, *, asker_id: int | None = None) -> Plan:
    """The same with the policy it follows."""
    rules = known((Rule, kind), lambda: list(_active_rules(kind)))
    policy_id = rules[0].policy_id if rules else _policy_without_rules(kind)
    return Plan(policy_id, plan_with(rules, facts, owner_id, asker_id=asker_id))


def plan_with(
    rules: Iterable[Rule], facts: Facts, owner_id: int | None, *, asker_id: int | None = None
) -> tuple[PlannedStep, ...]:
    """The steps these rules ask for, whether they bind yet or not: for trial, rehearsal and try-out too."""
    asking = triggered(rules, facts)
    return _steps(asking, facts, owner_id, asker_id) if asking else ()


def is_on_trial(kind: str) -> bool:
    """Whether another version is watched beside the active one; the active rules, read already, know it."""
    rules = known((Rule, kind), lambda: list(_active_rules(kind)))
    return rules[0].tried if rules else Policy.objects.on_trial(kind).exists()  # type: ignore[attr-defined]


def triggered(rules: Iterable[Rule], facts: Facts) -> list[Rule]:
    """The rules that ask about these facts, in their order."""
    return [rule for rule in rules if rule.asks_about(facts)]


def _active_rules(kind: str) -> Iterable[Rule]:
    rules = Rule.objects.filter(policy__in=Policy.objects.active(kind)).order_by("position")
    return rules.annotate(tried=Exists(Policy.objects.on_trial(kind)))


def _policy_without_rules(kind: str) -> int:
    policy_id = Policy.objects.active(kind).values_list("pk", flat=True).first()
    if policy_id is None:
        raise Refused(_("No approval policy is active. Ask the administrator to publish one."), code="no_policy")
    return policy_id


def _steps(rules: Sequence[Rule], facts: Facts, owner_id: int | None, asker_id: int | None) -> tuple[PlannedStep, ...]:
    approvers = known(Approvers, Approvers)
    by_manager = any(rule.asks in BY_MANAGERS for rule in rules)
    boss = known((manager_of, owner_id), lambda: manager_of(owner_id)) if by_manager else None
    case = Case(facts, {owner_id, asker_id}, approvers, boss)
    asks = wishes_of(rules, case)
    asks += above_all_limits(asks, case)
    groups = merged(asks)
    where = _stages(groups)
    stages = {stage: n for n, stage in enumerate(sorted(set(where)), start=1)}
    placed = sorted(zip(where, groups, strict=True), key=lambda pair: pair[0])
    return tuple(_planned(group, stages[stage], approvers) for stage, group in placed)


def _stages(groups: Sequence[Sequence[Ask]]) -> list[int]:
    """The stage of each group; what goes together with a sentence that is heard in an earlier step goes with that."""
    moved = {ask.stage: group[0].stage for group in groups for ask in group[1:] if ask.leads}
    where = []
    for group in groups:
        stage = group[0].stage
        while not group[0].leads and moved.get(stage, stage) < stage:
            stage = moved[stage]
        where.append(stage)
    return where


def _planned(group: Sequence[Ask], stage: int, approvers: Approvers) -> PlannedStep:
    """One step for all wishes of a group: the shortest limit in time, the highest in money."""
    first = group[0]
    limits = [ask.up_to for ask in group if ask.up_to is not None]
    parts = [ask.judges for ask in group]
    return PlannedStep(
        user_id=first.people[0] if first.is_one else None,
        role=first.role,
        people=first.people,
        who=approvers.names(first.people),
        reasons=tuple(ask.reason for ask in group),
        rule_id=first.rule_id,
        hours=min(ask.hours for ask in group),
        up_to=max(limits) if len(limits) == len(group) else None,
        stage=stage,
        mode=first.mode,
        needed=first.needed,
        is_shared=first.named and not first.is_one,
        at_limit=_gentlest([ask.at_limit for ask in group]),
        checklist=_all_items(group),
        judges=tuple(sorted({part for judged in parts for part in judged})) if all(parts) else (),
        backup_id=next((ask.backup_id for ask in group if ask.backup_id), None),
    )


def _all_items(group: Sequence[Ask]) -> tuple[dict[str, Any], ...]:
    """Every item once; it must be ticked where one of the sentences says so."""
    items: dict[str, bool] = {}
    for item in (item for ask in group for item in ask.checklist):
        items[item["text"]] = items.get(item["text"], False) or bool(item.get("must"))
    return tuple({"text": text, "must": must} for text, must in items.items())


def _gentlest(wanted: Sequence[str]) -> str:
    """What happens at the limit of a step with several reasons: it passes by itself only where all of them would."""
    if len(set(wanted)) == 1:
        return wanted[0]
    return next((one for one in (AtLimit.ESCALATE, AtLimit.RETURN) if one in wanted), AtLimit.REMIND)
