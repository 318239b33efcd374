"""A customer who wants to send goods back says so through their link; their salesperson answers."""

import datetime

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core import clock
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from orders.models import Case, Order
from orders.models.case import CaseCause, CaseKind
from orders.models.return_words import Reason
from orders.services.cases.handling import open_case
from portal.models import OrderLink
from portal.services.opening import Opened

AN_HOUR = datetime.timedelta(hours=1)
MOST_AN_HOUR = 10
CAUSES = {
    Reason.DAMAGED: CaseCause.DAMAGE,
    Reason.WRONG: CaseCause.WRONG,
    Reason.QUALITY: CaseCause.QUALITY,
    Reason.TOO_MANY: CaseCause.WRONG,
    Reason.LATE: CaseCause.LATE,
    Reason.OTHER: CaseCause.OTHER,
    Reason.NOT_NEEDED: CaseCause.OTHER,
}


@service
def ask_by_link(opened: Opened, *, ref: str, reason: str, text: str) -> Case:
    """What the customer wrote becomes a case of their salesperson with its limit; nothing is agreed to yet (B19).

    An order that is not theirs, or of which nothing has left, is not found, all alike.
    """
    link = locked(OrderLink.objects.open(clock.now()).filter(pk=opened.link.pk)).first()
    if link is None:
        raise Refused(_("This link is not good any more. Please call your salesperson."), code="gone")
    recent = Case.objects.filter(customer_id=link.customer_id, opened_by=None, opened_at__gt=clock.now() - AN_HOUR)
    if recent.count() >= MOST_AN_HOUR:
        raise Refused(_("You wrote to us several times. Please wait an hour, or call your salesperson."), code="flood")
    theirs = Order.objects.live().filter(customer_id=link.customer_id, shipped_at__isnull=False)
    order = theirs.called(ref.strip().upper()).defer("search").first()
    if order is None:
        raise Refused(_("We do not find this order. Its number stands on our delivery note."), code="no_order")
    title = say("The customer wants to return goods of %(ref)s") % {"ref": order.ref}
    cause = CAUSES[Reason(reason)]
    kind = CaseKind.QUESTION if reason == Reason.NOT_NEEDED else CaseKind.COMPLAINT
    return open_case(opened.customer, kind=kind, cause=cause, title=title, text=text, order=order, actor=HOUSE)
