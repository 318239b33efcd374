"""People, history and the kit's own rows."""

from core.models.calendar import CompanyCalendar, CompanyDay, DayKind
from core.models.comment import Comment
from core.models.history import Anchor, Delivery, Event
from core.models.installation import Installation
from core.models.numbering import NumberRule
from core.models.once import Notice, OnceKey
from core.models.people import Department, User
from core.models.pin import Pin
from core.models.share import ShareBase
from core.models.view import SavedView

__all__ = [
    "Anchor",
    "Comment",
    "CompanyCalendar",
    "CompanyDay",
    "DayKind",
    "Delivery",
    "Department",
    "Event",
    "Installation",
    "Notice",
    "NumberRule",
    "OnceKey",
    "Pin",
    "SavedView",
    "ShareBase",
    "User",
]
