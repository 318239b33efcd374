"""The facts that belong to no business app: asked and decided, and edits of master data."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(DomainEvent):
    """The owner of a subject asks whether it may go on; whoever decides answers with ApprovalDecided.

    `subject` is a stream ("order:12"), `order_id` the order behind it where the stream does not say it,
    `facts` are plain values for rules and evidence,
    `judged` is the hash of the content that is judged, `parts` those of its parts: an approval of some of
    them stays valid while the others move.
    """

    name = "approval.asked"
    sentence = _("Approval asked for")

    subject: str
    kind: str
    title: str
    asked_by_id: int | None
    owner_id: int | None
    amount: Decimal
    currency: str
    judged: str
    order_id: int | None = None
    parts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return self.subject


@dataclass(frozen=True, kw_only=True)
class ApprovalDecided(DomainEvent):
    """All who had to be asked have answered, or no rule asked for anybody.

    `outcome` is approved, returned or rejected; `by` are all who agreed, nobody where no rule asked.
    """

    name = "approval.decided"
    sentence = _("Approval decided: %(outcome)s %(opinion)s")
    shown = False

    subject: str
    outcome: str
    opinion: str
    by: tuple[int, ...] = ()

    @property
    def stream(self) -> str:
        return self.subject


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(DomainEvent):
    """The owner of a subject asks no more: it was taken back, or came to its end while people were asked."""

    name = "approval.asked_no_more"
    sentence = _("Question taken back")
    shown = False

    subject: str
    order_id: int | None = None

    @property
    def stream(self) -> str:
        return self.subject


@dataclass(frozen=True, kw_only=True)
class RecordEdited(DomainEvent):
    """A master record was made or changed; `changes` holds field → [old, new] as text."""

    name = "record.edited"
    sentence = _("%(label)s edited")

    model: str
    pk: int
    label: str
    changes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"{self.model}:{self.pk}"
