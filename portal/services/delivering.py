"""What a customer sees of goods on their way to them, and their own word that they have them."""

import datetime
import ipaddress
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from core.templatetags.ui import day
from customers.models import Customer
from portal.models import OrderLink
from portal.services.opening import Opened
from shipping.models import Shipment
from shipping.models.proof import ProofKind
from shipping.models.words import ON_THE_WAY, State
from shipping.services import Proof, confirm_delivery

MOST = 20


def shipments_for(customer: Customer) -> list[Shipment]:
    """The latest shipments that left for a customer, newest first; nobody else's."""
    return list(_theirs(customer).order_by("-pk")[:MOST])


def shipment_for(customer: Customer, number: str) -> Shipment | None:
    """One shipment that left for this customer; anybody else's is not found."""
    return _theirs(customer).select_related("following__carrier", "proof").filter(number=number).first()


def _theirs(customer: Customer) -> Any:
    rows = Shipment.objects.gone().filter(order__customer=customer).select_related("order")
    return rows.defer("order__search", "order__note")


@service
def receive_by_link(opened: Opened, number: str, *, person: str, strokes: str, address: str) -> Shipment:
    """The customer says through their link that they have the goods, signed or not; it closes the delivery (B19, S73).

    A link that expired or was revoked meanwhile closes nothing, and nobody closes another customer's delivery.
    """
    link = locked(OrderLink.objects.open(clock.now()).filter(pk=opened.link.pk)).first()
    if link is None:
        raise Refused(_("This link is not good any more. Please call your salesperson."), code="gone")
    shipment = shipment_for(opened.customer, number)
    if shipment is None:
        raise Refused(_("We do not find this delivery."), code="no_shipment")
    proof = Proof(kind=ProofKind.CLICK, strokes=strokes, through=f"link {link.pk}", address=_plain(address))
    return confirm_delivery(shipment.pk, received_by=person, actor=HOUSE, proof=proof)


def _plain(address: str) -> str | None:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


@dataclass(frozen=True)
class Step:
    """One stage of a delivery, for the bar over the page."""

    label: str | Promise
    state: str
    meta: str = ""


def steps_of(shipment: Shipment) -> list[Step]:
    """Five stages from the order to the customer's hands, each with its day where there is one."""
    order, state = shipment.order, shipment.state
    moving = "done" if state == State.DELIVERED else "attention" if state == State.EXCEPTION else "current"
    under_way = moving if state != State.SHIPPED else "todo"
    return [
        Step(pgettext_lazy("step", "Ordered"), "done", _on(order.confirmed_at)),
        Step(_("Packed"), "done", _on(shipment.picked_at)),
        Step(_("Shipped"), "current" if state == State.SHIPPED else "done", _on(shipment.shipped_at)),
        Step(_("In transit"), under_way),
        Step(_("Delivered"), "done" if state == State.DELIVERED else "todo", _on(shipment.delivered_at)),
    ]


def _on(moment: datetime.datetime | None) -> str:
    return day(moment) if moment else ""


def is_on_the_way(shipment: Shipment) -> bool:
    """Whether the customer may still say that they have it."""
    return shipment.state in ON_THE_WAY
