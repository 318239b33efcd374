"""What a token opens: whose order it is, and who receives it."""

from dataclasses import dataclass

from core import clock
from core.links import digest_of
from core.models import User
from customers.models import Customer
from orders.policies import may_enter
from portal.models import OrderLink


@dataclass(frozen=True)
class Opened:
    """A link that is good now, with the salesperson whose draft an order through it becomes."""

    link: OrderLink
    receiver: User

    @property
    def customer(self) -> Customer:
        return self.link.customer


def open_link(token: str) -> Opened | None:
    """What a token opens now; wrong, expired, revoked, or nobody there to receive: nothing, all alike (A27)."""
    rows = OrderLink.objects.open(clock.now()).filter(digest=digest_of(token)).defer("customer__search")
    link = rows.select_related("customer__owner", "customer__terms", "customer__price_list", "made_by").first()
    receiver = receiver_of(link) if link is not None else None
    return Opened(link, receiver) if link is not None and receiver is not None else None


def receiver_of(link: OrderLink) -> User | None:
    """The customer's salesperson; where there is none who enters orders, whoever made the link."""
    owner = link.customer.owner
    if owner is not None and owner.is_active and may_enter(owner):
        return owner
    maker = link.made_by
    sees = Customer.objects.visible_to(maker).filter(pk=link.customer_id)
    return maker if maker.is_active and may_enter(maker) and sees.exists() else None
