"""Which acts an order offers a person now: what its lifecycle allows and their rights permit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.access import Policy
from orders import policies
from orders.models import Order, OrderLine
from orders.services.returns.eligible import may_come_back


@dataclass(frozen=True)
class Button:
    """One act: its address, its words, its key; `primary` once per page."""

    url: str
    label: str | Promise
    key: str = ""
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Offer:
    """When an act is offered."""

    name: str
    label: str | Promise
    policy: Policy
    possible: Callable[[Order, list[OrderLine]], bool]
    key: str = ""
    leads: bool = False
    danger: bool = False


def _moves(verb: str) -> Callable[[Order, list[OrderLine]], bool]:
    return lambda order, lines: can_proceed(getattr(order, verb))


def _may_cancel(order: Order, lines: list[OrderLine]) -> bool:
    return not order.is_editable and can_proceed(order.cancel) and not any(line.shipped for line in lines)


def _may_close(order: Order, lines: list[OrderLine]) -> bool:
    left = any(line.shipped for line in lines) and any(line.wanted > line.shipped for line in lines)
    return can_proceed(order.complete) and left and not any(line.picked for line in lines)


def _may_split(order: Order, lines: list[OrderLine]) -> bool:
    return order.may_change and any(line.wanted > line.gone for line in lines)


def _may_return(order: Order, lines: list[OrderLine]) -> bool:
    return may_come_back(order) and any(line.returnable > 0 and not line.is_service for line in lines)


may_begin = Policy("orders.enter_order", _("enter orders"))
OFFERS = (
    Offer("submit", _("Submit order"), policies.may_submit, _moves("submit"), leads=True),
    Offer("confirm", _("Confirm order"), policies.may_confirm, _moves("confirm"), leads=True),
    Offer("edit", _("Edit"), policies.may_enter, lambda order, lines: order.is_editable, key="e"),
    Offer("recall", _("Recall"), policies.may_recall, _moves("recall")),
    Offer("change", _("Change"), policies.may_request_change, lambda order, lines: order.may_change, key="r"),
    Offer("again", _("Order again"), may_begin, lambda order, lines: not order.is_editable, key="a"),
    Offer("copy", _("Copy"), may_begin, lambda order, lines: True),
    Offer("split", _("Split"), policies.may_request_change, _may_split),
    Offer("supplement", _("Supplement"), policies.may_request_change, lambda order, lines: order.may_change),
    Offer("return-new", _("Return goods"), policies.may_request_return, _may_return),
    Offer("hold", _("Put on hold"), policies.may_hold, lambda order, lines: order.is_open),
    Offer("share", _("Share"), policies.may_share, lambda order, lines: True),
    Offer("hand-over", _("Hand over"), policies.may_hand_over, lambda order, lines: order.is_open),
    Offer("short-close", _("Close short"), policies.may_short_close, _may_close, danger=True),
    Offer("save-template", _("Save as template"), may_begin, lambda order, lines: True),
    Offer("cancel", _("Delete draft"), policies.may_cancel, lambda order, lines: order.is_editable, danger=True),
    Offer("cancel", _("Cancel order"), policies.may_cancel, _may_cancel, danger=True),
)


def buttons_for(user: Any, order: Order, lines: list[OrderLine]) -> list[Button]:
    """The acts offered now; at most one of them leads."""
    return [
        Button(reverse(f"orders:{one.name}", args=[order.ref]), one.label, one.key, one.leads, one.danger)
        for one in OFFERS
        if one.possible(order, lines) and one.policy(user, order)
    ]
