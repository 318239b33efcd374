"""What finance does when it hears something."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.events import ApprovalDecided
from core.history import Posted
from customers.events import CustomerCreated
from finance.events import (
    CreditLimitSet,
    CreditOverrideGranted,
    CreditOverrideRefused,
    InvoiceIssued,
    PaymentBooked,
)
from finance.models import Invoice
from finance.services import (
    bill_shipment,
    commit_exposure,
    confirm_waiting,
    end_overrides,
    grant_override,
    open_profile,
    refuse_override,
    release_exposure,
    restate_exposure,
)
from notifications.models import Kind
from notifications.services import tell
from orders.events import OrderCancelled, OrderChanged, OrderConfirmed, OrderShipped, OrderShortClosed
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


def take_override_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about a credit override calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "credit_override":
        return
    if event.outcome == "approved":
        grant_override(int(key), by=event.by)
    else:
        refuse_override(int(key), outcome=event.outcome, opinion=event.opinion)


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


def draft_invoice(event: OrderShipped, posted: Posted) -> None:
    """What left the house is billed."""
    quantities = {int(pk): Decimal(quantity) for pk, quantity in event.quantities.items()}
    bill_shipment(event.order_id, quantities=quantities, source=event.source)


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
