"""A shipment leaves its wave, and a wave ends."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from shipping.events import ShipmentLeftWave, WaveFinished, WaveTakenApart
from shipping.models import Shipment, Wave
from shipping.models.words import GONE, READY, State
from shipping.policies import may_pick
from shipping.services.picking.cancelling import cancel_shipment
from shipping.services.picking.finishing import finish_picking
from shipping.services.rows import guard, identity, need, take
from shipping.services.waves.rows import hold_wave, refuse_ended, take_wave, wave_identity


@service
def leave_wave(shipment_id: int, *, actor: Any) -> Shipment:
    """Take a shipment out of its wave; it is picked on alone and keeps what is in its tote.

    With the last one the wave is taken apart.
    """
    may_pick.demand(actor)
    shipment, _lines = take(shipment_id)
    guard(shipment, shipment.finish)
    if shipment.wave_id is None:
        raise Refused(_("This shipment is not part of a wave."), code="wrong_state")
    wave = hold_wave(shipment.wave_id)
    refuse_ended(wave)
    _let_out(shipment, wave, actor)
    if not Shipment.objects.filter(wave=wave).exists():
        _take_apart(wave, actor)
    return shipment


@service
def finish_wave(wave_id: int, *, reason: str = "", actor: Any) -> Wave:
    """End the walk: each shipment with pieces in its tote is picked, each empty one is cancelled with the reason.

    What was not picked stays reserved and open, as with a shipment of its own.
    """
    may_pick.demand(actor)
    wave, lines = take_wave(wave_id)
    refuse_ended(wave)
    filled = {line.shipment_id for line in lines if line.picked}
    empty = dict.fromkeys(line.shipment_id for line in lines if line.shipment_id not in filled)
    if empty:
        reason = need(reason, _("Some totes are empty; please say why nothing was found for them."))
    for pk in sorted(filled):
        finish_picking(pk, actor=actor)
    for pk in sorted(empty):
        cancel_shipment(pk, reason=reason, actor=actor)
    _end(wave, actor)
    return wave


@service
def take_wave_apart(wave_id: int, *, actor: Any) -> Wave:
    """End the walk without ending its shipments: each is picked on alone and keeps what is in its tote."""
    may_pick.demand(actor)
    wave, lines = take_wave(wave_id)
    refuse_ended(wave)
    for shipment in {line.shipment_id: line.shipment for line in lines}.values():
        _let_out(shipment, wave, actor)
    _take_apart(wave, actor)
    return wave


def _let_out(shipment: Shipment, wave: Wave, actor: Any) -> None:
    shipment.wave, shipment.tote = None, None
    shipment.save(update_fields=["wave", "tote"])
    publish(ShipmentLeftWave(**identity(shipment), wave=wave.number), actor=actor)


def _end(wave: Wave, actor: Any) -> None:
    picked = Shipment.objects.filter(wave=wave, state__in=[*READY, *GONE]).count()
    if not picked:
        _take_apart(wave, actor)
        return
    wave.finish(clock.now())
    wave.save(update_fields=["state", "done_at"])
    left = Shipment.objects.filter(wave=wave, state=State.CANCELLED).count()
    publish(WaveFinished(**wave_identity(wave), picked=picked, cancelled=left), actor=actor)


def _take_apart(wave: Wave, actor: Any) -> None:
    wave.cancel(clock.now())
    wave.save(update_fields=["state", "done_at"])
    publish(WaveTakenApart(**wave_identity(wave)), actor=actor)
