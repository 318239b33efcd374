"""Links by which somebody decides without signing in: made as a message leaves, opened, and shut."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from approvals.models import Request, Task, TaskLink
from approvals.policies import may_decide
from core import clock
from core.calendar import add_working_days
from core.links import digest_of, new_token
from core.service import service

MOST_WRONG = 5
"""As many wrong PINs shut a link for good."""


@service
def make_task_link(task_id: int, user_id: int) -> str:
    """Make one person's key to one task and return its token, told this once; the house keeps its fingerprint.

    Kept before its message leaves, so that no message carries a link that opens nothing.
    """
    token = new_token()
    TaskLink.objects.create(
        task_id=task_id, user_id=user_id, digest=digest_of(token), made_at=clock.now(), expires_at=_until()
    )
    return token


def _until() -> datetime.datetime:
    """The end of the last working day it is good for."""
    day = add_working_days(clock.today(), settings.GENDAN_TASK_LINK_DAYS)
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def link_of(token: str) -> TaskLink | None:
    """The link a token belongs to, unless it expired, was shut, or its person left: then nothing, all alike."""
    links = TaskLink.objects.standing(clock.now()).filter(digest=digest_of(token))
    return links.select_related("user").first()


def decidable(link: TaskLink) -> Task | None:
    """Its task, while its person may decide it: theirs, open, not their own order, under a delegation that runs."""
    return task_awaiting(link.task_id, link.user) if link.used_at is None else None


def task_awaiting(task_id: int, user: Any) -> Task | None:
    """A task as its approver reads it, while they may decide it."""
    task = Task.objects.awaiting(user).for_list().filter(pk=task_id).first()
    return task if task is not None and may_decide(user, task) else None


def needs_pin(request: Request) -> bool:
    """Whether it is worth more than the amount above which the holder of a link proves who they are.

    What cannot be compared, because it is told in another currency alone, counts as more.
    """
    limit: Decimal = settings.GENDAN_LINK_PIN_ABOVE
    return request.worth > limit or not request.is_in_house_currency


@service
def shut_links(*, actor: Any) -> int:
    """A person shuts all links that were sent to them and not used; a new message brings a new one."""
    mine = TaskLink.objects.standing(clock.now()).unused().filter(user=actor)
    return mine.update(ended_at=clock.now())
