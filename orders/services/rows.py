"""Taking an order for oneself, and the guard before a verb."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.act import in_hand, known
from core.locks import locked
from core.prepared import prepared_models
from core.refusal import Refused
from orders.models import Order, OrderLine

COLUMNS = frozenset(field.attname for field in Order._meta.concrete_fields if not field.primary_key)


def take(order_id: int) -> Order:
    """The order, locked until the transaction ends; its lines are only written by who holds it.

    Whoever asks again in the same act gets the same order.
    """
    return in_hand().get((Order, order_id)) or _take(order_id)


def taker(which: Callable[[int], dict[str, Any]]) -> Callable[[int], Order]:
    """A taking by a condition with one key that many acts begin with: it is put into SQL once."""

    @prepared_models(int, hold=True)
    def ask(key: int) -> QuerySet[Order]:
        return _whole().filter(**which(key)).order_by("pk")

    def take_one(key: int) -> Order:
        """The order, locked until the transaction ends; whoever asks again in the same act gets the same."""
        order = next(iter(ask(key)), None)
        if order is None:
            raise Order.DoesNotExist
        return _keep(order)

    return take_one


_take = taker(lambda key: {"pk": key})


def take_all(order_ids: Iterable[int]) -> list[Order]:
    """Several orders by their keys, locked in the order of their keys; those in hand are not asked for again."""
    ids, hand = sorted(set(order_ids)), in_hand()
    fresh = [pk for pk in ids if (Order, pk) not in hand]
    found = {order.pk: order for order in take_where(pk__in=fresh)} if fresh else {}
    return [found.get(pk) or hand[Order, pk] for pk in ids]


def take_where(**which: Any) -> list[Order]:
    """Several orders by a condition, locked in the order of their keys."""
    return [_keep(order) for order in locked(_whole().filter(**which))]


def _whole() -> QuerySet[Order]:
    return Order.objects.select_related("customer", "terms").defer("search", "customer__search")


def _keep(order: Order) -> Order:
    kept = in_hand().setdefault((Order, order.pk), order)
    remember(kept)
    return kept


def remember(order: Order) -> None:
    """Note how the order stands in the database, so that only what changes is written."""
    if not hasattr(order, "as_written"):
        order.as_written = values_of(order)


def values_of(order: Order) -> dict[str, Any]:
    """Every column of the order that was read or set."""
    return {name: value for name, value in vars(order).items() if name in COLUMNS}


def lines_in_hand(order: Order) -> bool:
    """Whether the running act has read the lines of this order."""
    return (OrderLine, order.pk) in in_hand()


def lines_of(order: Order) -> list[OrderLine]:
    """The lines in their order; of an order in hand the same ones every time."""
    if in_hand().get((Order, order.pk)) is not order:
        return _lines_of(order.pk)
    return list(known((OrderLine, order.pk), lambda: _lines_of(order.pk)))


@prepared_models(int)
def _lines_of(order_id: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id=order_id).order_by("position")


def guard(order: Order, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the order is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Order %(ref)s is %(state)s; this step is not possible now.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )
