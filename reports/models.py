"""The hand-over of a colleague's work, as far as it has gone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class HandOver(models.Model):
    """Whose work goes to whom, how much of it has, and what did not and why.

    Who did the work is written with each thing; this row only says how far the whole is.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who leaves")
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("successor"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("when"))
    total = models.PositiveIntegerField(_("things to hand over"))
    done: Any = models.JSONField(_("handed over"), default=dict)
    refused: Any = models.JSONField(_("not handed over"), default=list)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("to")) & ~Q(reason=""), name="hand_over_to_another"),
            models.UniqueConstraint(
                fields=("person",), condition=Q(done_at=None), name="hand_over_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.to}"

    @property
    def stream(self) -> str:
        return f"hand_over:{self.pk}"

    @property
    def count(self) -> int:
        return sum(self.done.values())

    @property
    def handled(self) -> int:
        """What was looked at, whether it went over or not."""
        return self.count + len(self.refused)

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:hand-over')}?person={self.person_id}"
