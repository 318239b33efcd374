"""Messages to people."""

from notifications.models.letter import Carrier, Letter, LetterKind
from notifications.models.message import Channel, Kind, Message

__all__ = ["Carrier", "Channel", "Kind", "Letter", "LetterKind", "Message"]
