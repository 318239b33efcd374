"""What a customer asked for, before anything was offered."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import Moving, StateField
from customers.models import Contact, Customer


class RequirementState(models.TextChoices):
    """Noted, confirmed with the customer, quoted; or dropped."""

    OPEN = "open", pgettext_lazy("requirement", "To confirm")
    CONFIRMED = "confirmed", pgettext_lazy("requirement", "Confirmed")
    QUOTED = "quoted", pgettext_lazy("requirement", "Quoted")
    DROPPED = "dropped", pgettext_lazy("requirement", "Dropped")


S = RequirementState


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Adjectives of requirement notes."""

    def visible_to(self, user: Any) -> "RequirementQuerySet":
        """The notes about the customers one sees."""
        return self.filter(customer__in=Customer.objects.visible_to(user).values("pk"))

    def for_list(self) -> "RequirementQuerySet":
        return self.select_related("customer", "owner").defer("customer__search")


class Requirement(Moving, models.Model):
    """One requirement note: it is confirmed with the customer, then quoted, and stays linked to its quotations."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("salesperson")
    )
    title = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("what is wanted"), max_length=4000)
    wanted_on = models.DateField(_("delivery date"), null=True, blank=True)
    state = StateField(_("state"), default=S.OPEN, choices=S.choices, max_length=10)
    version = models.PositiveIntegerField(_("version"), default=1)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("created"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement note")
        verbose_name_plural = _("requirement notes")
        indexes = [models.Index(fields=("customer", "-id"), name="requirement_customer")]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"requirement:{self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.state == S.OPEN

    def get_absolute_url(self) -> str:
        return reverse("orders:requirement", args=[self.number])

    @transition(state, source=S.OPEN, target=S.CONFIRMED)
    def confirm(self, now: datetime.datetime) -> None:
        self.confirmed_at = now

    @transition(state, source=[S.CONFIRMED, S.QUOTED], target=S.QUOTED)
    def quote(self) -> None:
        """A quotation was made of it; another may follow."""

    @transition(state, source=[S.OPEN, S.CONFIRMED], target=S.DROPPED)
    def drop(self, reason: str) -> None:
        self.reason = reason
