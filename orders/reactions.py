"""What orders do when they hear something."""

from django.utils.translation import gettext_lazy as _

from core.events import ApprovalDecided
from core.history import Posted
from notifications.models import Kind
from notifications.services import tell
from orders.events import (
    CommentWritten,
    ConfirmationWaits,
    ImportAsked,
    OrderApproved,
    OrderHandedOver,
    OrderRejected,
    OrderReturned,
    OrderShared,
    QuotationReturned,
    QuotationSent,
)
from orders.models import Quotation
from orders.services import approve_order, reject_order, return_order
from orders.services.confirming import confirm_by_house
from orders.services.quote_answers import mail_quotation
from orders.services.quoting import approve_quotation, refuse_quotation
from orders.services.telling import tell_about
from orders.services.uploading import work_import


def take_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about an order calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "order":
        return
    if event.outcome == "approved":
        approve_order(int(key))
    elif event.outcome == "returned":
        return_order(int(key), opinion=event.opinion)
    else:
        reject_order(int(key), opinion=event.opinion)


def take_quote_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a quotation calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "quotation":
        return
    if event.outcome == "approved":
        approve_quotation(int(key))
    else:
        refuse_quotation(int(key), outcome=event.outcome, opinion=event.opinion)


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
