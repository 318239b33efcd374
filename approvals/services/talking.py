"""What people say about a request beside deciding: a comment among colleagues, and urging (催办)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.events import ApprovalUrged, RequestCommented
from approvals.models import Request, Task
from approvals.models.words import RequestState
from approvals.policies import may_comment_on, may_urge
from approvals.services.approvers import Approvers
from approvals.services.opening import deciders
from approvals.services.subjects import take_subject
from core import clock
from core.bus import publish
from core.locks import locked
from core.models import Comment
from core.once import claim_notice
from core.refusal import Refused
from core.service import service

URGE_HOURS = 4


@service
def comment_on_request(request_id: int, *, text: str, actor: Any) -> Comment:
    """Say something about a request to whoever decides, asked or was copied; it decides nothing."""
    request = _taken(request_id)
    may_comment_on.demand(actor, request)
    text = text.strip()
    if not text:
        raise Refused(_("The comment is empty."), code="empty")
    comment = Comment.objects.create(topic=request.stream, author=actor, text=text[:4000], at=clock.now())
    people = {request.asked_by_id, request.owner_id, *_on_desks(request)} - {actor.pk, None}
    told = RequestCommented(
        request_id=request.pk,
        subject=request.subject,
        comment_id=comment.pk,
        text=text[:200],
        user_ids=tuple(sorted(pk for pk in people if pk)),
    )
    publish(told, actor=actor)
    return comment


def comments_on(request: Request) -> QuerySet[Comment]:
    """What was said about a request, oldest first."""
    return Comment.objects.filter(topic=request.stream).select_related("author").order_by("pk")


@service
def urge(request_id: int, *, actor: Any) -> None:
    """Ask whoever holds it to decide; once in four hours for each request, however often it is pressed."""
    request = _taken(request_id)
    may_urge.demand(actor, request)
    if request.state != RequestState.OPEN:
        raise Refused(_("It is decided already."), code="decided")
    span = int(clock.now().timestamp()) // (URGE_HOURS * 3600)
    if not claim_notice(f"approval:request:{request.pk}:urged:{span}"):
        raise Refused(_("It was urged a short while ago; they have been told."), code="urged")
    tasks = list(Task.objects.pending().filter(step__request=request).select_related("step"))
    approvers = Approvers()
    people = {pk for task in tasks for pk in deciders(approvers, request, task)}
    urged = ApprovalUrged(request_id=request.pk, subject=request.subject, who=approvers.names(sorted(people)))
    publish(urged, actor=actor)


def waiting_tasks(request_id: int) -> Iterator[tuple[Task, tuple[int, ...]]]:
    """The open tasks of a request, each with who may decide it."""
    approvers = Approvers()
    for task in Task.objects.pending().filter(step__request=request_id).select_related("step__request"):
        yield task, deciders(approvers, task.step.request, task)


def _taken(request_id: int) -> Request:
    take_subject(Request.objects.values_list("subject", flat=True).get(pk=request_id))
    return locked(Request.objects.select_related("order").filter(pk=request_id)).get()


def _on_desks(request: Request) -> set[int]:
    rows = Task.objects.pending().filter(step__request=request, user__isnull=False)
    return set(rows.values_list("user_id", flat=True))
