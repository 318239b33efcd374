"""The letters that tell a customer their goods have left, or come later than promised."""

import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.money import paper_language
from customers.services import ways_to
from notifications.models import LetterKind
from notifications.services import Words, write_letters
from orders.models import Order
from orders.models.words import Fulfilment
from shipping.models import Carrier, Shipment
from shipping.services.packing.boxes import loads
from shipping.services.rows import lines_of


def send_departure_notice(shipment_id: int, *, event_id: int) -> int:
    """Tell the customer what left, with whom and under which waybill number, once per departure and channel (S75).

    Goes by the channels of the order's contact, else of the customer's first contact who can be reached.
    """
    shipment = Shipment.objects.select_related("order__customer", "order__contact").get(pk=shipment_id)
    order = shipment.order
    context = {
        "shipment": shipment,
        "order": order,
        "lines": [line for line in lines_of(shipment_id) if line.picked],
        **loads(shipment_id),
        "rest_follows": order.fulfilment == Fulfilment.PARTLY_SHIPPED,
        "page": _page_of(shipment),
    }
    return _write(order, "departure", LetterKind.DEPARTURE, context, event_id)


def send_delay_notice(shipment_id: int, *, event_id: int, expected_on: datetime.date) -> int:
    """Tell the customer that goods come after the promised day, with the new day, once per shipment (S75)."""
    shipment = Shipment.objects.select_related("order__customer", "order__contact").get(pk=shipment_id)
    order = shipment.order
    context = {"shipment": shipment, "order": order, "expected_on": expected_on, "page": _page_of(shipment)}
    return _write(order, "delay", LetterKind.DELAY, context, event_id)


def _page_of(shipment: Shipment) -> str:
    """The page of the carrier on which the customer may look for themselves, where the house knows it."""
    carrier = Carrier.objects.offered().filter(name__iexact=shipment.carrier).first()
    return carrier.page_of(shipment.waybill) if carrier is not None else ""


def _write(order: Order, name: str, kind: str, context: dict[str, Any], event_id: int) -> int:
    with translation.override(paper_language(order.currency)):
        words = _words(name, context | {"house": settings.GENDAN_COMPANY_NAME})
    ways = ways_to(order.customer_id, order.contact)
    return write_letters(f"event:{event_id}", topic=order.stream, kind=kind, ways=ways, words=words)


def _words(name: str, context: dict[str, Any]) -> Words:
    brief = context | {"house": context["house"][:20]}
    return Words(
        subject=render_to_string(f"shipping/mail/{name}_subject.txt", context),
        text=render_to_string(f"shipping/mail/{name}.txt", context).strip(),
        html=render_to_string(f"shipping/mail/{name}.html", context),
        short=render_to_string(f"shipping/sms/{name}.txt", brief),
    )
