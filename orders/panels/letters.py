"""What the customer was written about an order, by which channel, and what became of it (S43)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.panel import Panel
from core.phones import masked
from notifications.models import Carrier
from notifications.services import Way
from orders.models import Order
from orders.policies import may_request_change, may_see
from orders.services.letters.confirmation import letters_about


def _letters(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """Nothing is written before an order is confirmed, so nothing is asked for."""
    letters = letters_about(order) if order.confirmed_at or order.changed_at else []
    if not letters:
        return None
    failed = any(letter.given_up for letter in letters)
    return {"letters": letters, "may_send": failed and may_request_change(request.user, order)}


def facts_of(ways: list[Way]) -> list[dict[str, Any]]:
    """To whom and by what a letter would go, for the page that asks before it is sent."""
    return [{"label": Carrier(way.channel).label, "value": f"{way.name} {_shown(way)}".strip()} for way in ways]


def _shown(way: Way) -> str:
    if way.channel == Carrier.PAGE:
        return ""
    return (masked(way.address) if way.channel == Carrier.SMS else way.address) or "--"


LETTERS = Panel("letters", _("Letters to the customer"), "orders/_letters.html", may_see, _letters, place="side")
