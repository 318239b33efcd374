"""What a request is about: finding it and taking it first, as the lock ladder asks."""

from typing import Any

from core.locks import locked
from orders.models import Order, Quotation

KINDS: dict[str, Any] = {"order": Order, "quotation": Quotation}


def order_of(subject: str) -> int | None:
    """The order behind a stream, if it is one: order:12."""
    kind, _colon, key = subject.partition(":")
    return int(key) if kind == "order" else None


def take_subject(subject: str) -> None:
    """Hold what is judged before its request and task; whoever comes second waits here."""
    kind, _colon, key = subject.partition(":")
    if kind in KINDS:
        locked(KINDS[kind].objects.filter(pk=int(key))).values_list("pk").get()
