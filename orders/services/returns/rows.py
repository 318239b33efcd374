"""Taking a return for oneself, always after its order, and the guard before a verb."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.locks import locked
from core.money import part_of
from core.people import HOUSE
from core.refusal import Refused
from core.setwise import write_columns
from orders.events import ReturnClosed
from orders.models import Order, OrderLine, Return, ReturnLine
from orders.services.life.settling import settle
from orders.services.rows import lines_of, take_where

ZERO = Decimal(0)


def take_return(return_id: int) -> tuple[Order, Return, list[ReturnLine]]:
    """A return with its lines, its order held first: so two who work on one order's returns wait in one line."""
    owner = Return.objects.filter(pk=return_id).values("order_id")
    order = take_where(pk__in=owner)[0]
    returned = locked(Return.objects.filter(pk=return_id)).get()
    returned.order = order
    return order, returned, return_lines(returned)


def return_lines(returned: Return) -> list[ReturnLine]:
    """The lines in the order's own order, with product and unit, in one query."""
    rows = ReturnLine.objects.filter(of=returned).select_related("order_line__product__unit")
    return list(rows.defer("order_line__product__search").order_by("order_line__position"))


def guard(returned: Return, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the return is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Return %(number)s is %(state)s; this step is not possible now.")
            % {"number": returned.number, "state": returned.get_state_display()},
            code="wrong_state",
        )


def identity(returned: Return) -> dict[str, Any]:
    """What every event of a return carries."""
    return {"return_id": returned.pk, "order_id": returned.order_id, "number": returned.number}


def plain(quantity: Decimal) -> str:
    """A quantity as people write it, for sentences that are kept."""
    return f"{quantity.normalize():f}"


def worth_of(line: OrderLine, quantity: Decimal, currency: str) -> Decimal:
    """What so many base units of a line cost the customer, with tax."""
    net = part_of(line.net, line.wanted, ZERO, quantity, currency)
    return net + part_of(line.tax, line.wanted, ZERO, quantity, currency)


def move_pieces(order: Order, changes: Mapping[str, Mapping[int, Decimal]]) -> None:
    """Change quantities of the order's lines, column → line → difference, and settle the order."""
    lines = lines_of(order)
    touched = [line for line in lines if any(change.get(line.pk) for change in changes.values())]
    for line in touched:
        for name, change in changes.items():
            setattr(line, name, getattr(line, name) + change.get(line.pk, ZERO))
    write_columns(touched, changes)
    settle(order, lines)


def close_if_done(returned: Return, lines: Iterable[ReturnLine]) -> None:
    """Close a settled return once nothing more follows from it; its order is not touched."""
    if not can_proceed(returned.close) or returned.to_credit or not all(line.is_done for line in lines):
        return
    returned.close(clock.now())
    returned.save(update_fields=["state", "closed_at"])
    publish(ReturnClosed(**identity(returned)), actor=HOUSE)
