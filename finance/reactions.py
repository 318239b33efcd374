"""What finance does when it hears something."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.history import Posted
from customers.events import CustomerCreated
from finance.events import CreditLimitSet, InvoiceIssued, PaymentBooked
from finance.models import Invoice
from finance.services import (
    bill_shipment,
    commit_exposure,
    confirm_waiting,
    credit_return,
    open_profile,
    release_exposure,
    restate_exposure,
)
from notifications.services import tell
from orders.events import (
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderShipped,
    OrderShortClosed,
    ReturnResolved,
)


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
