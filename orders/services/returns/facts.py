"""Facts about a return that other apps report: what came, what it was found to be, what was credited or left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from orders.events import ReturnCredited, ReturnInspected, ReturnReceived, ReturnSentBack
from orders.models import Order, OrderLine, Return, ReturnLine
from orders.models.return_words import Resolution, ReturnState
from orders.services.life.settling import settle
from orders.services.returns.rows import (
    ZERO,
    close_if_done,
    guard,
    identity,
    move_pieces,
    plain,
    return_lines,
    take_return,
)
from orders.services.rows import lines_of

BY = 120


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the pieces of one line were found to be."""

    good: Decimal = ZERO
    repair: Decimal = ZERO
    scrap: Decimal = ZERO
    finding: str = ""

    @property
    def all(self) -> Decimal:
        return self.good + self.repair + self.scrap


@service
def record_return_received(return_id: int, *, quantities: Mapping[int, Decimal], actor: Any = HOUSE) -> Return:
    """Goods came back, order line → base units; what did not come may be returned another time."""
    order, returned, lines = take_return(return_id)
    guard(returned, returned.receive)
    for line in lines:
        line.received = quantities.get(line.order_line_id, ZERO)
        if not ZERO <= line.received <= line.quantity:
            raise Refused(_("More came back than was agreed to."), code="too_many")
    if not any(line.received for line in lines):
        raise Refused(_("Nothing has come back yet."), code="empty")
    write_columns(lines, ["received"])
    returned.receive(clock.now())
    returned.save(update_fields=["state", "received_at"])
    move_pieces(order, {"returning": {line.order_line_id: line.received - line.quantity for line in lines}})
    pieces, asked = _sum(lines, "received"), _sum(lines, "quantity")
    publish(ReturnReceived(**identity(returned), pieces=pieces, asked=asked), actor=actor)
    return returned


@service
def record_return_inspected(return_id: int, *, found: Mapping[int, Found], actor: Any = HOUSE) -> Return:
    """What the pieces are, order line → good, to repair or scrap: all that came, and nothing else."""
    _order, returned, lines = take_return(return_id)
    guard(returned, returned.inspect)
    for line in lines:
        one = found.get(line.order_line_id, Found())
        if min(one.good, one.repair, one.scrap) < ZERO or one.all != line.received:
            raise Refused(
                _("Line %(line)s: %(n)s came back; say of each piece what it is.")
                % {"line": line.order_line.position, "n": plain(line.received)},
                code="quantity",
            )
        line.good, line.repair, line.scrap, line.finding = one.good, one.repair, one.scrap, one.finding.strip()[:250]
    write_columns(lines, ["good", "repair", "scrap", "finding"])
    returned.inspect(clock.now())
    returned.save(update_fields=["state", "inspected_at"])
    good, repair, scrap = (_sum(lines, name) for name in ("good", "repair", "scrap"))
    publish(ReturnInspected(**identity(returned), good=good, repair=repair, scrap=scrap), actor=actor)
    return returned


@service
def record_return_credited(return_id: int, *, amount: Decimal, by: str, done: bool, actor: Any = HOUSE) -> Return:
    """The customer owes so much less for what came back, by a document or because it is billed no more.

    `done` says that no red-letter invoice is waiting for it any more.
    """
    order, returned, lines = take_return(return_id)
    order.returned_amount += amount
    returned.credited_amount += amount
    returned.credited_by = ", ".join(filter(None, (returned.credited_by, by)))[:BY]
    returned.to_credit = not done
    returned.save(update_fields=["credited_amount", "credited_by", "to_credit"])
    settle(order, lines_of(order))
    if amount:
        told = ReturnCredited(**identity(returned), amount=amount, currency=returned.currency, by=by)
        publish(told, actor=actor)
    close_if_done(returned, lines)
    return returned


@service
def record_return_sent_back(return_id: int, *, carrier: str, waybill: str, actor: Any = HOUSE) -> Return:
    """Repaired and not accepted pieces went back to the customer; nobody bills them."""
    _order, returned, lines = take_return(return_id)
    going = [line for line in lines if line.to_send_back]
    if not going:
        raise Refused(_("Nothing of this return goes back to the customer."), code="nothing_to_send")
    for line in going:
        line.sent_back += line.to_send_back
    write_columns(going, ["sent_back"])
    returned.carrier, returned.waybill = carrier, waybill
    returned.save(update_fields=["carrier", "waybill"])
    publish(ReturnSentBack(**identity(returned), carrier=carrier, waybill=waybill), actor=actor)
    close_if_done(returned, lines)
    return returned


@service
def record_return_shelved(return_id: int) -> Return:
    """Repaired pieces of ours lie on the shelf again."""
    _order, returned, lines = take_return(return_id)
    mended = [line for line in lines if line.to_shelve]
    if not mended:
        raise Refused(_("Nothing of this return is being repaired for the shelf."), code="nothing_to_shelve")
    for line in mended:
        line.shelved += line.to_shelve
    write_columns(mended, ["shelved"])
    close_if_done(returned, lines)
    return returned


def note_replaced(order: Order, again: Mapping[int, Decimal]) -> None:
    """Pieces shipped instead of returned ones, the oldest return first; a return with all its pieces closes."""
    if not again:
        return
    left = dict(again)
    replacing = ReturnLine.objects.filter(of__order_id=order.pk, resolved=Resolution.REPLACE).values("of_id")
    for returned in locked(Return.objects.filter(pk__in=replacing, state=ReturnState.RESOLVED)):
        _replace(returned, left)


def _replace(returned: Return, left: dict[int, Decimal]) -> None:
    lines = return_lines(returned)
    served = []
    for line in lines:
        part = min(line.to_replace, left.get(line.order_line_id, ZERO))
        if part:
            line.replaced += part
            left[line.order_line_id] -= part
            served.append(line)
    write_columns(served, ["replaced"])
    close_if_done(returned, lines)


def again_of(lines: Iterable[OrderLine], quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What of goods that leave is a replacement: returned pieces are made good before more is sold."""
    parts = {line.pk: min(line.replacing, quantities.get(line.pk, ZERO)) for line in lines}
    return {pk: part for pk, part in parts.items() if part > ZERO}


def _sum(lines: Iterable[ReturnLine], name: str) -> str:
    return plain(sum((getattr(line, name) for line in lines), ZERO))
