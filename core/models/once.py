"""What may happen only once: a form that was sent, a notice that was given."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OnceKey(models.Model):
    """A form or call that arrived, and what it led to; its twin gets the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    key = models.CharField(_("key"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    result = models.TextField(_("result"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("one-time key")
        verbose_name_plural = _("one-time keys")
        constraints = [models.UniqueConstraint(fields=("user", "key"), name="once_per_user")]
        indexes = [models.Index(fields=("at",), name="once_at")]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A reminder that was given, named for its cause: `invoice:481:overdue:7d`."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("given notice")
        verbose_name_plural = _("given notices")

    def __str__(self) -> str:
        return self.key
