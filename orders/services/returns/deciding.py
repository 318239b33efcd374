"""The house's verbs after a return was decided."""

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.service import service
from orders.events import ReturnApproved, ReturnRefused
from orders.models import Return
from orders.services.returns.asking import set_free
from orders.services.returns.rows import guard, identity, take_return


@service
def approve_return(return_id: int) -> Return:
    """The goods may come back: the warehouse expects them."""
    _order, returned, _lines = take_return(return_id)
    guard(returned, returned.approve)
    returned.approve(clock.now())
    returned.save(update_fields=["state", "approved_at"])
    publish(ReturnApproved(**identity(returned), asked_by_id=returned.asked_by_id), actor=HOUSE)
    return returned


@service
def refuse_return(return_id: int, *, opinion: str) -> Return:
    """The goods are not taken back; the answer is kept, and nothing about the order changes (pain 10)."""
    order, returned, lines = take_return(return_id)
    guard(returned, returned.refuse)
    returned.refuse(clock.now(), opinion[:1000])
    returned.save(update_fields=["state", "closed_at", "answer"])
    set_free(order, lines)
    refused = ReturnRefused(**identity(returned), answer=returned.answer, asked_by_id=returned.asked_by_id)
    publish(refused, actor=HOUSE)
    return returned
