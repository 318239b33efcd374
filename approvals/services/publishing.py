"""Policies: written as a copy, tried on what comes in, published as the next version at once or on a day."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from approvals.conditions import conditions_of
from approvals.defaults import FIRST
from approvals.models import Policy, Rule
from approvals.models.words import PolicyState
from approvals.policies import may_publish
from approvals.services.examining import stops
from core import clock
from core.access import Policy as Right
from core.bus import attempt, publish
from core.events import RecordEdited
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service

COPIED = (
    "position", "name", "question", "when", "asks", "people", "role", "bands", "own_department", "backup_id", "mode",
    "needed", "together", "hours", "at_limit", "up_to", "checklist", "copies", "judges",
)  # fmt: skip
LONGEST_NOTE = 200


@service
def copy_policy(policy_id: int, *, actor: Any, under: Right = may_publish) -> Policy:
    """A new draft with the same rules and the next version number; the old one stays as it is.

    `under` is the right it is done by.
    """
    under.demand(actor)
    source = Policy.objects.get(pk=policy_id)
    versions = locked(Policy.objects.filter(kind=source.kind)).values_list("version", flat=True)
    draft = Policy.objects.create(kind=source.kind, version=max(versions) + 1, author=actor, at=clock.now())
    Rule.objects.bulk_create(
        Rule(policy=draft, **{name: getattr(rule, name) for name in COPIED}) for rule in source.rules.all()
    )
    _write_down(draft, "", actor)
    return draft


@service
def complete_policy(policy_id: int, *, actor: Any) -> Policy:
    """The same with the house's own rules it lacks, after all others: a draft, for somebody to look at and publish."""
    draft = copy_policy(policy_id, actor=actor)
    known = list(draft.rules.all())
    missing = lacking(draft.kind, known)
    if not missing:
        raise Refused(_("It has every rule the house is born with."), code="complete")
    last = max((rule.position for rule in known), default=0)
    Rule.objects.bulk_create(Rule(policy=draft, position=n, **rule) for n, rule in enumerate(missing, start=last + 1))
    return draft


