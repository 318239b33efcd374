"""What reports ask of the workers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class HandOverAsked(DomainEvent):
    """Everything somebody holds is to go to a successor, thing by thing, by a worker."""

    name = "hand_over.asked"
    sentence = _("Hand-over of the work of %(who)s to %(successor)s: %(things)s things")

    hand_over_id: int
    who: str
    successor: str
    things: int

    @property
    def stream(self) -> str:
        return f"hand_over:{self.hand_over_id}"
