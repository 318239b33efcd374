"""What happens to after-sales cases."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CaseEvent(DomainEvent):
    """Something about one case, on its own stream."""

    case_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A customer said something, or is to be asked; its owner answers by the limit."""

    name = "case.opened"
    sentence = _("Opened, to be answered by %(until)s")

    until: datetime.datetime
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseEvent):
    """The customer has an answer."""

    name = "case.answered"
    sentence = _("Answered: %(answer)s")

    answer: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """Nothing more is to be done; `rating` is how content the customer was, where they said so."""

    name = "case.closed"
    sentence = _("Closed")

    rating: int | None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """The answer was not enough."""

    name = "case.reopened"
    sentence = _("Reopened: %(reason)s")

    reason: str
    until: datetime.datetime
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(CaseEvent):
    """Somebody else answers it; the limit stays."""

    name = "case.handed_over"
    sentence = _("Handed to %(to_name)s")

    to_id: int
    to_name: str
