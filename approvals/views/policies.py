"""The rules of approval: their versions, one version read as sentences, and what is done with a version."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import can_proceed

from approvals.forms.sentences import PublishForm
from approvals.models import Policy
from approvals.models.policy import every_kind
from approvals.models.words import PolicyState
from approvals.policies import may_publish
from approvals.services import call_back, copy_policy, end_trial, publish_policy, try_policy
from approvals.services.comparing import compare
from approvals.services.examining import STOP, examine
from approvals.services.flowing import stages_of
from approvals.services.recounting import recount
from approvals.services.sentences import sentences_of
from core import clock
from core.tone import mark_of
from core.views.guard import Guarded
from core.views.verb import VerbView

HISTORY = 20
DIFFERS = ("added", "removed", "changed", "moved")
OFFERS: tuple[tuple[str, str, str | Promise, bool], ...] = (
    ("policy_publish", "activate", _("Publish"), True),
    ("policy_try", "try_out", _("Put on trial"), False),
    ("policy_end_trial", "end_trial", _("End the trial"), False),
    ("policy_call_back", "call_back", _("Call back"), False),
)


def policy_for(pk: int) -> Policy:
    return get_object_or_404(Policy.objects.select_related("author"), pk=pk)


class Policies(Guarded):
    """Every kind with the version that asks now, what is being written, tried or waits, and what was."""

    policy = may_publish

    def get(self, request: HttpRequest) -> HttpResponse:
        versions = list(
            Policy.objects.select_related("author").annotate(sentences=Count("rules")).order_by("kind", "-version")
        )
        kinds = [_kind(key, label, versions) for key, label in every_kind()]
        return render(request, "approvals/policies.html", {"kinds": kinds})


def _kind(key: str, label: Any, versions: list[Policy]) -> dict[str, Any]:
    own = [one for one in versions if one.kind == key]
    over = [one for one in own if one.state == PolicyState.RETIRED]
    order = (PolicyState.ACTIVE, PolicyState.SCHEDULED, PolicyState.TRIAL, PolicyState.DRAFT)
    now = sorted((one for one in own if one not in over), key=lambda one: (order.index(one.state), -one.version))
    return {"key": key, "label": label, "now": now, "over": over[:HISTORY]}


class PolicyPage(Guarded):
    """One version: its sentences, what is wrong with them, the picture of the flow, and its history."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_for(pk)
        sentences = sentences_of(policy)
        faults = examine([one.rule for one in sentences])
        context = {
            "policy": policy,
            "sentences": sentences,
            "stages": stages_of(sentences),
            "faults": faults,
            "stopped": any(fault.level == STOP for fault in faults),
            "buttons": buttons(policy),
            "others": Policy.objects.filter(kind=policy.kind).exclude(pk=pk).order_by("-version")[:HISTORY],
            "entries": recount(policy),
            "may_write": policy.is_editable,
            "moved": request.GET.get("moved", ""),
            "up": request.GET.get("by", "") == "-1",
        }
        return render(request, "approvals/policy.html", context)


def buttons(policy: Policy) -> list[dict[str, Any]]:
    """What can be done with this version now."""
    offered = [
        {"url": reverse(f"approvals:{name}", args=[policy.pk]), "label": label, "leads": leads}
        for name, verb, label, leads in OFFERS
        if can_proceed(getattr(policy, verb))
    ]
    return [*offered, {"url": reverse("approvals:policy_copy", args=[policy.pk]), "label": _("Copy to a new draft")}]


class ComparePolicies(Guarded):
    """Two versions, sentence by sentence; without a choice the one before."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_for(pk)
        others = list(Policy.objects.filter(kind=policy.kind).exclude(pk=pk).order_by("-version"))
        chosen = request.GET.get("with", "")
        earlier = [one for one in others if one.version < policy.version] or others
        other = next((one for one in others if str(one.pk) == chosen), earlier[0] if earlier else None)
        differences = compare(other, policy) if other else []
        counts = {kind: sum(one.kind == kind for one in differences) for kind in DIFFERS}
        context = {"policy": policy, "other": other, "others": others, "counts": counts, "differences": differences}
        return render(request, "approvals/policy_compare.html", context)


class PolicyVerb(VerbView):
    """A verb on the version the address names."""

    policy = may_publish
    service: Callable[..., Policy]

    def get_subject(self) -> Policy:
        return policy_for(self.kwargs["pk"])

    def act(self, subject: Policy, data: dict[str, Any]) -> Policy:
        return type(self).service(subject.pk, actor=self.request.user)


class CopyPolicy(PolicyVerb):
    """Begin the next version."""

    title = _("Copy to a new draft")
    consequence = _("The next version begins with these sentences; this one stays as it is.")
    button = pgettext_lazy("policy", "Copy")
    done = _("The draft is ready to be changed.")
    service = copy_policy


class TryPolicy(PolicyVerb):
    """Put a draft on trial."""

    title = _("Put on trial")
    consequence = _("It asks nobody. For each new request it writes down whom it would have asked.")
    button = _("Put on trial")
    done = _("The trial runs.")
    service = try_policy


class EndTrial(PolicyVerb):
    """End a trial."""

    title = _("End the trial")
    consequence = _("It is a draft again. What it would have asked stays written down.")
    button = _("End the trial")
    done = _("The trial has ended.")
    service = end_trial


class CallBack(PolicyVerb):
    """Call a waiting version back."""

    title = _("Call back")
    consequence = _("It will not begin to ask on its day; it is a draft again.")
    button = _("Call back")
    done = _("It is a draft again.")
    service = call_back


class PublishPolicy(PolicyVerb):
    """Publish a version, at once or on a day, with the reason."""

    title = _("Publish")
    consequence = _(
        "From then on new requests follow this version. Requests that run keep the version they began under."
    )
    button = _("Publish")
    done = _("Published.")
    form_class = PublishForm

    def act(self, subject: Policy, data: dict[str, Any]) -> Policy:
        moment = _morning(data["effective_on"]) if data["effective_on"] else None
        return publish_policy(subject.pk, actor=self.request.user, reason=data["reason"], effective_at=moment)

    def extra_context(self, subject: Policy) -> dict[str, Any]:
        active = Policy.objects.active(subject.kind).first()
        found = compare(active, subject) if active else []
        facts = [{"label": _("Asks now"), "value": active or "--"}]
        words = [(mark_of("difference", kind).label, _listed(found, kind)) for kind in DIFFERS]
        return {"facts": facts + [{"label": label, "value": value} for label, value in words]}


def _listed(found: list[Any], kind: str) -> str:
    return " · ".join(one.sentence.parts["name"] for one in found if one.kind == kind) or "--"


def _morning(day: datetime.date) -> datetime.datetime | None:
    """The first moment of a day in the company's zone; today means at once."""
    if day <= clock.today():
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min), timezone.get_default_timezone())
