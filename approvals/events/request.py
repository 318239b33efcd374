"""What is asked, step by step, and what is said about it."""

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
class RequestWithdrawn(RequestEvent):
    """Nobody has to decide any more: what was asked about was recalled or cancelled."""

    name = "approval.request_withdrawn"
    sentence = _("Approval withdrawn")
    shown = False

    outcome: str


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
class CopiesSent(RequestEvent):
    """People are told of a request without being asked."""

    name = "approval.copies_sent"
    sentence = _("Copies sent")
    shown = False

    user_ids: tuple[int, ...]
