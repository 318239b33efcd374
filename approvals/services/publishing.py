"""Policies: written as a copy, tried on what came in before, published as the next version."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from approvals.conditions import conditions_of
from approvals.defaults import FIRST
from approvals.models import Policy, Request, Rule
from approvals.models.words import PolicyState
from approvals.policies import may_publish
from approvals.services.routing import triggered
from core import clock
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service

REHEARSED = 200
COPIED = (
    "position", "name", "question", "when", "asks", "people", "role", "bands", "own_department", "backup_id", "mode",
    "needed", "together", "hours", "at_limit", "up_to", "checklist", "copies", "judges",
)  # fmt: skip


@service
def copy_policy(policy_id: int, *, actor: Any) -> Policy:
    """A new draft with the same rules and the next version number; the old one stays as it is."""
    may_publish.demand(actor)
    source = Policy.objects.get(pk=policy_id)
    versions = locked(Policy.objects.filter(kind=source.kind)).values_list("version", flat=True)
    draft = Policy.objects.create(kind=source.kind, version=max(versions) + 1, author=actor, at=clock.now())
    Rule.objects.bulk_create(
        Rule(policy=draft, **{name: getattr(rule, name) for name in COPIED}) for rule in source.rules.all()
    )
    _write_down(draft, "", draft.state, actor)
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
    """Put a draft on trial: it asks nobody, and shows what it would have asked."""
    may_publish.demand(actor)
    policy = locked(Policy.objects.filter(pk=policy_id)).get()
    _guard(policy, policy.try_out)
    before = policy.state
    policy.try_out()
    policy.save(update_fields=["state"])
    _write_down(policy, before, policy.state, actor)
    return policy


@service
def publish_policy(policy_id: int, *, actor: Any) -> Policy:
    """From now on this version asks; requests that run keep the version they began under."""
    may_publish.demand(actor)
    kind = Policy.objects.values_list("kind", flat=True).get(pk=policy_id)
    versions = {policy.pk: policy for policy in locked(Policy.objects.filter(kind=kind))}
    policy = versions[policy_id]
    _guard(policy, policy.activate)
    for old in versions.values():
        if old.state == PolicyState.ACTIVE:
            old.retire()
            old.save(update_fields=["state"])
    before = policy.state
    policy.activate(clock.now())
    policy.save(update_fields=["state", "published_at"])
    _write_down(policy, before, policy.state, actor)
    return policy


def rehearse(policy: Policy) -> tuple[int, int, int]:
    """Over the last requests: how many there were, how many it would have asked somebody about, how many were."""
    rules = list(policy.rules.all())
    requests = Request.objects.filter(kind=policy.kind).order_by("-pk").prefetch_related("steps")[:REHEARSED]
    seen = list(requests)
    would = sum(bool(triggered(rules, request.facts)) for request in seen)
    did = sum(bool(request.steps.all()) for request in seen)
    return len(seen), would, did


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


def _guard(policy: Policy, verb: Any) -> None:
    if not can_proceed(verb):
        raise Refused(
            _("%(policy)s is %(state)s; make a copy to change it.")
            % {"policy": policy, "state": policy.get_state_display()},
            code="wrong_state",
        )


def _write_down(policy: Policy, before: str, after: str, actor: Any) -> None:
    edited = RecordEdited(
        model="policy",
        pk=policy.pk,
        label=f"{policy.kind} v{policy.version}",
        changes={"state": [before, after]},
    )
    publish(edited, actor=actor if actor is not None else HOUSE)
