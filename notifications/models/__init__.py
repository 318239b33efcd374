"""Messages to people."""

from notifications.models.choice import ChannelChoice
from notifications.models.letter import Carrier, Letter, LetterKind
from notifications.models.message import Channel, Kind, Message

__all__ = ["Carrier", "Channel", "ChannelChoice", "Kind", "Letter", "LetterKind", "Message"]
