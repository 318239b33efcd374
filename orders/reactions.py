"""What orders do when they hear something."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.events import ApprovalDecided
from core.history import Posted
from notifications.models import Kind
from notifications.services import tell
from orders import services
from orders.events import (
    CaseHandedOver,
    CaseOpened,
    CaseReopened,
    ChangeApproved,
    ChangeOvertaken,
    ChangeRejected,
    ChangeReturned,
    ChangeWaits,
    ChangeWithdrawn,
    CommentWritten,
    ConfirmationWaits,
    HoldLifted,
    ImportAsked,
    OrderApproved,
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderHandedOver,
    OrderRejected,
    OrderReturned,
    OrderShared,
    OrderShortClosed,
    QuotationReturned,
    QuotationSent,
    ReturnApproved,
    ReturnRefused,
)
from orders.models import Case, ChangeRequest, Quotation, Return
from orders.services import (
    approve_change,
    approve_order,
    reject_change,
    reject_order,
    return_change,
    return_order,
)
from orders.services.changes.applying import apply_by_house
from orders.services.imports.uploading import work_import
from orders.services.letters import confirmation as letters
from orders.services.letters.telling import tell_about
from orders.services.life.confirming import confirm_by_house, confirm_if_approved
from orders.services.quotes.answers import mail_quotation
from orders.services.quotes.quoting import approve_quotation, refuse_quotation
from orders.services.returns.deciding import approve_return, refuse_return

VERBS: dict[tuple[str, str], Callable[..., Any]] = {
    ("order", "approved"): approve_order,
    ("order", "returned"): return_order,
    ("order", "rejected"): reject_order,
    ("change", "approved"): approve_change,
    ("change", "returned"): return_change,
    ("change", "rejected"): reject_change,
}


def take_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about an order or a change calls for."""
    kind, _colon, key = event.subject.partition(":")
    verb = VERBS.get((kind, event.outcome))
    if verb is not None:
        verb(int(key), **({} if event.outcome == "approved" else {"opinion": event.opinion}))


def take_quote_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a quotation calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "quotation":
        return
    if event.outcome == "approved":
        approve_quotation(int(key), by=event.by)
    else:
        refuse_quotation(int(key), outcome=event.outcome, opinion=event.opinion)


