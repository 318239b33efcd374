"""A person's verbs on dispatch jobs, one page each."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from core.calendar import add_working_days
from core.views.verb import VerbView
from orders.models import Order
from shipping import policies, services
from shipping.forms import JobForm, ReasonForm, WorkDoneForm
from shipping.models import DispatchJob
from shipping.services import Plan
from shipping.services.jobs.planning import technicians
from shipping.services.jobs.rows import guard_job
from shipping.views.finding import job_for

MORNING, LASTS = datetime.time(9), datetime.timedelta(hours=2)


class PlanJob(VerbView):
    """Send somebody for the services of an order."""

    policy = policies.may_plan
    title = _("Send somebody")
    consequence = _("Whoever is sent hears it at once, and the order waits for them until their time slot ends.")
    button = _("Send")
    done = _("The job is planned.")

    def get_subject(self) -> Order:
        rows = Order.objects.visible_to(self.request.user).called(self.kwargs["ref"])
        return get_object_or_404(rows.select_related("customer").defer("search"))

    def get_form(self, subject: Order, data: Any = None) -> forms.Form:
        lines = [line for line in subject.lines.filter(is_service=True).order_by("position") if line.unplanned]
        first = {"place": subject.ship_to_text, "notes": subject.instructions, **_usual_slot(subject)}
        return JobForm(data, people=technicians(), lines=lines, initial=first)

    def act(self, subject: Order, data: dict[str, Any]) -> DispatchJob:
        return services.plan_job(subject.pk, plan=_plan(data), actor=self.request.user)

    def extra_context(self, subject: Order) -> dict[str, Any]:
        return {"facts": _facts(subject)}


class JobVerb(VerbView):
    """A verb on the job the address names; `move` is the one of its states."""

    move = ""

    def examine(self, subject: DispatchJob) -> None:
        guard_job(subject, getattr(subject, self.move))

    def get_subject(self) -> DispatchJob:
        return job_for(self.request.user, self.kwargs["number"])

    def extra_context(self, subject: DispatchJob) -> dict[str, Any]:
        return {"facts": _facts(subject.order)}


class ReplanJob(JobVerb):
    """Another time or person."""

    policy = policies.may_plan
    move = "replan"
    title = _("Another time or person")
    consequence = _("Whoever goes now hears it at once, and so does whoever need not go any more.")
    button = _("Move the job")
    done = _("The job is moved.")

    def get_form(self, subject: DispatchJob, data: Any = None) -> forms.Form:
        names = ("assignee", "starts_at", "ends_at", "place", "notes")
        return JobForm(data, people=technicians(), initial={name: getattr(subject, name) for name in names})

    def act(self, subject: DispatchJob, data: dict[str, Any]) -> DispatchJob:
        return services.replan_job(subject.pk, plan=_plan(data), actor=self.request.user)


class StartJob(JobVerb):
    """The assignee sets out."""

    policy = policies.may_perform
    move = "start"
    title = _("Set out")
    consequence = _("The job is under way; its planner can see that you left.")
    button = _("Set out")
    done = _("The job is under way.")

    def act(self, subject: DispatchJob, data: dict[str, Any]) -> DispatchJob:
        return services.start_job(subject.pk, actor=self.request.user)


class FinishJob(JobVerb):
    """The customer agrees that the work is done."""

    policy = policies.may_perform
    move = "finish"
    title = _("Work is done")
    consequence = _("The services count as accepted by the customer now, and the invoice is drafted.")
    button = _("Work is done")
    done = _("The job is done.")
    form_class = WorkDoneForm

    def act(self, subject: DispatchJob, data: dict[str, Any]) -> DispatchJob:
        return services.finish_job(subject.pk, **data, actor=self.request.user)


class CancelJob(JobVerb):
    """Call somebody back."""

    policy = policies.may_plan
    move = "cancel"
    title = _("Cancel the job")
    consequence = _("Whoever was sent hears that they need not go. The services are to be planned again.")
    button = _("Cancel job")
    done = _("The job is cancelled.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: DispatchJob, data: dict[str, Any]) -> DispatchJob:
        return services.cancel_job(subject.pk, **data, actor=self.request.user)


def _plan(data: dict[str, Any]) -> Plan:
    quantities = {int(name.split("_")[1]): value for name, value in data.items() if name.startswith("quantity_")}
    return Plan(
        assignee_id=data["assignee"].pk,
        quantities={pk: value or Decimal(0) for pk, value in quantities.items()},
        **{name: data[name] for name in ("starts_at", "ends_at", "place", "notes")},
    )


def _usual_slot(order: Order) -> dict[str, datetime.datetime]:
    """The promised morning, at the earliest the next working day."""
    tomorrow = add_working_days(clock.today() + datetime.timedelta(days=1), 0)
    day = max(order.promised_on or tomorrow, tomorrow)
    begin = timezone.make_aware(datetime.datetime.combine(day, MORNING))
    return {"starts_at": begin, "ends_at": begin + LASTS}


def _facts(order: Order) -> list[dict[str, Any]]:
    return [
        {"label": _("Order"), "value": order.ref},
        {"label": _("Customer"), "value": order.customer.title},
        {"label": _("Ship-to address"), "value": order.ship_to_text or "--"},
    ]
