"""Who stands in for whom, and until when."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class DelegationEvent(DomainEvent):
    """Something about one person's leave and who stands in for them."""

    delegation_id: int
    user_id: int
    to_id: int | None
    who: str
    to: str
    from_day: datetime.date
    until_day: datetime.date

    @property
    def stream(self) -> str:
        return f"delegation:{self.delegation_id}"


@dataclass(frozen=True, kw_only=True)
class DelegationMade(DelegationEvent):
    """From a day to a day somebody else decides what is asked of this person."""

    name = "approval.delegation_made"
    sentence = _("%(who)s is away from %(from_day)s to %(until_day)s; delegate: %(to)s. %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(DelegationEvent):
    """The person is back before the last day, or somebody else stands in."""

    name = "approval.delegation_ended"
    sentence = _("The delegation of %(who)s to %(to)s ended early")
