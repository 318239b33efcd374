"""Telling the people who are sent: a new job, another time, a job that is off."""

from django.utils.translation import gettext_lazy as _

from notifications.models import Kind
from notifications.services import tell
from shipping.models import DispatchJob
from shipping.services.jobs.rows import slot_words


def tell_assignee(job_id: int, *, event_id: int, assignee_id: int, before_id: int | None = None) -> None:
    """Whoever is sent hears where and when, once per plan; whoever is sent no longer hears that (S16).

    News that is overtaken by the time it is told is not told any more.
    """
    job = _job(job_id)
    if job.is_open and job.assignee_id == assignee_id:
        _tell_where(job, event_id)
    if before_id and before_id != job.assignee_id:
        _tell_off(job, event_id, before_id)


def tell_called_back(job_id: int, *, event_id: int, assignee_id: int) -> None:
    """Whoever was sent hears that they need not go."""
    _tell_off(_job(job_id), event_id, assignee_id)


def _tell_where(job: DispatchJob, event_id: int) -> None:
    values = {"customer": job.order.customer.title, "slot": slot_words(job), "number": job.number}
    rush = _("Rush: %(customer)s, %(slot)s, dispatch job %(number)s")
    usual = _("You go to %(customer)s, %(slot)s: dispatch job %(number)s")
    tell(
        event_id,
        [job.assignee_id],
        subject=rush if job.order.is_rush else usual,
        body="%(place)s",
        url=job.get_absolute_url(),
        kind=Kind.TO_DO,
        values=values | {"place": job.place},
    )


def _tell_off(job: DispatchJob, event_id: int, person_id: int) -> None:
    tell(
        event_id,
        [person_id],
        subject=_("You need not go to %(customer)s: dispatch job %(number)s is off"),
        url=job.get_absolute_url(),
        values={"customer": job.order.customer.title, "number": job.number},
    )


def _job(job_id: int) -> DispatchJob:
    return DispatchJob.objects.select_related("order__customer").get(pk=job_id)
