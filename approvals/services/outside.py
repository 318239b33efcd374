"""Deciding through a link: by its person alone, once, and above an amount with their PIN."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.events import TaskLinkShut
from approvals.models import Request, Task, TaskLink
from approvals.services.deciding import decide
from approvals.services.linking import MOST_WRONG, needs_pin
from approvals.services.taking import refuse_handled, take
from core import clock
from core.bus import publish
from core.locks import locked
from core.models import User
from core.people import HOUSE
from core.pins import count_try, fits
from core.refusal import Refused
from core.service import service

SHUT = "shut"


@service
def decide_by_link(
    link_id: int, *, outcome: str, opinion: str = "", ticks: Collection[str] = (), proven: bool = False
) -> Task:
    """Decide the task of a link as its person, who is asked for every right anew; then the link is used up.

    `proven` says that their PIN was right; without it nothing above the amount is decided.
    """
    link = TaskLink.objects.get(pk=link_id)
    # Read anew: what somebody may do was perhaps taken from them since the page was shown (F42).
    person = User.objects.get(pk=link.user_id)
    task = decide(link.task_id, outcome=outcome, opinion=opinion, ticks=ticks, actor=person)
    link = _held(link_id)
    if needs_pin(task.step.request) and not proven:
        raise Refused(_("Type your PIN, or sign in to decide."), code="pin_missing")
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    return task


@service
def try_pin(link_id: int, pin: str) -> bool:
    """Whether a PIN is right; each try is counted before its answer is told, so guesses side by side are too (A24).

    The fifth wrong one shuts the link, and its person is told. Too many in all shut the PIN itself.
    """
    link = TaskLink.objects.get(pk=link_id)
    right = fits(link.user_id, pin)
    taken = take(link.task_id)
    refuse_handled(taken.task)
    link = _held(link_id)
    count_try(link.user_id, right=right)
    if not right:
        link.wrong += 1
        _shut_at_last(link, taken.request)
        link.save(update_fields=["wrong", "ended_at"])
    return right


def _held(link_id: int) -> TaskLink:
    link = locked(TaskLink.objects.standing(clock.now()).unused().filter(pk=link_id)).first()
    if link is None:
        raise Refused(_("This link is not good any more. Sign in to decide."), code=SHUT)
    return link


def _shut_at_last(link: TaskLink, request: Request) -> None:
    if link.wrong < MOST_WRONG:
        return
    link.ended_at = clock.now()
    told: dict[str, Any] = {"task_id": link.task_id, "link_id": link.pk, "user_id": link.user_id}
    publish(TaskLinkShut(request_id=request.pk, subject=request.subject, **told), actor=HOUSE)
