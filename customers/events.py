"""What happens to a customer."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CustomerEvent(DomainEvent):
    """Something about one customer, on its own stream."""

    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(CustomerEvent):
    """A new customer; whoever keeps credit makes a profile with the limit it starts with."""

    name = "customer.created"
    sentence = _("Customer %(code)s entered")

    code: str
    credit_limit: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PhoneShown(CustomerEvent):
    """Somebody looked at a masked phone number."""

    name = "customer.phone_shown"
    sentence = _("Phone number of %(contact)s shown")

    contact_id: int
    contact: str


@dataclass(frozen=True, kw_only=True)
class PartsLearned(CustomerEvent):
    """The customer's own part numbers became known from a confirmed order; `parts` holds text → product."""

    name = "customer.parts_learned"
    sentence = _("%(count)s customer part numbers learned from %(source)s")

    source: str
    count: int
    parts: dict[str, int]
