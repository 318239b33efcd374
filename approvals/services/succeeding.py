"""Rules that name somebody who leaves: written again with the successor, for somebody to look at and publish."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.models import Policy, Rule
from approvals.models.words import PolicyState
from approvals.policies import may_publish
from approvals.services.publishing import copy_policy
from core.access import Policy as Right
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.models import User
from core.refusal import Refused
from core.service import service

EDITABLE = (PolicyState.DRAFT, PolicyState.TRIAL)
BINDING = (PolicyState.ACTIVE, PolicyState.SCHEDULED)


def naming(user_id: int) -> QuerySet[Rule]:
    """The sentences that ask somebody by name, or have them as a backup."""
    return Rule.objects.filter(Q(people__contains=[user_id]) | Q(backup=user_id))


def policies_naming(user_id: int) -> QuerySet[Policy]:
    """Versions that would still ask somebody who leaves: drafts, and those in use without a newer draft free of it."""
    names = Exists(naming(user_id).filter(policy=OuterRef("pk")))
    later = Policy.objects.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"), state__in=EDITABLE)
    mended = Exists(later.filter(~Exists(naming(user_id).filter(policy=OuterRef("pk")))))
    found = Policy.objects.filter(names, Q(state__in=EDITABLE) | Q(state__in=BINDING) & ~mended)
    return found.order_by("pk")


@service
def propose_successor(policy_id: int, *, from_id: int, to_id: int, actor: Any, under: Right = may_publish) -> Policy:
    """Name the successor where somebody who leaves is named: a draft is rewritten, a version in use gets a new draft.

    Nothing is asked of anybody else until somebody with the right publishes it; `under` is the right it is done by.
    Run again it finds nothing more to write.
    """
    under.demand(actor)
    kind = Policy.objects.values_list("kind", flat=True).get(pk=policy_id)
    versions = {policy.pk: policy for policy in locked(Policy.objects.filter(kind=kind))}
    policy = versions[policy_id]
    if not policies_naming(from_id).filter(pk=policy_id).exists():
        raise Refused(_("These rules name them no more."), code="done")
    if not User.objects.filter(pk=to_id, is_active=True).exists():
        raise Refused(_("Choose a successor who works here."), code="successor")
    draft = policy if policy.state in EDITABLE else copy_policy(policy_id, actor=actor, under=under)
    changed = _replace(draft, from_id, to_id)
    draft.edition += 1
    draft.save(update_fields=["edition"])
    publish(RecordEdited(model="policy", pk=draft.pk, label=str(draft), changes=changed), actor=actor)
    return draft


def _replace(policy: Policy, from_id: int, to_id: int) -> dict[str, list[str]]:
    """Each sentence once: whoever is named already is not named twice."""
    rules = list(naming(from_id).filter(policy=policy).order_by("position"))
    names = dict(User.objects.filter(pk__in=(from_id, to_id)).values_list("pk", "name"))
    for rule in rules:
        rule.people = list(dict.fromkeys(to_id if pk == from_id else pk for pk in rule.people))
        if rule.needed:
            rule.needed = min(rule.needed, len(rule.people) or 1)
        if rule.backup_id == from_id:
            rule.backup_id = to_id
    Rule.objects.bulk_update(rules, ["people", "needed", "backup"])
    return {f"sentence {rule.position}": [names.get(from_id, ""), names.get(to_id, "")] for rule in rules}
