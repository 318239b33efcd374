"""What goes wrong on the way: said once, shown until somebody settles it (S76)."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.models import Event
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from notifications.models import Kind
from notifications.services import tell
from shipping.events import ShipmentInTrouble, TroubleSettled
from shipping.models import Following, Shipment, Trouble
from shipping.models.track_words import SILENCE, TROUBLES
from shipping.models.tracking import cause_words
from shipping.models.words import State
from shipping.policies import may_settle
from shipping.services.carriers.following import silent_from
from shipping.services.leaving.delays import tell_of_delay
from shipping.services.rows import guard, identity, need, take

STRAYING = (State.SHIPPED, State.IN_TRANSIT)


def raise_trouble(shipment: Shipment, cause: str, text: str = "", *, actor: Any = HOUSE) -> Trouble | None:
    """Write trouble down on a shipment that is held; one that is in trouble already has its notice."""
    if shipment.state not in STRAYING:
        return None
    shipment.stray()
    shipment.save(update_fields=["state"])
    trouble = Trouble.objects.create(shipment=shipment, cause=cause, text=text, since=clock.now())
    publish(ShipmentInTrouble(**identity(shipment), trouble_id=trouble.pk, cause=cause, text=text), actor=actor)
    return trouble


@service
def report_trouble(shipment_id: int, *, cause: str, text: str = "", actor: Any) -> Shipment:
    """Somebody heard of trouble before the carrier said so, or of a carrier that is not asked."""
    may_settle.demand(actor)
    shipment, _lines = take(shipment_id)
    guard(shipment, shipment.stray)
    if cause not in TROUBLES:
        raise Refused(_("Please say what went wrong."), code="missing")
    raise_trouble(shipment, cause, text.strip()[:300], actor=actor)
    return shipment


def end_silence(shipment: Shipment) -> None:
    """The carrier speaks again: trouble that was nothing but its silence ends by itself."""
    if shipment.state == State.EXCEPTION and (trouble := _open_trouble(shipment)) and trouble.is_silence:
        _settle(shipment, trouble, "", HOUSE)


@service
def settle_trouble(
    shipment_id: int, *, note: str, expected_on: datetime.date | None = None, actor: Any
) -> Shipment:
    """Somebody settled it: the shipment is on its way again, with what was done, and the new day if there is one.

    A day after the promised one is told to the customer, once.
    """
    may_settle.demand(actor)
    shipment, _lines = take(shipment_id)
    guard(shipment, shipment.settle)
    note = need(note, _("Please write what was done about it."))[:250]
    _settle(shipment, _open_trouble(shipment), note, actor)
    following = Following.objects.select_related("carrier").filter(pk=shipment_id).first()
    if following is not None:
        _wait_anew(shipment, following, expected_on)
    return shipment


def _wait_anew(shipment: Shipment, following: Following, expected_on: datetime.date | None) -> None:
    following.silent_at = silent_from(following.carrier, clock.now())
    if expected_on is not None:
        following.expected_on = expected_on
        tell_of_delay(shipment, following)
    following.save(update_fields=["silent_at", "expected_on", "delay_told"])


def _settle(shipment: Shipment, trouble: Trouble | None, note: str, actor: Any) -> None:
    shipment.settle()
    shipment.save(update_fields=["state"])
    close_trouble(trouble, note, actor)
    publish(TroubleSettled(**identity(shipment), note=note), actor=actor)


def close_trouble(trouble: Trouble | None, note: str, actor: Any) -> None:
    """The trouble is over, with what was done about it."""
    if trouble is not None:
        trouble.settled_at, trouble.settled_by, trouble.note = clock.now(), actor, note
        trouble.save(update_fields=["settled_at", "settled_by", "note"])


def _open_trouble(shipment: Shipment) -> Trouble | None:
    return Trouble.objects.filter(shipment=shipment, settled_at=None).first()


def watch_silence() -> int:
    """Shipments nothing was heard of for too long fall into trouble, each by itself; says how many (S76)."""
    silent = Following.objects.silent(clock.now()).filter(shipment__state__in=STRAYING)
    return sum(_fall_silent(pk) for pk in list(silent.values_list("pk", flat=True)[:500]))


@service
def _fall_silent(shipment_id: int) -> bool:
    shipment, _lines = take(shipment_id)
    # Asked again behind the lock: a word may have come in between.
    silent = Following.objects.silent(clock.now()).filter(pk=shipment_id).exists()
    return silent and raise_trouble(shipment, SILENCE) is not None


def tell_trouble(shipment_id: int, *, event_id: int, cause: str, text: str) -> None:
    """The order's owner and whoever sent the goods off hear of trouble, once per trouble."""
    _tell(
        shipment_id,
        event_id,
        _("Trouble on the way: shipment %(number)s of %(ref)s for %(customer)s"),
        _("%(carrier)s %(waybill)s: %(what)s"),
        what=text or cause_words(cause),
    )


def tell_carrier_delivered(shipment_id: int, *, event_id: int, who: str) -> None:
    """Somebody of the house is to confirm what the carrier says it has delivered."""
    words = _("%(carrier)s says it has delivered shipment %(number)s of %(ref)s; please confirm it")
    _tell(shipment_id, event_id, words, _("Received by %(what)s, says the carrier."), what=who)


def _tell(shipment_id: int, event_id: int, subject: Any, body: Any, *, what: Any) -> None:
    shipment = Shipment.objects.select_related("order__customer").get(pk=shipment_id)
    sent = Event.objects.filter(stream=shipment.stream, name="shipment.dispatched").values_list("actor_id", flat=True)
    order = shipment.order
    values = {"number": shipment.number, "ref": order.ref, "customer": order.customer.name}
    values |= {"carrier": shipment.carrier, "waybill": shipment.waybill, "what": what}
    url = shipment.get_absolute_url()
    tell(event_id, [order.owner_id, *sent], subject=subject, body=body, url=url, kind=Kind.TO_DO, values=values)
