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


@dataclass(frozen=True, kw_only=True)
class CopiesSent(RequestEvent):
    """People are told of a request without being asked."""

    name = "approval.copies_sent"
    sentence = _("Copies sent")
    shown = False

    user_ids: tuple[int, ...]


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
class StepAskedAgain(RequestEvent):
    """An approver sent the case back to an earlier step; `again` when every step between is asked again too."""

    name = "approval.step_asked_again"
    sentence = _("Back to step %(step)s, %(who)s: %(opinion)s")

    task_id: int
    step: int
    who: str
    again: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(RequestEvent):
    """An approver took their decision back before anybody acted on it, and decides again."""

    name = "approval.decision_taken_back"
    sentence = _("Decision of step %(step)s taken back")

    task_id: int
    step: int


@dataclass(frozen=True, kw_only=True)
class RequestCommented(RequestEvent):
    """Somebody wrote about a request; `user_ids` are told."""

    name = "approval.request_commented"
    sentence = _("On the approval: %(text)s")

    comment_id: int
    text: str
    user_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ApprovalUrged(RequestEvent):
    """Whoever waits for the decision asked for it."""

    name = "approval.urged"
    sentence = _("Urged: %(who)s")

    who: str


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
class DelegationEvent(DomainEvent):
    """Something about one person's leave and who stands in for them."""

    delegation_id: int
    user_id: int
    to_id: int | None
    who: str
    to: str
    from_day: datetime.date
    until_day: datetime.date

    @property
    def stream(self) -> str:
        return f"delegation:{self.delegation_id}"


@dataclass(frozen=True, kw_only=True)
class DelegationMade(DelegationEvent):
    """From a day to a day somebody else decides what is asked of this person."""

    name = "approval.delegation_made"
    sentence = _("%(who)s is away from %(from_day)s to %(until_day)s; delegate: %(to)s. %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(DelegationEvent):
    """The person is back before the last day, or somebody else stands in."""

    name = "approval.delegation_ended"
    sentence = _("The delegation of %(who)s to %(to)s ended early")


@dataclass(frozen=True, kw_only=True)
class TaskEscalated(RequestEvent):
    """Nobody decided by the limit; the task went one step up."""

    name = "approval.task_escalated"
    sentence = _("Not decided in time, passed up to %(who)s")

    task_id: int
    who: str


@dataclass(frozen=True, kw_only=True)
class StepPassedByItself(RequestEvent):
    """Nobody decided by the limit, and the sentence lets it pass then."""

    name = "approval.step_passed_by_itself"
    sentence = _("Step %(step)s of %(steps)s passed by itself at its limit")

    step: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class StepReturnedByItself(RequestEvent):
    """Nobody decided by the limit, and the sentence sends it back then."""

    name = "approval.step_returned_by_itself"
    sentence = _("Step %(step)s returned by itself at its limit")
    shown = False

    step: int


@dataclass(frozen=True, kw_only=True)
class TaskLinkShut(RequestEvent):
    """Too many wrong PINs were typed behind the link of one person; it opens nothing any more."""

    name = "approval.task_link_shut"
    sentence = _("Approval link no. %(link_id)s shut after wrong PINs")
    shown = False

    task_id: int
    link_id: int
    user_id: int
