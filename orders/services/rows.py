"""Taking an order for oneself, and the guard before a verb."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.locks import locked
from core.refusal import Refused
from orders.models import Order, OrderLine


def take(order_id: int) -> Order:
    """The order, locked until the transaction ends; its lines are only written by who holds it."""
    return locked(Order.objects.select_related("customer", "terms").filter(pk=order_id).defer("search")).get()


def lines_of(order: Order) -> list[OrderLine]:
    """The lines in their order."""
    return list(OrderLine.objects.filter(order_id=order.pk).order_by("position"))


def guard(order: Order, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the order is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Order %(ref)s is %(state)s; this step is not possible now.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )
