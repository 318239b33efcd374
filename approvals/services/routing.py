"""The one evaluator: which rules ask about these facts, and whom, in which order.

It writes nothing; the route of a request, the preview at entry and the rehearsal of a new policy all use it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from approvals import wording
from approvals.conditions import Facts, conditions_of, findings_of, number, worst, worth_of
from approvals.models import Policy, Rule
from approvals.models.words import Asks
from approvals.services.approvers import Approvers, manager_of
from core.act import known
from core.refusal import Refused
from core.roles import DIRECTOR, ROLE_NAMES

Reason = dict[str, Any]
PLAIN = ("total", "customer", "ref", "currency", "lines", "tier", "terms", "invoice_title", "tax_number", "before")


@dataclass(frozen=True)
class PlannedStep:
    """Who would be asked next, and why: a person by name, or whoever of `people` holds the role."""

    user_id: int | None
    role: str
    people: tuple[int, ...]
    who: str
    reasons: tuple[Reason, ...]
    rule_id: int | None
    hours: int
    up_to: Decimal | None

    @property
    def label(self) -> str:
        """The person, or the role, in the reader's language."""
        return self.who if self.user_id else str(ROLE_NAMES.get(self.role, self.role))


@dataclass(frozen=True)
class Plan:
    """The policy that was asked, and the steps it asks for, in order."""

    policy_id: int
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class Ask:
    """One rule's wish: these people, for this reason."""

    named: bool
    role: str
    people: tuple[int, ...]
    reason: Reason
    rule_id: int | None
    hours: int
    up_to: Decimal | None

    @property
    def key(self) -> tuple[int, ...] | str:
        """What makes two wishes one step: the same person, or the same role."""
        return self.people if self.named else self.role


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
    blocked = {owner_id, asker_id}
    by_manager = any(rule.asks == Asks.MANAGER for rule in rules)
    boss = known((manager_of, owner_id), lambda: manager_of(owner_id)) if by_manager else None
    asks = [_ask(rule, facts, boss, approvers, blocked) for rule in rules]
    asks += _above_all_limits(asks, facts, approvers, blocked)
    return tuple(_planned(group, approvers) for group in _merged(asks))


def _ask(rule: Rule, facts: Facts, boss: int | None, approvers: Approvers, blocked: set[int | None]) -> Ask:
    reason = {
        "rule": rule.pk,
        "name": rule.name,
        "say": rule.question,
        "values": _values(rule, facts),
        "when": rule.when,
    }
    wanted = {Asks.PERSON: next(iter(rule.people), None), Asks.MANAGER: boss}.get(Asks(rule.asks))
    person, role, people = approvers.somebody(wanted, rule.role, blocked)
    if not people:
        raise _nobody_left(rule.name)
    up_to = rule.up_to if role == rule.role else None
    return Ask(person is not None, role, people, reason, rule.pk, rule.hours, up_to)


def _nobody_left(name: str) -> Refused:
    return Refused(
        _("Nobody is left who may decide on “%(rule)s”: nobody decides on their own order. Ask the administrator.")
        % {"rule": wording.named(name)},
        code="nobody_left",
    )


def _values(rule: Rule, facts: Facts) -> dict[str, Any]:
    """The numbers of the case for the rule's sentence."""
    values = _plain(facts)
    for condition in conditions_of(rule.when):
        if condition.code:
            found = findings_of(facts, condition.code)
            values |= (worst(found)["facts"] or {}) if found else {}
        elif number(condition.value) is not None:
            values.setdefault("limit", condition.value)
    return values


def _plain(facts: Facts) -> dict[str, Any]:
    """What any sentence may name; the total as limits are compared with it."""
    return {name: facts.get(name) for name in PLAIN} | {"total": worth_of(facts)}


def _above_all_limits(asks: Sequence[Ask], facts: Facts, approvers: Approvers, blocked: set[int | None]) -> list[Ask]:
    """The director as well, where the amount is over the limit of everybody asked (A6)."""
    total = number(worth_of(facts)) or Decimal(0)
    limits = [ask.up_to for ask in asks if ask.up_to is not None]
    if not asks or len(limits) < len(asks) or max(limits) >= total:
        return []
    values = _plain(facts) | {"limit": str(max(limits))}
    reason = {"rule": None, "name": wording.ABOVE_LIMIT, "say": wording.OVER_ALL_LIMITS, "values": values}
    holders = approvers.holding(DIRECTOR, blocked)
    if not holders:
        raise _nobody_left(wording.ABOVE_LIMIT)
    return [Ask(False, DIRECTOR, holders, reason | {"when": []}, None, 16, None)]


def _merged(asks: Sequence[Ask]) -> list[list[Ask]]:
    """Wishes for the same people as one; a role whose only holder is asked by name already is heard there.

    What is left of a role when one person remains is that person's, so that each step can be decided by another.
    """
    groups: dict[tuple[int, ...] | str, list[Ask]] = {}
    for ask in asks:
        groups.setdefault(ask.key, []).append(ask)
    taken: dict[int, tuple[int, ...] | str] = {key[0]: key for key in groups if isinstance(key, tuple)}
    roles = [key for key in groups if isinstance(key, str)]
    for key in sorted(roles, key=lambda role: len(groups[role][0].people)):
        holders = groups[key][0].people
        left = tuple(pk for pk in holders if pk not in taken)
        if not left:
            groups[taken[holders[0]]] += groups.pop(key)
            continue
        groups[key] = [_narrowed(ask, left) for ask in groups[key]]
        if len(left) == 1:
            taken[left[0]] = key
    return list(groups.values())


def _narrowed(ask: Ask, left: tuple[int, ...]) -> Ask:
    return Ask(len(left) == 1, ask.role, left, ask.reason, ask.rule_id, ask.hours, ask.up_to)


def _planned(group: Sequence[Ask], approvers: Approvers) -> PlannedStep:
    """One step for all wishes of a group: the shortest limit in time, the highest in money."""
    first = group[0]
    limits = [ask.up_to for ask in group if ask.up_to is not None]
    return PlannedStep(
        user_id=first.people[0] if first.named else None,
        role=first.role,
        people=first.people,
        who=approvers.names(first.people),
        reasons=tuple(ask.reason for ask in group),
        rule_id=first.rule_id,
        hours=min(ask.hours for ask in group),
        up_to=max(limits) if len(limits) == len(group) else None,
    )
