"""The letter that tells a customer their goods have left."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.money import paper_language
from customers.services import ways_to
from notifications.models import LetterKind
from notifications.services import Words, write_letters
from orders.models.words import Fulfilment
from shipping.models import Shipment
from shipping.services.boxes import loads
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
        "house": settings.GENDAN_COMPANY_NAME,
    }
    with translation.override(paper_language(order.currency)):
        words = _words(context)
    ways = ways_to(order.customer_id, order.contact)
    return write_letters(f"event:{event_id}", topic=order.stream, kind=LetterKind.DEPARTURE, ways=ways, words=words)


def _words(context: dict[str, Any]) -> Words:
    brief = context | {"house": context["house"][:20]}
    return Words(
        subject=render_to_string("shipping/mail/departure_subject.txt", context),
        text=render_to_string("shipping/mail/departure.txt", context).strip(),
        html=render_to_string("shipping/mail/departure.html", context),
        short=render_to_string("shipping/sms/departure.txt", brief),
    )
