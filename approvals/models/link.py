"""The address by which one person decides one task without signing in."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.task import Task


class TaskLinkQuerySet(models.QuerySet["TaskLink"]):
    """Adjectives of links."""

    def standing(self, now: datetime.datetime) -> "TaskLinkQuerySet":
        """Neither expired nor shut, of somebody who still works here. What it opens, its task says."""
        return self.filter(ended_at=None, expires_at__gt=now, user__is_active=True)

    def unused(self) -> "TaskLinkQuerySet":
        return self.filter(used_at=None)


class TaskLink(models.Model):
    """One person's key to one task, sent with a message; only its fingerprint is kept (A27, B12).

    It opens as long as its person could decide this very task after signing in, so whatever ends that ends it too.
    `wrong` counts the wrong PINs typed behind it; `ended_at` says that it was shut by them, or by its person.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="links", verbose_name=_("task"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    digest = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    wrong = models.PositiveSmallIntegerField(_("wrong PINs"), default=0)
    used_at = models.DateTimeField(_("decided through it"), null=True, blank=True)
    ended_at = models.DateTimeField(_("shut"), null=True, blank=True)

    objects = TaskLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval link")
        verbose_name_plural = _("approval links")
        constraints = [
            models.UniqueConstraint(
                fields=("task",), condition=Q(used_at__isnull=False), name="task_decided_by_one_link"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="task_link_used_or_shut"),
        ]
        indexes = [models.Index(fields=("user",), name="task_link_unused", condition=Q(used_at=None, ended_at=None))]

    def __str__(self) -> str:
        return f"{self.user}: {self.task_id}"
