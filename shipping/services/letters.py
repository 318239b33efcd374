"""The letter that tells a customer their goods have left."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from core.once import claim_notice
from customers.models import Contact
from orders.models import Order
from orders.models.words import Fulfilment
from shipping.models import Shipment
from shipping.services.rows import lines_of


def send_departure_notice(shipment_id: int, *, event_id: int) -> bool:
    """Tell the customer what left, with whom and under which waybill number, once per departure (S75).

    Goes to the order's contact, else to the customer's main contact with an e-mail address;
    without one nothing is sent.
    """
    shipment = Shipment.objects.select_related("order__customer", "order__contact").get(pk=shipment_id)
    address = _address_of(shipment.order)
    if not address or not claim_notice(f"shipping:departure:{event_id}"):
        return False
    lines = [line for line in lines_of(shipment_id) if line.picked]
    context = {
        "shipment": shipment,
        "order": shipment.order,
        "lines": lines,
        "rest_follows": shipment.order.fulfilment == Fulfilment.PARTLY_SHIPPED,
        "house": settings.GENDAN_COMPANY_NAME,
    }
    with translation.override(settings.LANGUAGE_CODE):
        _letter(address, context).send()
    return True


def _letter(address: str, context: dict[str, object]) -> EmailMultiAlternatives:
    subject = " ".join(render_to_string("shipping/mail/departure_subject.txt", context).split())
    text = render_to_string("shipping/mail/departure.txt", context)
    letter = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    letter.attach_alternative(render_to_string("shipping/mail/departure.html", context), "text/html")
    return letter


def _address_of(order: Order) -> str:
    if order.contact is not None and order.contact.email:
        return order.contact.email
    people = Contact.objects.filter(customer_id=order.customer_id).exclude(email="").order_by("-main", "pk")
    return people.values_list("email", flat=True).first() or ""
