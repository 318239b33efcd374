"""Keys by which a system acts in a person's name."""

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MARK = "gdn_"
"""What every key begins with, so that one left lying about is recognised."""
SHOWN = len(MARK) + 8


def digest_of(token: str) -> str:
    """All the house keeps of a key beside its first letters."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Adjectives of keys."""

    def good(self, now: datetime.datetime) -> "ApiKeyQuerySet":
        """Neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def visible_to(self, user: Any) -> "ApiKeyQuerySet":
        """A key is its person's own business."""
        return self.filter(user=user)


class ApiKey(models.Model):
    """A key to the API; whoever holds it is that person there. Only its fingerprint is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=SHOWN, unique=True, editable=False)
    digest = models.CharField(_("fingerprint"), max_length=64, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        permissions = [("use_api", _("use the API"))]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}…"

    def get_absolute_url(self) -> str:
        return reverse("me")