def take_return_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a return calls for; one that is sent back can be asked for anew."""
    kind, _colon, key = event.subject.partition(":")
    if kind == "return" and event.outcome == "approved":
        approve_return(int(key))
    elif kind == "return":
        refuse_return(int(key), opinion=event.opinion)


def tell_return_decided(event: ReturnApproved | ReturnRefused, posted: Posted) -> None:
    """Whoever asked for a return hears what came of it, unless it was agreed to on the spot."""
    returned = Return.objects.get(pk=event.return_id)
    tell(
        posted.id,
        [pk for pk in (event.asked_by_id,) if pk != posted.actor_id],
        subject=_("Return %(number)s is %(state)s"),
        url=returned.get_absolute_url(),
        kind=Kind.TO_DO if isinstance(event, ReturnRefused) else Kind.NEWS,
        values={"number": returned.number, "state": returned.get_state_display()},
    )


def tell_case_owner(event: CaseOpened | CaseReopened | CaseHandedOver, posted: Posted) -> None:
    """Whoever is to answer a case hears of it, unless they opened it themselves."""
    case = Case.objects.select_related("customer").get(pk=event.case_id)
    tell(
        posted.id,
        [pk for pk in (case.owner_id,) if pk != posted.actor_id],
        subject=_("To answer: %(title)s (%(customer)s)"),
        url=case.get_absolute_url(),
        kind=Kind.TO_DO,
        values={"title": case.title, "customer": case.customer.name},
    )


def mail_quote(event: QuotationSent, posted: Posted) -> None:
    """The quotation leaves by e-mail with its PDF."""
    mail_quotation(event.quotation_id, address=event.address, words=event.words, event_id=posted.id)


def tell_quote_returned(event: QuotationReturned, posted: Posted) -> None:
    """The owner hears that the quotation came back, and why."""
    quotation = Quotation.objects.get(pk=event.quotation_id)
    tell(
        posted.id,
        [event.owner_id],
        subject=_("Quotation %(number)s was not agreed to: %(opinion)s"),
        url=quotation.get_absolute_url(),
        kind=Kind.TO_DO,
        values={"number": quotation.number, "opinion": event.opinion},
    )


def confirm_by_itself(event: OrderApproved, posted: Posted) -> None:
    """Confirm an approved order at once when nothing speaks against it."""
    confirm_by_house(event.order_id)


def apply_by_itself(event: ChangeApproved, posted: Posted) -> None:
    """Put an approved change in force at once when nothing speaks against it."""
    apply_by_house(event.change_id)


def end_changes(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """A change of an order that came to its end is taken back."""
    services.end_changes(event.order_id)


def go_on(event: OrderChanged | HoldLifted | ChangeRejected | ChangeWithdrawn, posted: Posted) -> None:
    """An approved order that was stopped tries to be confirmed again."""
    confirm_if_approved(event.order_id)


def tell_changed(event: OrderChanged, posted: Posted) -> None:
    """The owner hears that the order has another revision."""
    words = _("Order %(ref)s is changed to revision %(revision)s: %(reason)s")
    tell_about(event.order_id, posted, None, words, revision=str(event.revision), reason=event.reason)


def tell_change_back(event: ChangeReturned | ChangeRejected, posted: Posted) -> None:
    """Whoever asked for a change hears that it came back or was refused, and why."""
    words = _("Your change of order %(ref)s was not agreed to: %(opinion)s")
    tell_about(event.order_id, posted, [event.asked_by_id], words, kind=Kind.TO_DO, opinion=event.opinion)


def tell_change_waits(event: ChangeWaits | ChangeOvertaken, posted: Posted) -> None:
    """Whoever asked for a change hears that it is not in force, so that they look at it."""
    asked = ChangeRequest.objects.values_list("asked_by_id", flat=True).get(pk=event.change_id)
    words = _("Your change of order %(ref)s is not in force; open it to go on")
    tell_about(event.order_id, posted, [asked], words, kind=Kind.TO_DO)


def tell_returned(event: OrderReturned, posted: Posted) -> None:
    """The owner hears that the order came back, and why."""
    words = _("Order %(ref)s was returned to you: %(opinion)s")
    tell_about(event.order_id, posted, [event.owner_id], words, kind=Kind.TO_DO, opinion=event.opinion)


def tell_rejected(event: OrderRejected, posted: Posted) -> None:
    """The owner hears that the order was rejected, and why."""
    words = _("Order %(ref)s was rejected: %(opinion)s")
    tell_about(event.order_id, posted, [event.owner_id], words, opinion=event.opinion)


def tell_waiting(event: ConfirmationWaits, posted: Posted) -> None:
    """The owner hears that the order waits for their confirmation, and why."""
    tell_about(event.order_id, posted, None, _("Order %(ref)s waits for you: %(why)s"), kind=Kind.TO_DO, why=event.why)


def send_confirmation(event: OrderConfirmed, posted: Posted) -> None:
    """The customer hears that the order is confirmed."""
    letters.send_confirmation(event.order_id, event_id=posted.id)


def send_cancellation(event: OrderCancelled, posted: Posted) -> None:
    """The customer hears that an order they were confirmed is cancelled."""
    letters.send_cancellation(event.order_id, event_id=posted.id)


def tell_new_owner(event: OrderHandedOver, posted: Posted) -> None:
    """The new owner hears of the order."""
    tell_about(event.order_id, posted, [event.to_id], _("Order %(ref)s is yours now"), kind=Kind.TO_DO)


def tell_shared(event: OrderShared, posted: Posted) -> None:
    """The colleague hears of the order."""
    tell_about(event.order_id, posted, [event.to_id], _("Order %(ref)s was shared with you"))


def tell_mentioned(event: CommentWritten, posted: Posted) -> None:
    """Everybody called by name hears of the comment."""
    tell_about(event.order_id, posted, event.mentioned, _("You were mentioned on order %(ref)s"), kind=Kind.MENTION)


def run_import(event: ImportAsked, posted: Posted) -> None:
    """Try an uploaded file, or take it in."""
    work_import(event.batch_id, write=event.write)
