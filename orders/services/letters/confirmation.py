"""What the customer is told about an order: confirmed, changed, cancelled; once each, with what became of it (S43)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.money import paper_language
from core.refusal import Refused
from core.service import service
from customers.models import Contact
from notifications.models import Letter, LetterKind
from notifications.services import write_letter
from orders.models import ChangeRequest, Order, OrderLine
from orders.models.words import Origin
from orders.policies import may_request_change
from orders.services.letters.wording import change_letter


def send_confirmation(order_id: int, *, event_id: int) -> bool:
    """Tell the customer that their order is confirmed, with its lines and the promised day, once."""
    order = _order(order_id)
    lines = OrderLine.objects.filter(order=order, removed_in=None).select_related("product", "unit")
    return _write(order, LetterKind.CONFIRMATION, event_id, lines=lines.order_by("position"))


def send_cancellation(order_id: int, *, event_id: int) -> bool:
    """Tell the customer that an order is cancelled, once; one never confirmed needs no letter (S55)."""
    order = _order(order_id)
    return order.confirmed_at is not None and _write(order, LetterKind.CANCELLATION, event_id)


@service
def send_change_letter(change_id: int, *, actor: Any) -> None:
    """Send the ready words about a change to the customer; the same words go out once (S56)."""
    change = ChangeRequest.objects.select_related("order__customer", "order__contact").get(pk=change_id)
    may_request_change.demand(actor, change.order)
    name, address = whom(change.order)
    if not address:
        raise Refused(_("No contact of the customer has an e-mail address; copy the text."), code="no_address")
    letter = change_letter(change)
    cause = f"{change.stream}:{change.version}:{change.state}"
    fresh = write_letter(
        cause,
        topic=change.order.stream,
        kind=LetterKind.CHANGE,
        name=name,
        address=address,
        subject=letter.subject,
        text=letter.text,
    )
    if not fresh:
        raise Refused(_("These words were sent already."), code="sent")


def whom(order: Order) -> tuple[str, str]:
    """The order's contact, else the customer's first one with an e-mail address: name and address."""
    if order.contact is not None and order.contact.email:
        return order.contact.name, order.contact.email
    people = Contact.objects.filter(customer_id=order.customer_id).exclude(email="").order_by("-main", "pk")
    found = people.values_list("name", "email").first()
    return (found[0], found[1]) if found else (str(order.contact or ""), "")


def letters_about(order: Order) -> list[Letter]:
    """Every letter about an order with what became of it."""
    return list(Letter.objects.about(order.stream).defer("text"))


def _order(order_id: int) -> Order:
    return Order.objects.select_related("customer", "contact", "terms").defer("search").get(pk=order_id)


def _write(order: Order, kind: LetterKind, event_id: int, **more: Any) -> bool:
    if order.origin != Origin.LIVE:
        return False
    name, address = whom(order)
    context = {"order": order, "house": settings.GENDAN_COMPANY_NAME, **more}
    with translation.override(paper_language(order.currency)):
        subject = render_to_string(f"orders/mail/{kind.value}_subject.txt", context)
        text = render_to_string(f"orders/mail/{kind.value}.txt", context).strip()
    return write_letter(
        f"event:{event_id}",
        topic=order.stream,
        kind=kind,
        name=name,
        address=address,
        subject=subject,
        text=text,
    )
