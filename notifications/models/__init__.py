"""Messages to people."""

from notifications.models.message import Channel, Kind, Message

__all__ = ["Channel", "Kind", "Message"]
