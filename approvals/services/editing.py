"""Writing the sentences of a draft: each act is one step of its history, and never over somebody else's."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.models import Policy, Rule
from approvals.policies import may_publish
from approvals.services.publishing import COPIED
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.refusal import Refused
from core.service import service

MOST = 60


@dataclass(frozen=True, kw_only=True)
class SentenceCard:
    """All a sentence says, as it was typed."""

    name: str
    question: str
    when: list[list[Any]]
    asks: str
    role: str
    people: list[int] = field(default_factory=list)
    bands: list[list[Any]] = field(default_factory=list)
    own_department: bool = False
    backup_id: int | None = None
    mode: str = "any"
    needed: int | None = None
    together: bool = False
    hours: int = 8
    at_limit: str = "remind"
    up_to: Decimal | None = None
    checklist: list[dict[str, Any]] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    judges: list[str] = field(default_factory=list)

    def faults(self) -> dict[str, list[str]]:
        """What is wrong with it, by field."""
        try:
            Rule(**asdict(self)).clean()
        except ValidationError as error:
            return error.message_dict
        return {}


class Stale(Refused):
    """Somebody wrote the policy since it was opened."""


@service
def save_sentence(policy_id: int, rule_id: int | None, *, card: SentenceCard, edition: int, actor: Any) -> Rule:
    """Write a sentence, or add one at the end; refused when somebody else wrote the policy meanwhile."""
    policy = _taken(policy_id, edition, actor)
    if faults := card.faults():
        raise Refused(" ".join(words for found in faults.values() for words in found), code="invalid")
    rule = _rule(policy, rule_id) if rule_id is not None else Rule(policy=policy, position=_last(policy) + 1)
    found = {f"{rule.position} {name}": pair for name, pair in _changes(rule, card).items()}
    for name, value in asdict(card).items():
        setattr(rule, name, value)
    rule.save()
    _written(policy, found if rule_id is not None else {f"{rule.position}": ["", rule.name]}, actor)
    return rule


@service
def remove_sentence(policy_id: int, rule_id: int, *, edition: int, actor: Any) -> Policy:
    """Take a sentence out; those behind it move up."""
    policy = _taken(policy_id, edition, actor)
    rule = _rule(policy, rule_id)
    place, name = rule.position, rule.name
    rule.delete()
    _number(list(policy.rules.order_by("position")))
    _written(policy, {f"{place}": [name, ""]}, actor)
    return policy


@service
def duplicate_sentence(policy_id: int, rule_id: int, *, edition: int, actor: Any) -> Rule:
    """The same sentence once more, right behind it, to be changed."""
    policy = _taken(policy_id, edition, actor)
    rule, rules = _rule(policy, rule_id), list(policy.rules.order_by("position"))
    place = rules.index(rule)
    twin = Rule(policy=policy, **{name: getattr(rule, name) for name in COPIED})
    twin.position = _last(policy) + 1
    twin.save()
    _number([*rules[: place + 1], twin, *rules[place + 1 :]])
    _written(policy, {f"{place + 2}": ["", rule.name]}, actor)
    return twin


@service
def move_sentence(policy_id: int, rule_id: int, *, steps: int, edition: int, actor: Any) -> Policy:
    """Move a sentence up (-1) or down (1) among the others; at the edge it stays."""
    policy = _taken(policy_id, edition, actor)
    order = list(policy.rules.order_by("position").values_list("pk", flat=True))
    place = order.index(_rule(policy, rule_id).pk)
    there = min(max(place + steps, 0), len(order) - 1)
    order.insert(there, order.pop(place))
    _reorder(policy, order, actor)
    return policy


@service
def order_sentences(policy_id: int, rule_ids: Sequence[int], *, edition: int, actor: Any) -> Policy:
    """Bring all sentences of a policy into this order."""
    policy = _taken(policy_id, edition, actor)
    known = set(policy.rules.values_list("pk", flat=True))
    if len(rule_ids) != len(known) or set(rule_ids) != known:
        raise Stale(_("Somebody else wrote these rules meanwhile. Look at them again."), code="stale")
    _reorder(policy, list(rule_ids), actor)
    return policy


def _changes(rule: Rule, card: SentenceCard) -> dict[str, list[str]]:
    """What it says otherwise, as text; an amount is the same with and without its cents."""
    pairs = {name: (getattr(rule, name), value) for name, value in asdict(card).items()}
    return {name: [str(old), str(new)] for name, (old, new) in pairs.items() if old != new}


def _reorder(policy: Policy, order: list[int], actor: Any) -> None:
    rules = {rule.pk: rule for rule in policy.rules.order_by("position")}
    before = [rule.name for rule in rules.values()]
    after = [rules[pk].name for pk in order]
    _number([rules[pk] for pk in order])
    if list(rules) != order:
        _written(policy, {"order": [" · ".join(before), " · ".join(after)]}, actor)


def _number(rules: Sequence[Rule]) -> None:
    """Places from one on without a gap; the constraint looks when the transaction ends."""
    for place, rule in enumerate(rules, start=1):
        rule.position = place
    Rule.objects.bulk_update(rules, ["position"])


def _taken(policy_id: int, edition: int, actor: Any) -> Policy:
    may_publish.demand(actor)
    policy = locked(Policy.objects.filter(pk=policy_id)).get()
    if not policy.is_editable:
        raise Refused(
            _("%(policy)s is %(state)s; make a copy to change it.")
            % {"policy": policy, "state": policy.get_state_display()},
            code="wrong_state",
        )
    if policy.edition != edition:
        raise Stale(_("Somebody else wrote these rules meanwhile. Look at them again."), code="stale")
    return policy


def _rule(policy: Policy, rule_id: int) -> Rule:
    rule = policy.rules.filter(pk=rule_id).first()
    if rule is None:
        raise Refused(_("This sentence is gone."), code="gone")
    return rule


def _last(policy: Policy) -> int:
    places = list(policy.rules.values_list("position", flat=True))
    if len(places) >= MOST:
        raise Refused(_("A policy holds at most %(most)s sentences.") % {"most": MOST}, code="too_many")
    return max(places, default=0)


def _written(policy: Policy, changes: dict[str, list[str]], actor: Any) -> None:
    policy.edition += 1
    policy.save(update_fields=["edition"])
    edited = RecordEdited(model="policy", pk=policy.pk, label=f"v{policy.version}", changes=changes)
    publish(edited, actor=actor)
