"""Beginning to pick: a shipment over what is reserved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
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
from inventory.services import reservations_by_order
from orders.models import Order
from orders.models.words import Stage
from orders.services import record_holder
from shipping.events import ShipmentOpened
from shipping.models import Shipment, ShipmentLine, Wave
from shipping.models.words import OPEN, READY
from shipping.policies import may_pick
from shipping.services.rows import ZERO, identity, take_order

SERIES = "SH"
Wanted = dict[tuple[int, int, int], Decimal]
"""(warehouse, order line, product) → pieces."""


@service
def open_shipment(order_id: int, *, actor: Any) -> Shipment:
    """Begin to pick what is set aside for an order and is on no open shipment yet.

    One shipment takes goods from one warehouse; where several hold goods, the next call opens the next one.
    Only a confirmed order ships, and a finished one whose returned pieces are replaced. Whoever opens it holds
    the order until the first piece is picked.
    """
    may_pick.demand(actor)
    order = take_order(order_id)
    refuse_unconfirmed(order)
    wanted = _first_warehouse(unassigned(order_id))
    if not wanted:
        raise nothing_to_pick()
    warehouse_id = next(warehouse for warehouse, _line, _product in wanted)
    return begin([(order, wanted)], Warehouse.objects.get(pk=warehouse_id), actor=actor)[0]


def begin(
    picks: Collection[tuple[Order, Wanted]], warehouse: Warehouse, *, wave: Wave | None = None, actor: Any
) -> list[Shipment]:
    """A shipment for each of these orders, which the caller holds; those of a wave get a tote each, in this order."""
    shipments = [
        Shipment(
            number=next_number(SERIES),
            order=order,
            warehouse=warehouse,
            picker=actor,
            opened_at=clock.now(),
            wave=wave,
            tote=wave and tote,
        )
        for tote, (order, _wanted) in enumerate(picks, start=1)
    ]
    Shipment.objects.bulk_create(shipments)
    lines = [_lines(one, wanted) for one, (_order, wanted) in zip(shipments, picks, strict=True)]
    ShipmentLine.objects.bulk_create(line for rows in lines for line in rows)
    for shipment, rows in zip(shipments, lines, strict=True):
        _tell(shipment, len(rows), actor)
    return shipments


def unassigned(order_id: int) -> Wanted:
    """(warehouse, order line, product) → pieces reserved and on no open shipment, the default warehouse first."""
    return unassigned_by_order([order_id])[order_id]


def unassigned_by_order(order_ids: Collection[int]) -> dict[int, Wanted]:
    """The same for each of several orders; two queries, however many they are."""
    held: dict[int, Wanted] = {pk: defaultdict(Decimal) for pk in order_ids}
    for order, rows in reservations_by_order(order_ids).items():
        for row in rows:
            held[order][row.warehouse_id, row.order_line_id, row.product_id] += row.quantity
    for order, warehouse, line, product, quantity in _claimed(order_ids):
        held[order][warehouse, line, product] -= quantity
    return {pk: {key: left for key, left in rows.items() if left > ZERO} for pk, rows in held.items()}


def refuse_unconfirmed(order: Order) -> None:
    """Only what binds the house leaves it."""
    if not order.binds:
        raise Refused(
            _("Order %(ref)s is %(state)s; only confirmed orders ship.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )


def nothing_to_pick() -> Refused:
    """All that is set aside for the order is on a shipment."""
    return Refused(_("Nothing is reserved that is not on a shipment already."), code="nothing_to_pick")


def _claimed(order_ids: Collection[int]) -> Any:
    """What open shipments take: while picking all they ask for, afterwards what they picked."""
    taken = Sum(Case(When(shipment__state__in=READY, then=F("picked")), default=F("quantity")))
    rows = ShipmentLine.objects.filter(shipment__order_id__in=order_ids, shipment__state__in=OPEN).order_by()
    names = ("shipment__order_id", "shipment__warehouse_id", "order_line_id", "product_id")
    return rows.values_list(*names).annotate(taken=taken)


def _first_warehouse(held: Wanted) -> Wanted:
    first = next((warehouse for warehouse, _line, _product in held), None)
    return {key: quantity for key, quantity in held.items() if key[0] == first}


def _lines(shipment: Shipment, wanted: Wanted) -> list[ShipmentLine]:
    rows: Iterable[tuple[tuple[int, int, int], Decimal]] = wanted.items()
    return [
        ShipmentLine(shipment=shipment, order_line_id=line, product_id=product, quantity=quantity)
        for (_warehouse, line, product), quantity in rows
    ]


def _tell(shipment: Shipment, lines: int, actor: Any) -> None:
    publish(ShipmentOpened(**identity(shipment), warehouse=str(shipment.warehouse), lines=lines), actor=actor)
    if shipment.order.stage == Stage.TO_PICK and actor is not None:
        record_holder(shipment.order_id, stage=Stage.TO_PICK, user_id=actor.pk)
