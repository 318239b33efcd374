"""What the customer is told about an order: confirmed, changed, cancelled; once each, with what became of it (S43)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.bus import publish
from core.money import paper_language
from core.refusal import Refused
from core.service import service
from customers.services import ways_to
from notifications.models import Letter, LetterKind
from notifications.services import Way, Words, send_again, write_letters
from orders.events import LetterSentAgain
from orders.models import ChangeRequest, Order, OrderLine
from orders.models.words import Origin
from orders.policies import may_request_change
from orders.services.letters.wording import change_letter
from orders.services.rows import take


def send_confirmation(order_id: int, *, event_id: int) -> int:
    """Tell the customer that their order is confirmed, with its lines and the promised day, once per channel."""
    order = _order(order_id)
    lines = OrderLine.objects.filter(order=order, removed_in=None).select_related("product", "unit")
    return _write(order, LetterKind.CONFIRMATION, event_id, lines=lines.order_by("position"))


def send_cancellation(order_id: int, *, event_id: int) -> int:
    """Tell the customer that an order is cancelled, once; one never confirmed needs no letter (S55)."""
    order = _order(order_id)
    return _write(order, LetterKind.CANCELLATION, event_id) if order.confirmed_at is not None else 0


@service
def send_change_letter(change_id: int, *, actor: Any) -> None:
    """Send the ready words about a change to the customer; the same words go out once per channel (S56)."""
    change = ChangeRequest.objects.select_related("order__customer", "order__contact").get(pk=change_id)
    order = change.order
    may_request_change.demand(actor, order)
    ways = ways_of(order)
    if not any(way.address for way in ways):
        raise Refused(_("No contact of the customer can be written to; copy the text."), code="no_address")
    letter = change_letter(change)
    with translation.override(paper_language(order.currency)):
        short = _short(LetterKind.CHANGE, {**_common(order), "change": change})
    words = Words(subject=letter.subject, text=letter.text, short=short)
    cause = f"{change.stream}:{change.version}:{change.state}"
    if not write_letters(cause, topic=order.stream, kind=LetterKind.CHANGE, ways=ways, words=words):
        raise Refused(_("These words were sent already."), code="sent")


@service
def send_letter_again(letter_id: int, *, actor: Any) -> Letter:
    """Send a letter that was given up once more, to the address the contact has now (S43)."""
    letter = Letter.objects.get(pk=letter_id)
    order = take(int(letter.topic.removeprefix("order:")))
    may_request_change.demand(actor, order)
    way = next((way for way in ways_of(order) if way.channel == letter.channel), None)
    name, address = (way.name, way.address) if way else (letter.name, letter.address)
    letter = send_again(letter, name=name, address=address)
    publish(LetterSentAgain(order_id=order.pk, letter_id=letter.pk, channel=letter.channel), actor=actor)
    return letter


def ways_of(order: Order) -> list[Way]:
    """How the order's contact is written to, or whoever else of the customer's can be."""
    return ways_to(order.customer_id, order.contact)


def letters_about(order: Order) -> list[Letter]:
    """Every letter about an order with what became of it."""
    return list(Letter.objects.about(order.stream).defer("text", "html"))


def _order(order_id: int) -> Order:
    return Order.objects.select_related("customer", "contact", "terms").defer("search").get(pk=order_id)


def _common(order: Order) -> dict[str, Any]:
    return {"order": order, "house": settings.GENDAN_COMPANY_NAME}


def _short(kind: LetterKind, context: dict[str, Any]) -> str:
    """The same in a text message: a name of the house that is long must not push out what it says."""
    return render_to_string(f"orders/sms/{kind.value}.txt", context | {"house": context["house"][:20]})


def _write(order: Order, kind: LetterKind, event_id: int, **more: Any) -> int:
    if order.origin != Origin.LIVE:
        return 0
    context = {**_common(order), **more}
    with translation.override(paper_language(order.currency)):
        words = Words(
            subject=render_to_string(f"orders/mail/{kind.value}_subject.txt", context),
            text=render_to_string(f"orders/mail/{kind.value}.txt", context).strip(),
            short=_short(kind, context),
        )
    ways = ways_of(order)
    return write_letters(f"event:{event_id}", topic=order.stream, kind=kind, ways=ways, words=words)
