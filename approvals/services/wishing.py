"""What one sentence of a policy wishes: these people, so many of them, for this reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import wording
from approvals.conditions import Facts, conditions_of, findings_of, number, worst, worth_of
from approvals.models import Rule
from approvals.models.words import Asks, AtLimit, Mode
from approvals.services.approvers import Approvers
from core.refusal import Refused
from core.roles import DIRECTOR

Reason = dict[str, Any]
PLAIN = (
    "total", "customer", "ref", "currency", "lines", "tier", "terms", "invoice_title", "tax_number", "before", "after",
    "credit_limit", "excess", "excess_percent", "overdue_days", "raise_percent", "largest_change", "largest_cut",
    "below_floor", "margin_fall", "price_list", "valid_from", "quantity_taken", "product", "promises_broken",
    "days_later",
)  # fmt: skip
"""What any sentence may name."""
CERTAIN = (Mode.ALL, Mode.SEQUENCE)
DIRECTORS_HOURS = 16
NO_RULE: Reason = {"rule": None, "when": []}


@dataclass(frozen=True)
class Case:
    """What is asked about: its facts, who may not be asked, and who may."""

    facts: Facts
    blocked: Collection[int | None]
    approvers: Approvers
    boss: int | None

    @property
    def worth(self) -> Decimal:
        return number(worth_of(self.facts)) or Decimal(0)


@dataclass(frozen=True)
class Ask:
    """One wish: `named` says that each of `people` is asked by name, else whoever of them holds the role.

    It `leads` its stage unless it goes together with the sentence before.
    """

    named: bool
    role: str
    people: tuple[int, ...]
    reason: Reason
    stage: int = 1
    leads: bool = True
    rule_id: int | None = None
    hours: int = DIRECTORS_HOURS
    up_to: Decimal | None = None
    mode: str = Mode.ANY
    needed: int = 1
    at_limit: str = AtLimit.REMIND
    checklist: list[dict[str, Any]] = field(default_factory=list)
    judges: tuple[str, ...] = ()
    backup_id: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it asks exactly one person by name."""
        return self.named and len(self.people) == 1

    @property
    def hears_all(self) -> bool:
        """Whether everybody it names has to agree."""
        return self.is_one or (self.named and self.mode in CERTAIN)

    @property
    def key(self) -> Any:
        """What makes two wishes one step: the same people asked in the same way, or the same role."""
        if not self.named:
            return self.role
        return self.people if self.is_one else (self.people, self.mode, self.needed)

    def narrowed(self, left: tuple[int, ...], needed: int | None = None) -> "Ask":
        """The same wish of fewer people; one who is left is asked by name."""
        most = min(self.needed if needed is None else needed, len(left)) if self.mode == Mode.SHARE else 1
        most = len(left) if self.mode in CERTAIN else most
        return replace(self, named=self.named or len(left) == 1, people=left, needed=most)


def wishes_of(rules: Sequence[Rule], case: Case) -> list[Ask]:
    """The wishes of the sentences that ask, each at its stage; `together` shares the stage of the sentence before."""
    asks: list[Ask] = []
    last = begun = 0
    for rule in rules:
        beside = rule.together and begun > 0
        begun = begun if beside else last + 1
        found = [replace(ask, stage=begun + n, leads=not beside) for n, ask in enumerate(_asks(rule, case))]
        asks += found
        last = max(last, found[-1].stage)
    return asks


def _asks(rule: Rule, case: Case) -> list[Ask]:
    if rule.asks == Asks.CHAIN:
        return _chain(rule, case)
    role, up_to = _banded(rule, case) if rule.asks == Asks.BAND else (rule.role, rule.up_to)
    people = _wanted(rule, role, case)
    if people:
        by_role = rule.asks in (Asks.ROLE, Asks.BAND) and not rule.own_department and rule.mode == Mode.ANY
        return [_ask(rule, case, people, role, not by_role, up_to)]
    return [_instead(rule, case, role, up_to)]


def _wanted(rule: Rule, role: str, case: Case) -> tuple[int, ...]:
    """Whom the sentence means, without those who may not be asked; their managers stand in for named ones."""
    if rule.asks in (Asks.PERSON, Asks.MANAGER):
        named = rule.people if rule.asks == Asks.PERSON else [case.boss]
        stand_ins = [case.approvers.up_from(pk, case.blocked) for pk in named]
        return tuple(dict.fromkeys(pk for pk in stand_ins if pk is not None))
    department = case.facts.get("department") if rule.own_department else None
    if rule.own_department and department is None:
        return ()
    return case.approvers.holding(role, case.blocked, department)


