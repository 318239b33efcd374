"""What happens to dispatch jobs."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class JobEvent(DomainEvent):
    """Something about one dispatch job, on its own stream and its order's timeline."""

    job_id: int
    order_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"job:{self.job_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class JobPlanned(JobEvent):
    """Somebody is to go to the customer in a time slot."""

    name = "job.planned"
    sentence = _("Dispatch job %(number)s: %(assignee)s goes %(slot)s")

    assignee_id: int
    assignee: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class JobMoved(JobEvent):
    """Another person or another time slot for a job nobody has set out for."""

    name = "job.moved"
    sentence = _("Dispatch job %(number)s moved: %(assignee)s goes %(slot)s")

    assignee_id: int
    assignee: str
    slot: str
    before_id: int


@dataclass(frozen=True, kw_only=True)
class JobStarted(JobEvent):
    """The assignee set out."""

    name = "job.started"
    sentence = _("Dispatch job %(number)s is under way")


@dataclass(frozen=True, kw_only=True)
class JobDone(JobEvent):
    """The work is done and somebody at the customer's said so."""

    name = "job.done"
    sentence = _("Dispatch job %(number)s done, accepted by %(accepted_by)s")

    accepted_by: str


@dataclass(frozen=True, kw_only=True)
class JobCancelled(JobEvent):
    """A job that will not be done; its services are to be planned again, unless the order needs them no more."""

    name = "job.cancelled"
    sentence = _("Dispatch job %(number)s cancelled: %(reason)s")

    assignee_id: int
    reason: str
