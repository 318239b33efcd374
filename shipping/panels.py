"""What shipping shows on the order page, which acts it offers, and its number in the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.access import Policy
from core.paging import capped_count
from core.panel import Panel
from orders.models import Order
from orders.models.words import Stage
from orders.models.words import State as OrderState
from shipping.models import Shipment
from shipping.policies import may_cancel, may_deliver, may_dispatch, may_pick, may_see
from shipping.services.opening import unassigned


@dataclass(frozen=True)
class Act:
    """Something a person can do with a shipment now; `leads` is the usual next step."""

    label: str | Promise
    url: str
    leads: bool = False
    danger: bool = False


@dataclass(frozen=True)
class _Offer:
    name: str
    label: str | Promise
    policy: Policy
    possible: Callable[[Shipment], bool]
    leads: bool = False
    danger: bool = False


OFFERS = (
    _Offer("pick", _("Scan goods"), may_pick, lambda s: s.is_being_picked, leads=True),
    _Offer("finish", _("Finish picking"), may_pick, lambda s: can_proceed(s.finish)),
    _Offer("dispatch", _("Send off"), may_dispatch, lambda s: can_proceed(s.dispatch), leads=True),
    _Offer("resume", _("Pick more"), may_pick, lambda s: can_proceed(s.resume)),
    _Offer("deliver", _("Confirm delivery"), may_deliver, lambda s: can_proceed(s.deliver), leads=True),
    _Offer("cancel", _("Cancel shipment"), may_cancel, lambda s: can_proceed(s.cancel), danger=True),
)


def acts_of(user: Any, shipment: Shipment) -> list[Act]:
    """What a person can do with a shipment now: what its state allows and their rights permit."""
    return [
        Act(one.label, reverse(f"shipping:{one.name}", args=[shipment.number]), one.leads, one.danger)
        for one in OFFERS
        if one.possible(shipment) and one.policy(user, shipment)
    ]


def shipments_on(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The shipments of an order with their next steps; at most three queries."""
    rows = list(
        Shipment.objects.filter(order=order).with_pieces().select_related("warehouse", "picker").order_by("pk")
    )
    may_start = order.state == OrderState.CONFIRMED and may_pick(request.user) and bool(unassigned(order.pk))
    if not rows and not may_start:
        return None
    shipments = [{"row": row, "acts": acts_of(request.user, row)} for row in rows]
    return {"order": order, "shipments": shipments, "may_start": may_start}


def _may_look(user: Any, order: Any = None) -> bool:
    return may_see(user)


def to_pick(user: Any) -> int:
    """How many orders wait to be picked, for the menu."""
    return capped_count(Order.objects.visible_to(user).at_stage(Stage.TO_PICK, Stage.PICKING))


SHIPMENTS = Panel(
    key="shipping",
    title=_("Shipments"),
    template="shipping/_panel.html",
    may_see=_may_look,
    context=shipments_on,
    place="side",
)
