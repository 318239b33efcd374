"""Copies (抄送): who is told of a request without being asked."""

from typing import Any

from approvals.events import CopiesSent
from approvals.models import Copy, Request, Rule
from approvals.services.approvers import holders_of
from approvals.services.routing import Plan
from core import clock
from core.act import known
from core.bus import publish
from core.people import HOUSE
from core.service import service


def send_copies(request: Request, plan: Plan) -> None:
    """Give a copy to everybody who holds a role that a sentence which asks names; costs nothing where none does."""
    rules: list[Rule] = known((Rule, request.kind), list)
    asked = {reason["rule"] for step in plan.steps for reason in step.reasons}
    roles = {role for rule in rules if rule.pk in asked for role in rule.copies}
    if not roles:
        return
    people = [pk for pk in holders_of(roles) if pk not in (request.owner_id, request.asked_by_id)]
    Copy.objects.bulk_create([Copy(request=request, user_id=pk, at=request.opened_at) for pk in people])
    if people:
        publish(CopiesSent(request_id=request.pk, subject=request.subject, user_ids=tuple(people)), actor=HOUSE)


@service
def mark_copies_read(*, actor: Any, copy_id: int | None = None) -> int:
    """This person read one copy, or all of theirs; returns how many were new."""
    mine = Copy.objects.of(actor).unread()
    return (mine if copy_id is None else mine.filter(pk=copy_id)).update(read_at=clock.now())
