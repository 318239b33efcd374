"""An order that a customer enters himself."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.entry.drafting import Rest
from portal.events import OrderEntered
from portal.models import LinkEntry, OrderLink
from portal.services.opening import Opened

AN_HOUR = datetime.timedelta(hours=1)
MOST_AN_HOUR = 20
FLOOD = "flood"


@service
def enter_order(
    opened: Opened, *, head: DraftHead, rows: Sequence[DraftRow], rest: Rest = (), wrote: str = ""
) -> LinkEntry:
    """What the customer sent becomes a draft of their salesperson; nothing is submitted or promised (S10).

    Prices are the house's own. What is not understood is kept in their words, for the salesperson to read.
    """
    link = locked(OrderLink.objects.open(clock.now()).filter(pk=opened.link.pk)).first()
    if link is None:
        raise Refused(_("This link is not good any more. Please call your salesperson."), code="gone")
    _refuse_a_flood(link)
    order = save_draft(None, head=head, rows=rows, version=None, actor=opened.receiver, rest=rest)
    entry = LinkEntry.objects.create(link=link, order=order, at=clock.now(), wrote=wrote)
    publish(OrderEntered(order_id=order.pk, link_id=link.pk, lines=len(rows), unread=len(rest)))
    return entry


def _refuse_a_flood(link: OrderLink) -> None:
    if LinkEntry.objects.filter(link=link, at__gt=clock.now() - AN_HOUR).count() >= MOST_AN_HOUR:
        message = _("Many orders came through this link. Please wait an hour, or call your salesperson.")
        raise Refused(message, code=FLOOD)
