"""What a request is about: finding its order and taking it first, as the lock ladder asks."""

from orders.services import take


def order_of(subject: str) -> int | None:
    """The order behind a stream, if it is one: order:12."""
    kind, _colon, key = subject.partition(":")
    return int(key) if kind == "order" else None


def take_subject(subject: str) -> None:
    """Hold what is judged before its request and task; whoever comes second waits here."""
    if (order_id := order_of(subject)) is not None:
        take(order_id)
