"""Who is told of a request without being asked (抄送), and whether they read it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from approvals.models.request import Request


class CopyQuerySet(models.QuerySet["Copy"]):
    """Adjectives of copies."""

    def of(self, user: Any) -> "CopyQuerySet":
        return self.filter(user=user)

    def with_task(self) -> "CopyQuerySet":
        """Each with the first task of its request: the page that shows the whole case."""
        from approvals.models.task import Task

        first = Task.objects.filter(step__request=OuterRef("request")).order_by("pk").values("pk")[:1]
        return self.annotate(task_id=Subquery(first))

    def unread(self) -> "CopyQuerySet":
        return self.filter(read_at=None)


class Copy(models.Model):
    """One person's copy of one request."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="copies", verbose_name=_("request"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [models.UniqueConstraint(fields=("request", "user"), name="copy_once_per_person")]
        indexes = [models.Index(fields=("user", "-id"), name="copy_user")]

    def __str__(self) -> str:
        return self.request.title
