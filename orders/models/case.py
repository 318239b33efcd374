"""The after-sales case: something a customer says or is to be asked, with an owner and a limit for the answer."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core import clock
from core.machine import Moving, StateField
from customers.models import Customer
from orders.models.order import Order


class CaseState(models.TextChoices):
    """Open until it is answered, closed once the customer has what they need."""

    OPEN = "open", pgettext_lazy("case", "Open")
    ANSWERED = "answered", pgettext_lazy("case", "Answered")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class CaseKind(models.TextChoices):
    """What sort of case it is; each has its own limit."""

    COMPLAINT = "complaint", pgettext_lazy("case", "Complaint")
    QUESTION = "question", pgettext_lazy("case", "Question")
    REPAIR = "repair", pgettext_lazy("case", "Repair request")
    FOLLOW_UP = "follow_up", pgettext_lazy("case", "Follow-up call")


class CaseCause(models.TextChoices):
    """What a complaint is about; the figures count by it."""

    QUALITY = "quality", pgettext_lazy("case cause", "Quality")
    DAMAGE = "damage", pgettext_lazy("case cause", "Damaged in transport")
    WRONG = "wrong", pgettext_lazy("case cause", "Wrong goods or quantity")
    LATE = "late", pgettext_lazy("case cause", "Late delivery")
    BILL = "bill", pgettext_lazy("case cause", "Invoice or price")
    SERVICE = "service", pgettext_lazy("case cause", "Service")
    OTHER = "other", pgettext_lazy("case cause", "Other")


S = CaseState


class CaseQuerySet(models.QuerySet["Case"]):
    """Adjectives of cases; a case is seen by who may see cases and sees its customer."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        if not user.has_perm("orders.view_case"):
            return self.none()
        return self.filter(customer__in=Customer.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> "CaseQuerySet":
        return self.filter(state=S.OPEN)

    def overdue(self) -> "CaseQuerySet":
        """Open past the limit."""
        return self.open().filter(until__lt=clock.now())

    def due_for(self, user: Any) -> "CaseQuerySet":
        """Mine, waiting for my answer."""
        return self.open().filter(owner=user.pk)

    def for_list(self) -> "CaseQuerySet":
        return self.select_related("customer", "order", "owner").defer("customer__search", "order__search")


class Case(Moving, models.Model):
    """One thing to answer: whose it is, until when, what about, what was said, and how content they were."""

    number = models.CharField(_("case number"), max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind.choices)
    state = StateField(_("state"), default=S.OPEN, choices=S.choices, max_length=10)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="cases", db_index=False, verbose_name=_("order")
    )
    cause = models.CharField(
        pgettext_lazy("case", "cause"), max_length=10, choices=CaseCause.choices, blank=True, default=""
    )
    title = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("what it is about"), max_length=4000, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    rating = models.PositiveSmallIntegerField(_("satisfaction, 1 to 5"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    until = models.DateTimeField(_("to be answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [("handle_case", _("open, answer and close cases"))]
        constraints = [
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="case_rating"),
            models.CheckConstraint(
                condition=~Q(kind=CaseKind.COMPLAINT) | ~Q(cause=""), name="case_complaint_has_cause"
            ),
            models.UniqueConstraint(
                fields=("order",), condition=Q(kind=CaseKind.FOLLOW_UP), name="case_one_follow_up_per_order"
            ),
        ]
        indexes = [
            models.Index(fields=("customer", "-id"), name="case_customer"),
            models.Index(fields=("order", "-id"), name="case_order", condition=Q(order__isnull=False)),
            models.Index(fields=("owner", "until"), name="case_open", condition=Q(state=S.OPEN)),
            models.Index(fields=("kind", "opened_at"), name="case_opened"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"case:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == S.OPEN

    @property
    def is_late(self) -> bool:
        """Past its limit, or answered only afterwards."""
        return (self.answered_at or clock.now()) > self.until

    def get_absolute_url(self) -> str:
        return reverse("orders:case", args=[self.number])

    @transition(state, source=S.OPEN, target=S.ANSWERED)
    def reply(self, now: datetime.datetime, answer: str) -> None:
        self.answered_at, self.answer = now, answer

    @transition(state, source=[S.OPEN, S.ANSWERED], target=S.CLOSED)
    def close(self, now: datetime.datetime, rating: int | None) -> None:
        self.closed_at, self.rating = now, rating

    @transition(state, source=[S.ANSWERED, S.CLOSED], target=S.OPEN)
    def reopen(self, until: datetime.datetime) -> None:
        self.answered_at = self.closed_at = None
        self.until = until
