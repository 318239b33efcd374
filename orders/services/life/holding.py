"""Holding an order back by hand: named acts stop beside its state until the hold is lifted."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from orders.events import HoldLifted, HoldPlaced
from orders.models import ChangeRequest, Order, OrderHold
from orders.models.hold import HoldKind, Stopped
from orders.policies import may_hold
from orders.services.rows import take


@service
def place_hold(order_id: int, *, kind: str, stops: Collection[str], reason: str, actor: Any) -> OrderHold:
    """Stop named acts on an order, confirming or sending off, because the customer or the house wants to wait.

    The state stays what it is; a reason is required and kept. Only orders that are not finished are held.
    """
    order = take(order_id)
    may_hold.demand(actor, order)
    if not order.is_open:
        raise Refused(
            _("Order %(ref)s is finished; there is nothing to hold.") % {"ref": order.ref}, code="wrong_state"
        )
    acts = [name for name in Stopped.values if name in stops]
    if kind not in HoldKind.values or not acts:
        raise Refused(_("Say who wants the order to wait, and what it must not do meanwhile."), code="incomplete")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    hold = OrderHold.objects.create(
        order=order, kind=kind, stops=" ".join(acts), reason=reason.strip()[:250], by=actor, at=clock.now()
    )
    restate_stops(order)
    publish(HoldPlaced(order_id=order.pk, hold_id=hold.pk, kind=kind, reason=hold.reason), actor=actor)
    return hold


@service
def lift_hold(hold_id: int, *, actor: Any) -> OrderHold:
    """Let an order go on; a hold that was lifted already stays as it is."""
    order = take(OrderHold.objects.values_list("order_id", flat=True).get(pk=hold_id))
    may_hold.demand(actor, order)
    hold = locked(OrderHold.objects.filter(pk=hold_id)).get()
    if hold.lifted_at is not None:
        raise Refused(_("This hold was lifted already."), code="wrong_state")
    hold.lifted_by, hold.lifted_at = actor, clock.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])
    restate_stops(order)
    publish(HoldLifted(order_id=order.pk, hold_id=hold.pk, reason=hold.reason), actor=actor)
    return hold


def restate_stops(order: Order) -> None:
    """Write on the order which acts are stopped now: by its holds, and confirming by a change that is not decided."""
    held = OrderHold.objects.standing().filter(order_id=order.pk).values_list("stops", flat=True)
    acts = {act for stops in held for act in stops.split()}
    if ChangeRequest.objects.open().filter(order_id=order.pk).exists():
        acts.add(Stopped.CONFIRM.value)
    stopped = " ".join(name for name in Stopped.values if name in acts)
    if stopped != order.stopped:
        Order.objects.filter(pk=order.pk).update(stopped=stopped)
        order.stopped = stopped


def refuse_stopped(order: Order, act: str) -> None:
    """Refuse an act that a hold stops (B5)."""
    if order.stops(act):
        raise Refused(_("Order %(ref)s is on hold; its page says why.") % {"ref": order.ref}, code="held")
