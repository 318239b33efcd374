"""The letters of the last days, as if they had gone out then; one number was refused."""

import datetime

from core.models import Event
from notifications.models import Letter
from orders.services.letters.confirmation import send_confirmation
from shipping.services import send_departure_notice

DAYS = 10
MOST = 60


def write_letters(now: datetime.datetime) -> None:
    """Confirmations and departure notices by every channel the contacts chose; nothing leaves the machine."""
    recent = Event.objects.filter(at__gte=now - datetime.timedelta(days=DAYS)).order_by("-pk")
    told = {}
    for event in recent.filter(name="order.confirmed")[:MOST]:
        send_confirmation(event.data["order_id"], event_id=event.pk)
        told[f"event:{event.pk}"] = event.at
    for event in recent.filter(name="shipment.dispatched")[:MOST]:
        send_departure_notice(event.data["shipment_id"], event_id=event.pk)
        told[f"event:{event.pk}"] = event.at
    _date(told)


def _date(told: dict[str, datetime.datetime]) -> None:
    letters = list(Letter.objects.order_by("pk"))
    for letter in letters:
        letter.at = told.get(letter.cause, letter.at)
        if letter.address:
            letter.sent_at = letter.at + datetime.timedelta(seconds=40)
    refused = next((letter for letter in letters if letter.channel == "sms" and letter.address), None)
    if refused is not None:
        refused.sent_at, refused.given_up, refused.attempts = None, True, 1
        refused.error = "HTTP 400 停机 (out of service)"
    Letter.objects.bulk_update(letters, ["at", "sent_at", "given_up", "attempts", "error"])
