"""Making a customer's order link, and revoking it."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.links import digest_of, new_token
from core.locks import locked
from core.refusal import Refused
from core.service import service
from customers.services.records import take
from portal.events import LinkMade, LinkRevoked
from portal.models import OrderLink
from portal.policies import may_make_link, may_revoke_link


@service
def make_link(customer_id: int, *, days: int, actor: Any) -> tuple[OrderLink, str]:
    """Give a customer an address of their own to enter orders by, good for some days; returns it with its token.

    The token is told this once: the house keeps only its fingerprint, and cannot show it again.
    """
    customer = take(customer_id)
    may_make_link.demand(actor, customer)
    if not customer.active:
        raise Refused(_("The customer is inactive; they get no order link."), code="inactive")
    token, now = new_token(), clock.now()
    lasts = datetime.timedelta(days=days)
    link = OrderLink.objects.create(
        customer=customer, digest=digest_of(token), made_by=actor, made_at=now, expires_at=now + lasts
    )
    publish(LinkMade(customer_id=customer.pk, link_id=link.pk, until=clock.today() + lasts), actor=actor)
    return link, token


@service
def revoke_link(link_id: int, *, actor: Any) -> OrderLink:
    """Let a link open nothing any more, at once; orders that came through it stay."""
    take(OrderLink.objects.values_list("customer_id", flat=True).get(pk=link_id))
    link = locked(OrderLink.objects.select_related("customer").filter(pk=link_id)).get()
    may_revoke_link.demand(actor, link)
    if link.revoked_at is not None:
        raise Refused(_("This order link was revoked before."), code="revoked")
    link.revoked_at = clock.now()
    link.save(update_fields=["revoked_at"])
    publish(LinkRevoked(customer_id=link.customer_id, link_id=link.pk), actor=actor)
    return link
