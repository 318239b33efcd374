"""Boxes: all that is left into one, what it weighs, out again, and the word that everything is packed."""

from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from shipping.events import ShipmentPacked, ShipmentUnpacked
from shipping.models import Box, BoxContent, Shipment
from shipping.models.words import State
from shipping.policies import may_pack
from shipping.services.packing.desk import Packing, open_box, packing_of, store_contents
from shipping.services.rows import ZERO, guard, identity, plain, take

HEAVIEST = Decimal(100_000)


@service
def fill_box(shipment_id: int, *, actor: Any) -> Box:
    """Put everything that is in no box yet into the open one; begin the next where none stands open."""
    may_pack.demand(actor)
    desk = _desk(shipment_id)
    rest = {key: pieces for key, pieces in desk.waiting.items() if pieces > ZERO}
    if not rest:
        raise Refused(_("Everything lies in a box already."), code="nothing_to_pack")
    box = open_box(desk)
    for key, pieces in rest.items():
        desk.move(key, pieces)
    store_contents(desk)
    return box


@service
def close_box(shipment_id: int, *, weight: Decimal, size: str = "", actor: Any) -> Box:
    """Close the open box and say what it weighs; goods go into the next one then."""
    may_pack.demand(actor)
    desk = _desk(shipment_id)
    if desk.box is None or not desk.inside:
        raise Refused(_("There is nothing in a box to be closed."), code="no_box")
    if not weight.is_finite() or not ZERO < weight <= HEAVIEST:
        raise Refused(_("Say what the box weighs, in kg, above zero."), code="weight")
    desk.box.weight, desk.box.size = weight, size.strip()[:40]
    desk.box.closed_at, desk.box.closed_by = clock.now(), actor
    desk.box.save(update_fields=["weight", "size", "closed_at", "closed_by"])
    return desk.box


@service
def reopen_box(shipment_id: int, *, box_id: int, actor: Any) -> Box:
    """Open a closed box again; it is weighed anew when it is closed. One box at a time stands open."""
    may_pack.demand(actor)
    desk = _desk(shipment_id)
    box = _box(shipment_id, box_id)
    if box.is_open:
        return box
    if desk.box is not None and desk.inside:
        raise Refused(_("Close box %(code)s first.") % {"code": desk.box}, code="another_open")
    if desk.box is not None:
        desk.box.delete()
    box.closed_at = box.closed_by = None
    box.save(update_fields=["closed_at", "closed_by"])
    return box


@service
def take_out(shipment_id: int, *, content_id: int, actor: Any) -> None:
    """Take pieces of one kind out of the open box; they wait for a box again."""
    may_pack.demand(actor)
    desk = _desk(shipment_id)
    row = next((row for row in desk.inside.values() if row.pk == content_id), None)
    if row is None:
        raise Refused(_("This is not in the open box any more."), code="not_inside")
    BoxContent.objects.filter(pk=row.pk).delete()


@service
def pack_shipment(shipment_id: int, *, actor: Any) -> Shipment:
    """Say that every picked piece lies in a box and each box is weighed; refused while one does not or is not."""
    may_pack.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.pack)
    desk = packing_of(shipment, lines)
    if desk.left:
        raise Refused(_("%(n)s pieces are in no box yet.") % {"n": plain(desk.left)}, code="unpacked")
    Box.objects.filter(shipment=shipment, contents=None).delete()
    boxes = list(Box.objects.filter(shipment=shipment))
    if still_open := next((box for box in boxes if box.is_open or not box.weight), None):
        raise Refused(_("Weigh and close box %(code)s first.") % {"code": still_open}, code="open_box")
    shipment.pack(clock.now())
    shipment.save(update_fields=["state", "packed_at"])
    weight = sum((box.weight or ZERO for box in boxes), ZERO)
    publish(ShipmentPacked(**identity(shipment), boxes=len(boxes), weight=plain(weight)), actor=actor)
    return shipment


@service
def unpack_shipment(shipment_id: int, *, actor: Any) -> Shipment:
    """Go on packing what was packed; the boxes keep what is in them, and all is checked at the door anew."""
    may_pack.demand(actor)
    shipment, _lines = take(shipment_id)
    guard(shipment, shipment.unpack)
    shipment.checks.all().delete()
    shipment.unpack()
    shipment.save(update_fields=["state", "packed_at", "verified_at"])
    publish(ShipmentUnpacked(**identity(shipment)), actor=actor)
    return shipment


def boxes_of(shipment_id: int) -> Any:
    """The boxes with something in them, in their order, and how many kinds of goods each holds."""
    rows = Box.objects.filter(shipment_id=shipment_id).annotate(kinds=Count("contents")).filter(kinds__gt=0)
    return rows.select_related("closed_by").order_by("position")


def loads(shipment_id: int) -> dict[str, Any]:
    """The boxes of a shipment and what they weigh together; one query."""
    boxes = list(boxes_of(shipment_id))
    return {"boxes": boxes, "weight": sum((box.weight or ZERO for box in boxes), ZERO)}


def _desk(shipment_id: int) -> Packing:
    """The packing desk, its order locked; refused unless the shipment is picked and not packed."""
    shipment, lines = take(shipment_id)
    if shipment.state != State.PICKED:
        raise Refused(
            _("Shipment %(number)s is %(state)s; this step is not possible now.")
            % {"number": shipment.number, "state": shipment.get_state_display()},
            code="wrong_state",
        )
    return packing_of(shipment, lines)


def _box(shipment_id: int, box_id: int) -> Box:
    box = Box.objects.filter(pk=box_id, shipment_id=shipment_id).first()
    if box is None:
        raise Refused(_("There is no such box."), code="no_box")
    return box
