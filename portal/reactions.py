"""What the portal does when it hears something."""

from django.utils.translation import gettext_lazy as _

from core.history import Posted
from notifications.models import Kind
from orders.services.letters.telling import tell_about
from portal.events import OrderEntered


def tell_owner(event: OrderEntered, posted: Posted) -> None:
    """The salesperson hears that a customer entered an order, and that it waits for them."""
    words = _("Your customer entered order %(ref)s; look it over and submit it")
    tell_about(event.order_id, posted, None, words, kind=Kind.TO_DO)
