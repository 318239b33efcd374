"""Telling people about an order."""

from collections.abc import Iterable

from django.utils.functional import Promise

from core.history import Posted
from notifications.models import Kind
from notifications.services import tell
from orders.models import Order


def tell_about(
    order_id: int,
    posted: Posted,
    user_ids: Iterable[int | None] | None,
    words: str | Promise,
    *,
    kind: str = Kind.NEWS,
    **values: str,
) -> None:
    """Tell people about what happened to an order; nobody named means its owner.

    Whoever did it is not told of their own deed.
    """
    order = Order.objects.only("pk", "number", "owner_id").get(pk=order_id)
    people = [order.owner_id] if user_ids is None else user_ids
    readers = [pk for pk in people if pk and pk != posted.actor_id]
    tell(
        posted.id, readers, subject=words, url=order.get_absolute_url(), kind=kind, values={"ref": order.ref, **values}
    )