def _instead(rule: Rule, case: Case, role: str, up_to: Decimal | None) -> Ask:
    """Others who hold the role, then the backup, then who directs the house."""
    if not rule.own_department and (holders := case.approvers.holding(role, case.blocked)):
        return _ask(rule, case, holders, role, False, up_to)
    if rule.backup_id in case.approvers.people and rule.backup_id not in case.blocked:
        return _ask(rule, case, (rule.backup_id,), role, True, None)
    holders = case.approvers.holding(DIRECTOR, case.blocked)
    if not holders:
        raise nobody_left(rule.name)
    return _ask(rule, case, holders, DIRECTOR, False, None)


def _banded(rule: Rule, case: Case) -> tuple[str, Decimal | None]:
    """The role whose band holds the amount, and how far it goes; above all bands the director."""
    for highest, role in rule.bands:
        edge = number(highest)
        if edge is None or case.worth <= edge:
            return role, edge
    return DIRECTOR, None


def _chain(rule: Rule, case: Case) -> list[Ask]:
    """The owner's managers one after the other, up to the first who may decide the amount."""
    if rule.bands:
        role, edge = _banded(rule, case)
    else:
        enough = rule.up_to is None or case.worth <= rule.up_to
        role, edge = (rule.role, rule.up_to) if enough else (DIRECTOR, None)
    climbed, reached = _climb(case, {role, DIRECTOR})
    asks = [_ask(rule, case, (pk,), rule.role, True, rule.up_to) for pk in climbed]
    if reached:
        asks[-1] = replace(asks[-1], role=role, up_to=edge)
        return asks
    others = _besides(case, climbed)
    holders = others.approvers.holding(role, others.blocked)
    return [*asks, _ask(rule, case, holders, role, False, edge) if holders else _instead(rule, others, role, edge)]


def _besides(case: Case, more: Sequence[int]) -> Case:
    """The same case when these people are asked already."""
    return replace(case, blocked={*case.blocked, *more})


def _climb(case: Case, enough: set[str]) -> tuple[list[int], bool]:
    """The managers who may be asked from the first up, and whether the last of them may decide the amount."""
    climbed: list[int] = []
    seen: set[int] = set()
    user_id = case.boss
    while user_id in case.approvers.people and user_id not in seen:
        seen.add(user_id)
        person = case.approvers.people[user_id]
        if user_id not in case.blocked:
            climbed.append(user_id)
            if person.roles & enough:
                return climbed, True
        user_id = person.manager_id
    return climbed, False


def _ask(rule: Rule, case: Case, people: tuple[int, ...], role: str, named: bool, up_to: Decimal | None) -> Ask:
    many = named and len(people) > 1
    needed = {Mode.ANY: 1, Mode.SHARE: min(rule.needed or 1, len(people))}.get(Mode(rule.mode), len(people))
    return Ask(
        named=named,
        role=role,
        people=people,
        reason=_reason(rule, case.facts),
        rule_id=rule.pk,
        hours=rule.hours,
        up_to=up_to,
        mode=rule.mode if many else Mode.ANY,
        needed=needed if many else 1,
        at_limit=rule.at_limit,
        checklist=rule.checklist,
        judges=tuple(rule.judges),
        backup_id=rule.backup_id,
    )


def _reason(rule: Rule, facts: Facts) -> Reason:
    return {
        "rule": rule.pk,
        "name": rule.name,
        "say": rule.question,
        "values": _values(rule, facts),
        "when": rule.when,
    }


def nobody_left(name: str) -> Refused:
    """Why a sentence cannot ask anybody, named for the one who submits."""
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


def above_all_limits(asks: Sequence[Ask], case: Case) -> list[Ask]:
    """The director as well, where the amount is over the limit of everybody asked (A6)."""
    limits = [ask.up_to for ask in asks if ask.up_to is not None]
    if not asks or len(limits) < len(asks) or max(limits) >= case.worth:
        return []
    values = _plain(case.facts) | {"limit": str(max(limits))}
    said: Reason = {"name": wording.ABOVE_LIMIT, "say": wording.OVER_ALL_LIMITS, "values": values}
    holders = case.approvers.holding(DIRECTOR, case.blocked)
    if not holders:
        raise nobody_left(wording.ABOVE_LIMIT)
    last = max(ask.stage for ask in asks)
    return [Ask(named=False, role=DIRECTOR, people=holders, reason=said | NO_RULE, stage=last + 1)]
