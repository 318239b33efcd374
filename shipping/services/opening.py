"""Beginning to pick: a shipment over what is reserved."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.models import Warehouse
from inventory.services import reservations_of
from orders.models import Order
from orders.models.words import Stage
from orders.services import record_holder
from shipping.events import ShipmentOpened
from shipping.models import Shipment, ShipmentLine
from shipping.models.words import OPEN, READY
from shipping.policies import may_pick
from shipping.services.rows import ZERO, identity, take_order

SERIES = "SH"


@service
def open_shipment(order_id: int, *, actor: Any) -> Shipment:
    """Begin to pick what is set aside for an order and is on no open shipment yet.

    One shipment takes goods from one warehouse; where several hold goods, the next call opens the next one.
    Only a confirmed order ships, and a finished one whose returned pieces are replaced. Whoever opens it holds
    the order until the first piece is picked.
    """
    may_pick.demand(actor)
    order = take_order(order_id)
    _refuse_unconfirmed(order)
    wanted = _first_warehouse(unassigned(order_id))
    if not wanted:
        raise Refused(_("Nothing is reserved that is not on a shipment already."), code="nothing_to_pick")
    warehouse_id = next(warehouse for warehouse, _line, _product in wanted)
    shipment = _create(order, warehouse_id, actor)
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line_id=line, product_id=product, quantity=quantity)
        for (_warehouse, line, product), quantity in wanted.items()
    )
    warehouse = Warehouse.objects.get(pk=warehouse_id)
    publish(ShipmentOpened(**identity(shipment), warehouse=str(warehouse), lines=len(wanted)), actor=actor)
    if order.stage == Stage.TO_PICK and actor is not None:
        record_holder(order_id, stage=Stage.TO_PICK, user_id=actor.pk)
    return shipment


def unassigned(order_id: int) -> dict[tuple[int, int, int], Decimal]:
    """(warehouse, order line, product) → pieces reserved and on no open shipment, the default warehouse first."""
    held: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    for row in reservations_of(order_id):
        held[row.warehouse_id, row.order_line_id, row.product_id] += row.quantity
    for warehouse, line, product, quantity in _claimed(order_id):
        held[warehouse, line, product] -= quantity
    return {key: quantity for key, quantity in held.items() if quantity > ZERO}


def _claimed(order_id: int) -> Any:
    """What open shipments take: while picking all they ask for, afterwards what they picked."""
    taken = Sum(Case(When(shipment__state__in=READY, then=F("picked")), default=F("quantity")))
    rows = ShipmentLine.objects.filter(shipment__order_id=order_id, shipment__state__in=OPEN).order_by()
    return rows.values_list("shipment__warehouse_id", "order_line_id", "product_id").annotate(taken=taken)


def _first_warehouse(held: dict[tuple[int, int, int], Decimal]) -> dict[tuple[int, int, int], Decimal]:
    first = next((warehouse for warehouse, _line, _product in held), None)
    return {key: quantity for key, quantity in held.items() if key[0] == first}


def _refuse_unconfirmed(order: Order) -> None:
    if not order.binds:
        raise Refused(
            _("Order %(ref)s is %(state)s; only confirmed orders ship.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )


def _create(order: Order, warehouse_id: int, actor: Any) -> Shipment:
    return Shipment.objects.create(
        number=next_number(SERIES),
        order=order,
        warehouse_id=warehouse_id,
        picker=actor,
        opened_at=clock.now(),
    )
