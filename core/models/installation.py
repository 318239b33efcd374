"""What this database is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """The one row that says whether this database was made for a demonstration."""

    demo = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installation")

    def __str__(self) -> str:
        return "demo" if self.demo else "live"