def lacking(kind: str, rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules the house is born with for which there is none of that name and none about the same facts.

    Rules come with new versions of the house; a policy that was published stays as it is until somebody changes it.
    """
    written = list(rules)
    names, facts = {rule.name for rule in written}, {_facts(rule.when) for rule in written}
    return [rule for rule in FIRST.get(kind, ()) if rule["name"] not in names and _facts(rule["when"]) not in facts]


def lacks_now() -> dict[Policy, list[str]]:
    """Active policies that lack rules of the house, with the names of those."""
    active = Policy.objects.filter(state=PolicyState.ACTIVE).prefetch_related("rules")
    found = {policy: [rule["name"] for rule in lacking(policy.kind, policy.rules.all())] for policy in active}
    return {policy: names for policy, names in found.items() if names}


def _facts(when: Iterable[Any]) -> frozenset[str]:
    return frozenset(condition.fact for condition in conditions_of(when))


@service
def try_policy(policy_id: int, *, actor: Any) -> Policy:
    """Put a draft on trial: it asks nobody, and writes down what it would have asked. One of each kind at a time."""
    may_publish.demand(actor)
    kind = Policy.objects.values_list("kind", flat=True).get(pk=policy_id)
    versions = {policy.pk: policy for policy in locked(Policy.objects.filter(kind=kind))}
    policy = versions[policy_id]
    _guard(policy, policy.try_out)
    other = next((one for one in versions.values() if one.state == PolicyState.TRIAL), None)
    if other is not None:
        raise Refused(_("%(policy)s is on trial already; end that first.") % {"policy": other}, code="second_trial")
    return _moved(policy, policy.try_out, actor)


@service
def end_trial(policy_id: int, *, actor: Any) -> Policy:
    """Back to a draft; what it would have asked stays written down."""
    policy = _taken(policy_id, actor)
    _guard(policy, policy.end_trial)
    return _moved(policy, policy.end_trial, actor)


@service
def call_back(policy_id: int, *, actor: Any) -> Policy:
    """A version that waits for its day is a draft again."""
    policy = _taken(policy_id, actor)
    _guard(policy, policy.call_back)
    return _moved(policy, policy.call_back, actor)


@service
def publish_policy(
    policy_id: int, *, actor: Any, reason: str = "", effective_at: datetime.datetime | None = None
) -> Policy:
    """From now on, or from a later moment, this version asks; requests that run keep the version they began under.

    Refused without a reason, and when a sentence asks a role that nobody holds.
    """
    may_publish.demand(actor)
    kind = Policy.objects.values_list("kind", flat=True).get(pk=policy_id)
    versions = {policy.pk: policy for policy in locked(Policy.objects.filter(kind=kind))}
    policy = versions[policy_id]
    _guard(policy, policy.activate)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    policy.note = reason.strip()[:LONGEST_NOTE]
    _refuse_stops(policy)
    if effective_at is not None and effective_at > clock.now():
        return _moved(policy, lambda: policy.schedule(effective_at), actor)
    return _activate(policy, list(versions.values()), actor)


def publish_due() -> int:
    """Versions whose moment has come begin to ask, each in its own transaction; one that may not is left and said."""
    done = 0
    for pk in Policy.objects.due(clock.now()).values_list("pk", flat=True):
        done += attempt(lambda key=pk: _begin(key)) is None  # type: ignore[misc]
    return done


@service
def _begin(policy_id: int) -> None:
    """Whoever comes second finds it active and leaves it."""
    kind = Policy.objects.values_list("kind", flat=True).get(pk=policy_id)
    versions = {policy.pk: policy for policy in locked(Policy.objects.filter(kind=kind))}
    policy = versions[policy_id]
    if policy.state == PolicyState.SCHEDULED and policy.effective_at and policy.effective_at <= clock.now():
        _refuse_stops(policy)
        _activate(policy, list(versions.values()), HOUSE)


def _activate(policy: Policy, versions: list[Policy], actor: Any) -> Policy:
    for old in versions:
        if old.state == PolicyState.ACTIVE:
            old.retire()
            old.save(update_fields=["state"])
    policy.effective_at = policy.effective_at or clock.now()
    return _moved(policy, lambda: policy.activate(clock.now()), actor)


def _refuse_stops(policy: Policy) -> None:
    found = stops(policy)
    if found:
        raise Refused(" ".join(str(fault.message) for fault in found), code="asks_nobody")


def make_first_policy() -> None:
    """The policy of each kind the house is born with; whatever is published later stays."""
    known = set(Policy.objects.values_list("kind", flat=True))
    for kind, rules in FIRST.items():
        if kind in known:
            continue
        policy = Policy(kind=kind, version=1, at=clock.now())
        policy.activate(clock.now())
        policy.save()
        Rule.objects.bulk_create(Rule(policy=policy, position=n, **rule) for n, rule in enumerate(rules, start=1))


def _taken(policy_id: int, actor: Any) -> Policy:
    may_publish.demand(actor)
    return locked(Policy.objects.filter(pk=policy_id)).get()


def _guard(policy: Policy, verb: Any) -> None:
    if not can_proceed(verb):
        raise Refused(
            _("%(policy)s is %(state)s; make a copy to change it.")
            % {"policy": policy, "state": policy.get_state_display()},
            code="wrong_state",
        )


def _moved(policy: Policy, verb: Any, actor: Any) -> Policy:
    before = policy.state
    verb()
    policy.save(update_fields=["state", "note", "published_at", "effective_at"])
    _write_down(policy, before, actor)
    return policy


def _write_down(policy: Policy, before: str, actor: Any) -> None:
    changes = {"state": [before, policy.state]}
    if policy.note and before:
        changes["note"] = ["", policy.note]
    edited = RecordEdited(model="policy", pk=policy.pk, label=f"v{policy.version}", changes=changes)
    publish(edited, actor=actor if actor is not None else HOUSE)
