"""What a message says as it leaves: its own words, or what is enclosed instead (config/enclosures.py).

What it encloses is written at the last moment and kept nowhere: it may hold a key to somebody's page.
"""

import logging

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from notifications.models import Channel, Message

logger = logging.getLogger(__name__)


def enclosed(message: Message) -> str:
    """What is sent instead of the words that are kept; empty for nothing.

    A key goes to its person alone: by mail, and by a robot that speaks to nobody else.
    """
    encloses = import_string(settings.ENCLOSURES).get(message.about.partition(":")[0])
    if encloses is None or not _is_private(message):
        return ""
    try:
        with translation.override(message.user.language or settings.LANGUAGE_CODE):
            return encloses(message.about, message.user) or ""
    except Exception:  # whatever is wrong with one enclosure, its letter leaves without it and holds up no other
        logger.exception("nothing enclosed with %s", message.reference)
        return ""


def _is_private(message: Message) -> bool:
    return message.channel == Channel.MAIL or message.robot == message.user.username


def shortened(text: str, most: int) -> str:
    """A text within so many bytes of UTF-8; lines of its middle go first, the links at its end stay."""
    lines = text.strip().splitlines()
    while len(lines) > 12 and len("\n".join(lines).encode()) > most:
        lines.pop(len(lines) // 2)
    over = len("\n".join(lines).encode()) - most
    if over > 0:
        lines[0] = lines[0].encode()[: -over or None].decode(errors="ignore")
    return "\n".join(lines)
