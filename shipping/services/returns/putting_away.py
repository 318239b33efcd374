"""Where returned goods go once it is settled: the shelf, the workshop, the bin, or back to the customer."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import User
from core.service import service
from inventory.models import Place
from inventory.services import move_returned
from inventory.services.posting import hold
from orders.models import Return, ReturnLine
from orders.models.return_words import Resolution
from orders.services.returns.facts import record_return_sent_back, record_return_shelved
from orders.services.returns.rows import take_return
from shipping.models import ReturnReceipt
from shipping.policies import may_receive
from shipping.services.returns.pieces import passages, pieces_of_return
from shipping.services.rows import need

HERE, WORKSHOP = Place.Kind.RETURNED, Place.Kind.REPAIR
OURS = (Resolution.CREDIT, Resolution.REPLACE)
"""Settled so, the pieces are ours again."""


@service
def put_away(return_id: int, *, actor_id: int | None) -> None:
    """Put settled goods where they belong, in double entry: good pieces of ours on the shelf, scrap written off,
    the rest to repair. Goods we do not take wait to be sent back.
    """
    order, returned, lines = take_return(return_id)
    actor = User.objects.get(pk=actor_id) if actor_id else None
    shelf = ReturnReceipt.objects.values_list("warehouse_id", flat=True).get(returned=returned)
    ways: tuple[tuple[str, int | str, Callable[[ReturnLine], Decimal]], ...] = (
        ("restock", shelf, lambda line: line.good if line.resolved in OURS else Decimal(0)),
        ("scrap", Place.Kind.ADJUSTMENT, lambda line: line.scrap),
        ("repair", WORKSHOP, _to_workshop),
    )
    known = pieces_of_return(return_id, lines)
    if known:
        # Three moves follow; their shelves are held once, in key order.
        hold({line.order_line.product_id for line in lines})
    for word, end, goes in ways:
        going = passages(lines, known, goes, HERE, end)
        move_returned(order.pk, passages=going, source=f"{word}:{returned.number}", actor=actor)


@service
def send_back(return_id: int, *, carrier: str, waybill: str, actor: Any) -> Return:
    """Send repaired and not accepted goods back to the customer; this is no sale and nobody bills it."""
    may_receive.demand(actor)
    order, returned, lines = take_return(return_id)
    carrier = need(carrier, _("Please name the carrier."))[:80]
    waybill = need(waybill, _("Please give the waybill number."))[:80]
    known = pieces_of_return(return_id, lines)
    for how, start in ((Resolution.REPAIR, WORKSHOP), (Resolution.REJECT, HERE)):
        theirs = [line for line in lines if line.resolved == how]
        going = passages(theirs, known, lambda line: line.to_send_back, start, Place.Kind.CUSTOMER)
        move_returned(order.pk, passages=going, source=f"sentback:{returned.number}", actor=actor)
    return record_return_sent_back(return_id, carrier=carrier, waybill=waybill, actor=actor)


@service
def shelve_repaired(return_id: int, *, actor: Any) -> Return:
    """Pieces of ours that were repaired lie on the shelf again and may be sold."""
    may_receive.demand(actor)
    order, returned, lines = take_return(return_id)
    shelf = ReturnReceipt.objects.values_list("warehouse_id", flat=True).filter(returned=returned).first() or 0
    known = pieces_of_return(return_id, lines)
    going = passages(lines, known, lambda line: line.to_shelve, WORKSHOP, shelf)
    move_returned(order.pk, passages=going, source=f"repaired:{returned.number}", actor=actor)
    return record_return_shelved(return_id)


def _to_workshop(line: ReturnLine) -> Decimal:
    """What is repaired: broken pieces of ours, and all of theirs that we promised to repair."""
    if line.resolved in OURS:
        return line.repair
    return line.good + line.repair if line.resolved == Resolution.REPAIR else Decimal(0)
