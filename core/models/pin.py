"""The number by which a person proves themselves where they are not signed in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_WRONG = 10
"""As many wrong tries in a row, through whatever links, and the PIN proves nothing until it is set anew."""


class Pin(models.Model):
    """One person's PIN, hashed as a password is; `wrong` counts the tries since the last right one (A24)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"), primary_key=True
    )
    secret = models.CharField(_("hashed PIN"), max_length=128, editable=False)
    wrong = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("PIN")
        verbose_name_plural = _("PINs")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_good(self) -> bool:
        return self.wrong < MOST_WRONG
