"""The house's verbs after a change was decided, and the moment it becomes the order's next revision."""

from typing import Any

from core import clock
from core.bus import attempt, publish
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from orders.events import ChangeApproved, ChangeOvertaken, ChangeRejected, ChangeReturned, ChangeWaits
from orders.models import ChangeRequest, Order
from orders.models.change import BEGUN, ChangeState
from orders.policies import may_request_change
from orders.services.changes.changing import guard_change, overtaken, refuse_closed, take_change
from orders.services.changes.proposing import propose
from orders.services.changes.quality import note_change
from orders.services.changes.revising import changed_event, write_revision
from orders.services.entry.checking import refuse_stops
from orders.services.life.holding import restate_stops
from orders.services.rows import lines_of


@service
def approve_change(change_id: int) -> ChangeRequest:
    """All who had to be asked agreed to a change."""
    order, change = take_change(change_id)
    guard_change(change, change.approve)
    change.approve()
    change.save(update_fields=["state"])
    publish(ChangeApproved(change_id=change.pk, order_id=order.pk), actor=HOUSE)
    return change


@service
def return_change(change_id: int, *, opinion: str) -> ChangeRequest:
    """An approver wants the change otherwise: it is a draft again; another draft of its writer gives way to it."""
    order, change = take_change(change_id)
    guard_change(change, change.send_back)
    mine = ChangeRequest.objects.filter(order_id=order.pk, asked_by=change.asked_by, state__in=BEGUN)
    for other in locked(mine):
        other.withdraw(clock.now())
        other.save(update_fields=["state", "closed_at"])
    change.send_back(opinion)
    change.save(update_fields=["state", "opinion"])
    restate_stops(order)
    returned = ChangeReturned(change_id=change.pk, order_id=order.pk, opinion=opinion, asked_by_id=change.asked_by_id)
    publish(returned, actor=HOUSE)
    return change


@service
def reject_change(change_id: int, *, opinion: str) -> ChangeRequest:
    """An approver refused the change; the order stays as it is."""
    order, change = take_change(change_id)
    guard_change(change, change.reject)
    change.reject(clock.now(), opinion)
    change.save(update_fields=["state", "opinion", "closed_at"])
    restate_stops(order)
    rejected = ChangeRejected(change_id=change.pk, order_id=order.pk, opinion=opinion, asked_by_id=change.asked_by_id)
    publish(rejected, actor=HOUSE)
    return change


@service
def apply_change(change_id: int, *, actor: Any = HOUSE) -> ChangeRequest:
    """Write an approved change into its order as the next revision, or refuse it whole (S48, S49, S52).

    What shipped or was picked since is looked at again. Stock, credit and shipments hear OrderChanged in the
    same transaction. Where the order has another revision by now the change is overtaken instead (S54).
    """
    order, change = take_change(change_id)
    may_request_change.demand(actor, order)
    guard_change(change, change.apply)
    refuse_closed(order)
    if overtaken(order, change):
        return change
    proposal = propose(order, lines_of(order), change.head, change.lines, actor=actor)
    refuse_stops(proposal.findings)
    write_revision(proposal, reason=change.reason, by=change.asked_by, findings=change.findings, head=change.head)
    note_change(order, change, before=proposal.before)
    change.before, change.after = proposal.before, order.total
    change.apply(clock.now(), order.revision)
    change.save()
    restate_stops(order)
    overtake_drafts(order)
    publish(changed_event(proposal, change_id=change.pk, cause=change.cause, reason=change.reason), actor=actor)
    return change


def overtake_drafts(order: Order) -> None:
    """Every other unfinished change of the order began on a revision that is no longer the newest."""
    waiting = ChangeRequest.objects.unfinished().filter(order_id=order.pk).exclude(state=ChangeState.CONFLICTED)
    for change in locked(waiting):
        change.overtake()
        change.save(update_fields=["state"])
        publish(ChangeOvertaken(change_id=change.pk, order_id=order.pk, revision=order.revision), actor=HOUSE)


@service
def apply_by_house(change_id: int) -> Refused | None:
    """Put an approved change in force without a person; where that is refused it waits, and its page says why."""
    refusal = attempt(lambda: apply_change(change_id, actor=HOUSE))
    if refusal is not None:
        order, change = take_change(change_id)
        change.opinion = str(refusal)
        change.save(update_fields=["opinion"])
        publish(ChangeWaits(change_id=change.pk, order_id=order.pk, why=str(refusal)), actor=HOUSE)
    return refusal
