"""What a request is about: finding it and taking it first, as the lock ladder asks."""

from collections.abc import Callable
from typing import Any

from approvals.models import Request
from catalog.models import PriceChange
from core.events import ApprovalAsked
from core.locks import locked, one_by_one
from orders.models import ChangeRequest, Quotation, Return
from orders.services import take


def _order_of_change(pk: int) -> int:
    return ChangeRequest.objects.values_list("order_id", flat=True).get(pk=pk)


def _order_of_return(pk: int) -> int:
    return Return.objects.values_list("order_id", flat=True).get(pk=pk)


ORDERS: dict[str, Callable[[int], int]] = {"order": int, "change": _order_of_change, "return": _order_of_return}
"""Which subjects have an order behind them, and how it is found."""

BESIDES: dict[str, Any] = {"quotation": Quotation, "price_change": PriceChange}
"""What can be judged besides an order."""


def order_asked_about(asked: ApprovalAsked) -> int | None:
    """The order behind a question: said by its stream (order:12, change:3), else by whoever asks."""
    return order_of(asked.subject) or asked.order_id


def order_of(subject: str) -> int | None:
    """The order behind a stream, if it says one: order:12, or that of change:3."""
    kind, _colon, key = subject.partition(":")
    return ORDERS[kind](int(key)) if kind in ORDERS else None


def _order_asked_before(subject: str) -> int | None:
    return Request.objects.filter(subject=subject).order_by("-pk").values_list("order_id", flat=True).first()


def take_subject(subject: str) -> None:
    """Hold what is judged before its request and task; whoever comes second waits here."""
    kind, _colon, key = subject.partition(":")
    if kind in BESIDES:
        locked(BESIDES[kind].objects.filter(pk=int(key))).values_list("pk").get()
    elif (order_id := order_of(subject) or _order_asked_before(subject)) is not None:
        take(order_id)
    else:
        # Its owner holds the same name first, where approvals do not know its row.
        one_by_one(subject)
