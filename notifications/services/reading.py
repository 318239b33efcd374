"""What a person has read."""

from typing import Any

from core import clock
from notifications.models import Message


def mark_read(user: Any, message_id: int) -> int:
    """Mark one of a person's own messages as read."""
    return Message.objects.visible_to(user).unread().filter(pk=message_id).update(read_at=clock.now())


def mark_all_read(user: Any) -> int:
    """Mark everything a person has as read."""
    return Message.objects.visible_to(user).unread().update(read_at=clock.now())
