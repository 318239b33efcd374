"""What finance does when it hears something."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.events import ApprovalDecided
from core.history import Posted
from customers.events import CustomerCreated
from finance.events import (
    CreditLimitSet,
    CreditOverrideGranted,
    CreditOverrideRefused,
    InvoiceIssued,
    LimitRaiseEnded,
    PaymentBooked,
)
from finance.models import CreditProfile, Invoice
from finance.services import (
    bill_shipment,
    commit_exposure,
    confirm_waiting,
    credit_return,
    end_overrides,
    grant_limit,
    grant_override,
    open_profile,
    refuse_limit,
    refuse_override,
    release_exposure,
    restate_exposure,
)
from notifications.models import Kind
from notifications.services import tell
from orders.events import (
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderShipped,
    OrderShortClosed,
    ReturnResolved,
)
from orders.models import Order
from orders.services.life.confirming import confirm_if_approved


def open_credit(event: CustomerCreated, posted: Posted) -> None:
    """A new customer has a credit profile from the first day."""
    open_profile(event.customer_id, limit=event.credit_limit or None, currency=event.currency)


def commit_credit(event: OrderConfirmed, posted: Posted) -> None:
    """A confirmed order uses its customer's credit, or is not confirmed."""
    commit_exposure(event.order_id)


def let_credit_go(event: OrderCancelled, posted: Posted) -> None:
    """A cancelled order uses no credit any more."""
    release_exposure(event.order_id, customer_id=event.customer_id)


def cut_credit(event: OrderShortClosed, posted: Posted) -> None:
    """What was cut off an order uses no credit any more."""
    release_exposure(event.order_id, customer_id=event.customer_id, amount=event.amount)


def restate_credit(event: OrderChanged, posted: Posted) -> None:
    """A changed order uses its customer's credit with its new total, or is not changed."""
    restate_exposure(event.order_id, before=event.before, after=event.after)


def let_waiting_go(event: PaymentBooked | CreditLimitSet, posted: Posted) -> None:
    """Orders that waited for the customer's credit try again to be confirmed."""
    confirm_waiting(event.customer_id)


ANSWERS: dict[str, tuple[Any, Any]] = {
    "credit_override": (grant_override, refuse_override),
    "credit_limit": (grant_limit, refuse_limit),
}


def take_credit_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a credit override or a higher limit calls for."""
    kind, _colon, key = event.subject.partition(":")
    grant, refuse = ANSWERS.get(kind, (None, None))
    if grant is not None and event.outcome == "approved":
        grant(int(key), by=event.by)
    elif refuse is not None:
        refuse(int(key), outcome=event.outcome, opinion=event.opinion)


def let_released_go(event: CreditOverrideGranted, posted: Posted) -> None:
    """The order that waited for it goes on by itself."""
    confirm_if_approved(event.order_id)


def end_override(event: OrderCancelled, posted: Posted) -> None:
    """A cancelled order needs no leave to pass the limit."""
    end_overrides(event.order_id)


def tell_override_back(event: CreditOverrideRefused, posted: Posted) -> None:
    """Whoever asked hears that the order is not released, and why."""
    order = Order.objects.select_related("customer").get(pk=event.order_id)
    tell(
        posted.id,
        [event.asked_by_id],
        subject=_("Order %(ref)s is not released over the credit limit: %(opinion)s"),
        url=order.get_absolute_url(),
        kind=Kind.TO_DO,
        values={"ref": order.ref, "opinion": event.opinion},
    )


def tell_limit_answered(event: LimitRaiseEnded, posted: Posted) -> None:
    """Whoever asked for a higher limit hears how it ended."""
    profile = CreditProfile.objects.select_related("customer").get(customer=event.customer_id)
    words = AGREED if event.outcome == "granted" else NOT_AGREED
    tell(
        posted.id,
        [event.asked_by_id] if event.outcome != "withdrawn" else [],
        subject=words,
        url=profile.get_absolute_url(),
        values={"customer": profile.customer.title, "opinion": event.opinion},
    )


AGREED = _("Higher limit for %(customer)s agreed to")
NOT_AGREED = _("Higher limit for %(customer)s not agreed to: %(opinion)s")


def draft_invoice(event: OrderShipped, posted: Posted) -> None:
    """What left the house is billed."""
    quantities = {int(pk): Decimal(quantity) for pk, quantity in event.quantities.items()}
    bill_shipment(event.order_id, quantities=quantities, source=event.source)


def credit_goods(event: ReturnResolved, posted: Posted) -> None:
    """What came back for credit is billed no more, and credited where it was billed."""
    if event.credited:
        quantities = {int(pk): Decimal(quantity) for pk, quantity in event.credited.items()}
        credit_return(event.return_id, order_id=event.order_id, number=event.number, quantities=quantities)


def tell_owner(event: InvoiceIssued, posted: Posted) -> None:
    """The salesperson hears that their order was invoiced."""
    invoice = Invoice.objects.for_list().get(pk=event.invoice_id)
    tell(
        posted.id,
        [invoice.order.owner_id],
        subject=_("Invoice %(number)s issued for order %(order)s"),
        body=_("%(customer)s owes %(total)s %(currency)s until %(due)s."),
        url=invoice.get_absolute_url(),
        values={
            "number": event.number,
            "order": invoice.order.ref,
            "customer": invoice.customer.title,
            "total": event.total,
            "currency": event.currency,
            "due": event.due_date,
        },
    )
