"""How a person wants to be told: kinds of messages by channels."""

from typing import Any

from django import forms

from notifications.models import Channel, Kind
from notifications.models.choice import FIXED
from notifications.services import channels_of, robot_for


class ChannelsForm(forms.Form):
    """One tick for each kind and channel; a channel that cannot reach the person has none."""

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.can = {Channel.INBOX: True, Channel.MAIL: bool(user.email), Channel.CHAT: bool(robot_for(user))}
        self.now = channels_of(user)
        for kind in Kind.values:
            for channel in Channel.values:
                self.fields[f"{kind}-{channel}"] = self._tick(kind, channel)

    def _tick(self, kind: str, channel: str) -> forms.BooleanField:
        label = f"{Kind(kind).label}: {Channel(channel).label}"
        off = (kind, channel) == FIXED or not self.can[Channel(channel)]
        return forms.BooleanField(label=label, required=False, initial=channel in self.now[kind], disabled=off)

    @property
    def channels(self) -> list[Any]:
        """The words above the columns."""
        return [channel.label for channel in Channel]

    @property
    def kinds(self) -> list[tuple[Any, list[Any]]]:
        """Each kind with its ticks."""
        return [(kind.label, [self[f"{kind.value}-{channel}"] for channel in Channel.values]) for kind in Kind]

    def chosen(self) -> dict[str, list[str]]:
        """Kind → its channels."""
        return {
            kind: [channel for channel in Channel.values if self.cleaned_data[f"{kind}-{channel}"]]
            for kind in Kind.values
        }
