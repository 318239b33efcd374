"""What a policy that binds nobody yet would have asked, and what its rehearsal found."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models.policy import Policy
from approvals.models.request import Request


class TrialRun(models.Model):
    """What a policy on trial would have asked about one request; `edition` is how it was written then.

    `was` and `asked` hold {"desk", "who", "role", "rules"} for each step, in order; `blocked`: nobody was left.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="runs", verbose_name=_("policy"))
    request = models.ForeignKey(Request, models.CASCADE, related_name="+", verbose_name=_("request"))
    edition = models.PositiveIntegerField(_("times written"))
    was = models.JSONField(_("was asked"), default=list)
    asked = models.JSONField(_("would be asked"), default=list)
    agrees = models.BooleanField(_("the same as was asked"))
    blocked = models.BooleanField(_("nobody left"), default=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("trial run")
        verbose_name_plural = _("trial runs")
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=("policy", "request"), name="trial_run_once")]
        indexes = [models.Index(fields=("policy", "edition", "-id"), name="trial_run_policy")]

    def __str__(self) -> str:
        return str(self.pk)


class Rehearsal(models.Model):
    """Past requests replayed against a draft and the active policy; the report is there once `done_at` is."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rehearsals", verbose_name=_("policy"))
    edition = models.PositiveIntegerField(_("times written"))
    history = models.BooleanField(_("with imported orders"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("when"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    report: Any = models.JSONField(_("found"), default=dict)

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.policy)

    def get_absolute_url(self) -> str:
        return reverse("approvals:rehearsal", args=[self.policy_id, self.pk])
