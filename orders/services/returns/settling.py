"""Settling a return that was looked at: credit, replace, repair, or not accepted."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from orders.events import ReturnResolved
from orders.models import Order, Return, ReturnLine
from orders.models.return_words import Resolution
from orders.policies import may_decide_return, may_resolve_return
from orders.services.returns.rows import close_if_done, guard, identity, move_pieces, return_lines, take_return


@service
def resolve_return(
    return_id: int, *, outcomes: Mapping[int, str] | None = None, answer: str = "", actor: Any
) -> Return:
    """Settle an inspected return, each line by what was agreed or otherwise; `outcomes` is order line → how.

    Credit is billed no more and credited where it was billed; a replacement may be shipped again and is never
    billed; repaired and not accepted goods go back to the customer, and no money moves (pains 8-11).
    Whoever asked settles it as agreed; otherwise somebody decides who did not ask and does not own the order.
    A finished order stays finished: what is still open is this return.
    """
    order, returned, lines = take_return(return_id)
    may_resolve_return.demand(actor, returned)
    guard(returned, returned.resolve)
    _choose(returned, lines, outcomes or {}, answer, actor)
    here = [line for line in lines if line.received]
    credited, replaced = _pieces(here, Resolution.CREDIT), _pieces(here, Resolution.REPLACE)
    returned.resolve(clock.now(), answer.strip()[:1000])
    returned.to_credit = bool(credited)
    returned.save(update_fields=["state", "resolved_at", "answer", "to_credit"])
    write_columns(lines, ["resolved"])
    _write_down(order, here, credited, replaced)
    publish(_resolved(returned, credited, replaced), actor=actor)
    after = Return.objects.get(pk=return_id)
    close_if_done(after, return_lines(after))
    return after


def _choose(
    returned: Return, lines: Sequence[ReturnLine], outcomes: Mapping[int, str], answer: str, actor: Any
) -> None:
    otherwise = False
    for line in lines:
        chosen = outcomes.get(line.order_line_id, line.wanted)
        if chosen not in Resolution.values:
            raise Refused(_("Please choose how the return is settled."), code="unknown_word")
        if chosen == Resolution.REPAIR and line.scrap:
            raise Refused(_("Scrapped pieces cannot be repaired; credit or replace them."), code="scrap")
        otherwise = otherwise or chosen != line.wanted
        line.resolved = chosen if line.received else ""
    if otherwise:
        may_decide_return.demand(actor, returned)
        if not answer.strip():
            raise Refused(_("Please say why it is settled otherwise than agreed."), code="needs_reason")


def _pieces(lines: Sequence[ReturnLine], how: str) -> dict[int, Decimal]:
    return {line.order_line_id: line.received for line in lines if line.resolved == how}


def _write_down(
    order: Order, here: Sequence[ReturnLine], credited: Mapping[int, Decimal], replaced: Mapping[int, Decimal]
) -> None:
    free = {line.order_line_id: -line.received for line in here}
    move_pieces(order, {"returning": free, "returned_credit": credited, "returned_replace": replaced})


def _resolved(
    returned: Return, credited: Mapping[int, Decimal], replaced: Mapping[int, Decimal]
) -> ReturnResolved:
    return ReturnResolved(
        **identity(returned),
        customer_id=returned.customer_id,
        answer=returned.answer,
        credited={str(pk): str(quantity) for pk, quantity in credited.items()},
        replaced={str(pk): str(quantity) for pk, quantity in replaced.items()},
    )
