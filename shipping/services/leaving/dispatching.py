"""Goods leave the house, and arrive."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from inventory.services import Issue, issue_goods
from orders.models.hold import Stopped
from orders.services import record_accepted, record_shipped
from orders.services.life.holding import refuse_stopped
from orders.services.returns.facts import again_of
from shipping.events import ShipmentDelivered, ShipmentDispatched
from shipping.models import Shipment, ShipmentLine, Trouble
from shipping.models.words import READY, State
from shipping.policies import may_deliver, may_dispatch, may_verify
from shipping.services.carriers.proving import Proof, write_proof
from shipping.services.leaving.door import DoorWord, pass_door, refuse_fallen
from shipping.services.rows import ZERO, guard, identity, need, picked_of, take
from shipping.services.scans.tracing import is_traced, picked_pieces


@service
def dispatch(
    shipment_id: int, *, carrier: str, waybill: str, actor: Any, checked: DoorWord | None = None
) -> Shipment:
    """Send off what is picked: stock falls, the order hears it once, billing follows in the same step.

    Pieces that stand in for returned ones leave without being billed, also for a finished order (S77).
    A carrier and a waybill number are required. What was not picked stays open for the next shipment.
    Nothing leaves that is not picked and checked at the door, nor for an order that is not confirmed or on hold
    (S69, A37). Whoever sends it off may check it in the same step: `checked` is their word then.
    """
    may_dispatch.demand(actor)
    shipment, lines = take(shipment_id)
    _check(shipment, lines, checked, actor)
    guard(shipment, shipment.dispatch)
    if not shipment.order.binds:
        raise Refused(_("Order %(ref)s is not confirmed.") % {"ref": shipment.order.ref}, code="wrong_state")
    refuse_stopped(shipment.order, Stopped.DISPATCH)
    carrier = need(carrier, _("Please name the carrier."))[:80]
    waybill = need(waybill, _("Please give the waybill number."))[:80]
    quantities = picked_of(lines)
    issues = _issues(shipment, lines, quantities)
    # Stock, then the invoice that hears of it, then the shipment: see the ladder in core.locks.
    issue_goods(shipment.order_id, issues=issues, source=shipment.stream, actor=actor)
    _note_replaced(lines)
    record_shipped(shipment.order_id, quantities=quantities, source=shipment.stream, actor=actor)
    shipment.dispatch(clock.now(), carrier, waybill)
    shipment.save(update_fields=["state", "verified_at", "shipped_at", "carrier", "waybill"])
    partial = any(line.left for line in lines)
    said: dict[str, Any] = {}
    if checked is not None:
        said = {"address": checked.address or "", "reason": checked.reason.strip()}
    left = ShipmentDispatched(**identity(shipment), carrier=carrier, waybill=waybill, partial=partial, **said)
    publish(left, actor=actor)
    return shipment


def _check(shipment: Shipment, lines: list[ShipmentLine], checked: DoorWord | None, actor: Any) -> None:
    """What was checked must hold still; what was not is checked by whoever sends it off, if they say so."""
    if shipment.verified_at is not None:
        return refuse_fallen(shipment, lines) if shipment.is_open else None
    if shipment.state not in READY:
        return None
    if checked is None:
        raise Refused(_("Check the shipment at the door first."), code="unchecked")
    may_verify.demand(actor)
    return pass_door(shipment, lines, checked, actor)


def _issues(shipment: Shipment, lines: list[ShipmentLine], quantities: Mapping[int, Decimal]) -> list[Issue]:
    """What leaves, by lot and numbered piece where the picker named them."""
    named = picked_pieces(shipment) if any(is_traced(line) for line in lines) else {}
    issues = []
    for line, quantity in quantities.items():
        parts = named.get(line, {})
        for (lot, serial), pieces in parts.items():
            issues.append(Issue(line, shipment.warehouse_id, pieces, lot, (serial,) if serial else ()))
        rest = quantity - sum(parts.values(), ZERO)
        if rest:
            issues.append(Issue(line, shipment.warehouse_id, rest))
    return issues


@service
def confirm_delivery(shipment_id: int, *, received_by: str, actor: Any, proof: Proof | None = None) -> Shipment:
    """The customer has the goods: who took them, when and what shows it is kept; the order hears it (S73).

    The proof is a signature, a photo, the customer's own click, the carrier's word, or somebody's of the house.
    """
    may_deliver.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.deliver)
    received_by = need(received_by, _("Please say who received the goods."))[:80]
    proof = proof or Proof()
    if arrived := {line.order_line_id: line.sold for line in lines if line.sold}:
        record_accepted(shipment.order_id, quantities=arrived, source=shipment.stream, actor=actor)
    _end_trouble(shipment, actor)
    at = proof.at or clock.now()
    shipment.deliver(at, received_by)
    shipment.save(update_fields=["state", "delivered_at", "received_by"])
    kept = write_proof(shipment, proof, person=received_by, at=at, actor=actor)
    publish(ShipmentDelivered(**identity(shipment), received_by=received_by, proof=kept.kind), actor=actor)
    return shipment


def _end_trouble(shipment: Shipment, actor: Any) -> None:
    """Whatever went wrong on the way, the goods are there."""
    if shipment.state == State.EXCEPTION:
        open_ones = Trouble.objects.filter(shipment=shipment, settled_at=None)
        open_ones.update(settled_at=clock.now(), settled_by=actor)


def _note_replaced(lines: list[ShipmentLine]) -> None:
    """Remember which of the picked pieces stand in for returned ones; the order counts them the same way."""
    again = again_of([line.order_line for line in lines], picked_of(lines))
    replacing = [line for line in lines if line.order_line_id in again]
    for line in replacing:
        line.replaced = again[line.order_line_id]
    if replacing:
        write_columns(replacing, ["replaced"])
