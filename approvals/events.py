"""What happens while somebody is asked: each on the request's own stream and the subject's timeline."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class RequestEvent(DomainEvent):
    """Something about one approval request; `subject` is the stream of what is judged."""

    request_id: int
    subject: str

    @property
    def stream(self) -> str:
        return f"approval:{self.request_id}"

    @property
    def topic(self) -> str:
        return self.subject


@dataclass(frozen=True, kw_only=True)
class TaskOpened(RequestEvent):
    """Somebody has to decide now; `user_ids` are all who may, `who` their names."""

    name = "approval.task_opened"
    sentence = _("Approval asked of %(who)s, step %(step)s of %(steps)s")

    task_id: int
    step: int
    steps: int
    who: str
    user_ids: tuple[int, ...]
    role: str
    until: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class TaskDecided(RequestEvent):
    """Somebody decided a task; `opinion` is what they said, `judged` the content they judged."""

    task_id: int
    step: int
    steps: int
    opinion: str
    judged: str


@dataclass(frozen=True, kw_only=True)
class TaskApproved(TaskDecided):
    """They agreed."""

    name = "approval.task_approved"
    sentence = _("Agreed, step %(step)s of %(steps)s. %(opinion)s")


@dataclass(frozen=True, kw_only=True)
class TaskReturned(TaskDecided):
    """They want changes; the order's own line on the timeline carries the opinion."""

    name = "approval.task_returned"
    sentence = _("Returned, step %(step)s of %(steps)s. %(opinion)s")
    shown = False


@dataclass(frozen=True, kw_only=True)
class TaskRejected(TaskDecided):
    """They refused for good; the order's own line on the timeline carries the opinion."""

    name = "approval.task_rejected"
    sentence = _("Rejected, step %(step)s of %(steps)s. %(opinion)s")
    shown = False


@dataclass(frozen=True, kw_only=True)
class TaskPassedOn(RequestEvent):
    """An open task went to others, because who held it may not decide it any more."""

    name = "approval.task_passed_on"
    sentence = _("Approval passed on to %(who)s")

    task_id: int
    who: str
    user_ids: tuple[int, ...]
    role: str
    until: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(RequestEvent):
    """Nobody has to decide any more: what was asked about was recalled or cancelled."""

    name = "approval.request_withdrawn"
    sentence = _("Approval withdrawn")
    shown = False

    outcome: str


@dataclass(frozen=True, kw_only=True)
class RehearsalAsked(DomainEvent):
    """Somebody wants many past requests replayed against a draft of a policy; a worker does it."""

    name = "policy.rehearsal_asked"
    sentence = _("Rehearsal asked for")

    rehearsal_id: int
    policy_id: int

    @property
    def stream(self) -> str:
        return f"policy:{self.policy_id}"
