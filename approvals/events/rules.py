"""What happens to the rules themselves."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class RehearsalAsked(DomainEvent):
    """Somebody wants many past requests replayed against a draft of a policy; a worker does it."""

    name = "policy.rehearsal_asked"
    sentence = _("Rehearsal asked for")

    rehearsal_id: int
    policy_id: int

    @property
    def stream(self) -> str:
        return f"policy:{self.policy_id}"
