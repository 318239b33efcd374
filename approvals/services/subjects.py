"""What a request is about: finding its order and taking it first, as the lock ladder asks."""

from collections.abc import Callable

from core.locks import locked
from orders.models import ChangeRequest, Order


def _order_of_change(pk: int) -> int:
    return ChangeRequest.objects.values_list("order_id", flat=True).get(pk=pk)


ORDERS: dict[str, Callable[[int], int]] = {"order": int, "change": _order_of_change}
"""Which subjects have an order behind them, and how it is found."""


def order_of(subject: str) -> int | None:
    """The order behind a stream, if there is one: order:12, or that of change:3."""
    kind, _colon, key = subject.partition(":")
    return ORDERS[kind](int(key)) if kind in ORDERS else None


def take_subject(subject: str) -> None:
    """Hold what is judged before its request and task; whoever comes second waits here."""
    if (order_id := order_of(subject)) is not None:
        locked(Order.objects.filter(pk=order_id)).values_list("pk").get()
