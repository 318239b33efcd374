"""What happens to one person's task."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from approvals.events.request import RequestEvent


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
class TaskTransferred(RequestEvent):
    """An approver gave their task to a colleague."""

    name = "approval.task_transferred"
    sentence = _("Transferred to %(who)s: %(reason)s")

    task_id: int
    to_id: int
    who: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignerAdded(RequestEvent):
    """An approver wants somebody else heard as well; `place` is before, beside or after them."""

    name = "approval.signer_added"
    sentence = _("%(who)s is to agree as well: %(reason)s")

    task_id: int
    to_id: int
    who: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(RequestEvent):
    """An approver took their decision back before anybody acted on it, and decides again."""

    name = "approval.decision_taken_back"
    sentence = _("Decision of step %(step)s taken back")

    task_id: int
    step: int


@dataclass(frozen=True, kw_only=True)
class TaskDelegated(RequestEvent):
    """A task lies with somebody else because `absent`, whom it is meant for, is away."""

    name = "approval.task_delegated"
    sentence = _("%(absent)s is away, %(who)s decides for them")

    task_id: int
    who: str
    absent: str


@dataclass(frozen=True, kw_only=True)
class TaskGivenBack(RequestEvent):
    """The delegation is over; what is still open goes back to whom it was meant for."""

    name = "approval.task_given_back"
    sentence = _("The delegation is over, back to %(who)s")

    task_id: int
    who: str


@dataclass(frozen=True, kw_only=True)
class TaskEscalated(RequestEvent):
    """Nobody decided by the limit; the task went one step up."""

    name = "approval.task_escalated"
    sentence = _("Not decided in time, passed up to %(who)s")

    task_id: int
    who: str


@dataclass(frozen=True, kw_only=True)
class TaskLinkShut(RequestEvent):
    """Too many wrong PINs were typed behind the link of one person; it opens nothing any more."""

    name = "approval.task_link_shut"
    sentence = _("Approval link no. %(link_id)s shut after wrong PINs")
    shown = False

    task_id: int
    link_id: int
    user_id: int
