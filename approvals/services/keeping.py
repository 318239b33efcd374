"""Approvals bound to content: what was agreed stays valid while what it judged has not moved (B4, I8)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from approvals.conditions import number, worth_of
from approvals.models import Decision, Request, Step
from approvals.models.words import Outcome, StepState

PLAIN_KEYS = ("name", "say", "when")


def signed(request: Request, step: Step) -> str:
    """The fingerprint of the parts a step judges; a step that names none judges all of them."""
    return _fingerprint(request.parts, step.judges)


def _fingerprint(parts: Mapping[str, str], judges: Sequence[str]) -> str:
    if not parts:
        return ""
    judged = {name: value for name, value in parts.items() if not judges or name in judges}
    return hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()


def keep_valid(request: Request, steps: Sequence[Step]) -> None:
    """Steps somebody agreed to before, whose judged parts have not moved since, are not asked again.

    Asks the database only where something was asked before: in a later round, or about a change of an order.
    """
    if not request.parts or not steps or (request.round == 1 and request.kind != "change"):
        return
    before = _newest_decisions(request)
    if not before:
        return
    for step in steps:
        decision = _still_valid(request, step, before)
        if decision is not None:
            step.kept = decision
            step.keep()


def _newest_decisions(request: Request) -> dict[str, Decision]:
    """The newest decision about each sentence in earlier rounds of this subject, or of the order a change is of."""
    earlier = Decision.objects.filter(task__replaced=False)
    if request.kind == "change":
        earlier = earlier.filter(task__step__request__order=request.order_id)
    else:
        earlier = earlier.filter(task__step__request__subject=request.subject)
        earlier = earlier.filter(task__step__request__policy=request.policy_id)
    found: dict[str, Decision] = {}
    for decision in earlier.select_related("task__step__request", "decider").order_by("pk"):
        for reason in decision.task.step.reasons:
            found[_sentence(reason)] = decision
    return found


def _sentence(reason: Mapping[str, Any]) -> str:
    """What makes two reasons the same sentence, in whichever policy it stands."""
    return json.dumps([reason.get(key) for key in PLAIN_KEYS], sort_keys=True)


def _still_valid(request: Request, step: Step, before: Mapping[str, Decision]) -> Decision | None:
    """The one earlier decision that answers all reasons of a step for this content and this amount."""
    decisions = {decision.pk: decision for reason in step.reasons if (decision := before.get(_sentence(reason)))}
    if len(decisions) != 1 or any(_sentence(reason) not in before for reason in step.reasons):
        return None
    decision = next(iter(decisions.values()))
    then = decision.task.step
    worth = number(worth_of(request.facts))
    fits = (
        decision.outcome == Outcome.APPROVED
        and then.state in (StepState.APPROVED, StepState.KEPT)
        and sorted(then.judges) == sorted(step.judges)
        and decision.signed == signed(request, step)
        and decision.decider_id not in (request.owner_id, request.asked_by_id)
        and (decision.limit_then is None or (worth is not None and worth <= decision.limit_then))
    )
    return decision if fits else None
