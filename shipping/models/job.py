"""The dispatch job: somebody sent to a customer instead of goods, and its small lifecycle."""

import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from catalog.models import Product
from core import clock
from core.machine import Moving, StateField
from orders.models import Order, OrderLine
from shipping.models.job_query import DispatchJobQuerySet
from shipping.models.words import JOB_OPEN, JobState


class DispatchJob(Moving, models.Model):
    """Services of one order that one person does in one time slot.

    Verbs only set state and dates; the services around them lock, ask policies and tell the order.
    """

    number = models.CharField(_("dispatch job number"), max_length=32, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("sales order"))
    state = StateField(_("state"), default=JobState.ASSIGNED, choices=JobState.choices, max_length=12)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assignee")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    place = models.CharField(_("place"), max_length=500)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    planner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("planned by")
    )
    accepted_by = models.CharField(_("accepted by"), max_length=80, blank=True)
    report = models.CharField(_("what was done"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    planned_at = models.DateTimeField(_("planned"))
    started_at = models.DateTimeField(_("set out"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = DispatchJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch job")
        verbose_name_plural = _("dispatch jobs")
        permissions = [
            ("plan_dispatchjob", _("plan dispatch jobs")),
            ("perform_dispatchjob", _("do dispatch jobs")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="job_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | (Q(done_at__isnull=False) & ~Q(accepted_by="")),
                name="job_done_for_someone",
            ),
        ]
        indexes = [
            models.Index(fields=("order", "id"), name="job_order"),
            models.Index(fields=("assignee", "starts_at"), name="job_diary", condition=Q(state__in=JOB_OPEN)),
            models.Index(fields=("starts_at",), name="job_open", condition=Q(state__in=JOB_OPEN)),
            models.Index(fields=("state", "-id"), name="job_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"job:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in JOB_OPEN

    @property
    def is_late(self) -> bool:
        """Its time is over and it is not done."""
        return self.is_open and self.ends_at < clock.now()

    @property
    def ends_the_same_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    def get_absolute_url(self) -> str:
        return reverse("shipping:job", args=[self.number])

    @transition(state, source=JobState.ASSIGNED, target=JobState.ASSIGNED)
    def replan(self, planner_id: int | None, now: datetime.datetime) -> None:
        self.planner_id, self.planned_at = planner_id, now

    @transition(state, source=JobState.ASSIGNED, target=JobState.UNDER_WAY)
    def start(self, now: datetime.datetime) -> None:
        self.started_at = now

    @transition(state, source=JobState.UNDER_WAY, target=JobState.DONE)
    def finish(self, now: datetime.datetime, accepted_by: str, report: str) -> None:
        self.done_at, self.accepted_by, self.report = now, accepted_by, report

    @transition(state, source=[JobState.ASSIGNED, JobState.UNDER_WAY], target=JobState.CANCELLED)
    def cancel(self, now: datetime.datetime, reason: str) -> None:
        self.cancelled_at, self.reason = now, reason


class DispatchLine(models.Model):
    """One service line of the order on a job, in base units."""

    job = models.ForeignKey(DispatchJob, models.CASCADE, related_name="lines", verbose_name=_("dispatch job"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", verbose_name=_("order line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, default=Decimal(1))

    class Meta:
        verbose_name = _("line of a dispatch job")
        verbose_name_plural = _("lines of dispatch jobs")
        ordering = ("job", "order_line__position")
        constraints = [
            models.UniqueConstraint(fields=("job", "order_line"), name="job_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="job_line_positive"),
        ]
        indexes = [models.Index(fields=("order_line",), name="job_line_order_line")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.product_id}"
