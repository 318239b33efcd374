"""Through which channels a person wants to be told what."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.message import Channel, Kind

DEFAULT = (Channel.INBOX, Channel.MAIL)
"""What is told to those who chose nothing: in the app, and by e-mail where there is an address."""

FIXED = (Kind.TO_DO, Channel.INBOX)
"""What nobody can switch off: work that waits for them stands in the app."""


class ChannelChoice(models.Model):
    """One person's channels for one kind of message; without a row the default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("reason"), max_length=10, choices=Kind.choices)
    channels = models.CharField(_("channels"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("choice of channels")
        verbose_name_plural = _("choices of channels")
        constraints = [models.UniqueConstraint(fields=("user", "kind"), name="channel_choice_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


def packed(kind: str, channels: Iterable[str]) -> str:
    """Channels as one field keeps them, in the order of the page, with those nobody can switch off."""
    kept = set(channels) | ({FIXED[1]} if kind == FIXED[0] else set())
    return ",".join(channel for channel in Channel.values if channel in kept)


def unpacked(kind: str, said: str | None) -> frozenset[str]:
    """The channels a person is told something by; `said` is None for those who never chose."""
    chosen = DEFAULT if said is None else [word for word in said.split(",") if word in Channel.values]
    return frozenset(str(channel) for channel in (*chosen, *(FIXED[1:] if kind == FIXED[0] else ())))
