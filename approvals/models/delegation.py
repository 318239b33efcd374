"""Who is away, and who decides for them meanwhile (委托)."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models.policy import every_kind


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Adjectives of delegations."""

    def running(self, day: datetime.date) -> "DelegationQuerySet":
        return self.touching(day, day)

    def touching(self, first: datetime.date, last: datetime.date) -> "DelegationQuerySet":
        """Not ended, and at least one day of theirs lies between these, both included."""
        return self.filter(ended_at=None, from_day__lte=last, until_day__gte=first)

    def visible_to(self, user: Any) -> "DelegationQuerySet":
        """All by right; else one's own, those one stands in for, and those of the people who report to one."""
        if user.has_perm("approvals.make_all_delegation"):
            return self
        return self.filter(Q(user=user.pk) | Q(to=user.pk) | Q(user__manager=user.pk))


class Delegation(models.Model):
    """One person's approvals are another's from a day to a day, both included.

    `kinds` are the approvals meant, none means all; `up_to` the highest worth, empty means any. Without `to`
    the person is only away: the backup of the sentence, or the role, is asked. `takes_open` moves what waits already.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who is away")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegate")
    )
    from_day = models.DateField(pgettext_lazy("delegation", "from"))
    until_day = models.DateField(pgettext_lazy("delegation", "until"))
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds"), default=list, blank=True)
    up_to = models.DecimalField(
        _("up to"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    reason = models.CharField(_("reason"), max_length=300)
    takes_open = models.BooleanField(_("open tasks too"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        permissions = [
            ("make_delegation", _("delegate approvals")),
            ("make_all_delegation", _("delegate the approvals of anybody")),
            ("hand_over_work", _("hand over the work of a colleague who leaves")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(to=None) | ~Q(to=F("user")), name="delegation_to_another"),
            models.CheckConstraint(condition=Q(until_day__gte=F("from_day")), name="delegation_has_days"),
        ]
        indexes = [models.Index(fields=("user", "until_day"), name="delegation_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.user} → {self.to or '--'}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:cover")

    @property
    def stream(self) -> str:
        return f"delegation:{self.pk}"

    @property
    def kind_names(self) -> str:
        """What it is for, in the reader's language; nothing where it is for all."""
        return ", ".join(str(label) for kind, label in every_kind() if kind in self.kinds)

    def runs_on(self, day: datetime.date) -> bool:
        return self.ended_at is None and self.from_day <= day <= self.until_day

    def covers(self, kind: str, worth: Decimal) -> bool:
        """Whether something of this kind and worth lies in its scope."""
        return (not self.kinds or kind in self.kinds) and (self.up_to is None or worth <= self.up_to)
