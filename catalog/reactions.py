"""What the catalog does when it hears something."""

from django.utils.translation import gettext_lazy as _

from catalog.events import PriceChangeRefused, PricesChanged
from catalog.models import PriceChange
from catalog.services.prices.agreeing import grant_price_change, refuse_price_change
from core.events import ApprovalDecided
from core.history import Posted
from notifications.models import Kind
from notifications.services import tell


def take_price_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a price change calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "price_change":
        return
    if event.outcome == "approved":
        grant_price_change(int(key), by=event.by)
    else:
        refuse_price_change(int(key), outcome=event.outcome, opinion=event.opinion)


def tell_prices_refused(event: PriceChangeRefused, posted: Posted) -> None:
    """Whoever asked for new prices hears that they were not agreed to, and why."""
    change = PriceChange.objects.get(pk=event.change_id)
    tell(
        posted.id,
        [event.author_id],
        subject=_("Price change %(number)s was not agreed to: %(opinion)s"),
        url=change.get_absolute_url(),
        kind=Kind.TO_DO,
        values={"number": change.number, "opinion": event.opinion},
    )


def tell_prices_changed(event: PricesChanged, posted: Posted) -> None:
    """Whoever asked for new prices hears from when on they hold."""
    change = PriceChange.objects.get(pk=event.change_id)
    tell(
        posted.id,
        [event.author_id],
        subject=_("Price change %(number)s is agreed to; in force from %(day)s"),
        url=change.get_absolute_url(),
        values={"number": change.number, "day": str(event.holds_from)},
    )
