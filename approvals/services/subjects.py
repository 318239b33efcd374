"""What a request is about: finding it and taking it first, as the lock ladder asks."""

from typing import Any

from core.locks import locked
from orders.models import Quotation
from orders.services import take

BESIDES: dict[str, Any] = {"quotation": Quotation}
"""What can be judged besides an order."""


def order_of(subject: str) -> int | None:
    """The order behind a stream, if it is one: order:12."""
    kind, _colon, key = subject.partition(":")
    return int(key) if kind == "order" else None


def take_subject(subject: str) -> None:
    """Hold what is judged before its request and task; whoever comes second waits here."""
    kind, _colon, key = subject.partition(":")
    if kind == "order":
        take(int(key))
    elif kind in BESIDES:
        locked(BESIDES[kind].objects.filter(pk=int(key))).values_list("pk").get()
