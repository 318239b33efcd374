"""Issuing an invoice: from here on the customer owes it."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.models import Customer
from finance.events import InvoiceIssued
from finance.models import CreditProfile, Invoice, InvoiceLine
from finance.models.words import Account
from finance.policies import may_issue
from finance.services.posting import post, sides
from finance.services.rows import hold_orders, take_invoices, take_profile
from finance.services.telling import tell_paid
from orders.models import Order
from orders.services import lines_of, record_invoiced

SERIES = "INV"


@service
def issue_invoice(invoice_id: int, *, actor: Any) -> Invoice:
    """Issue a drafted invoice: it gets its number and due day, freezes the buyer's data and is owed.

    Refused when it would bill more than shipped, when it was issued before, or when the buyer's
    invoice title or tax ID is missing.
    """
    may_issue.demand(actor)
    order = hold_orders([Invoice.objects.values_list("order_id", flat=True).get(pk=invoice_id)])[0]
    profile = take_profile(order.customer_id)
    invoice = take_invoices([invoice_id])[invoice_id]
    lines = list(invoice.lines.all())
    _refuse(invoice, lines, order)
    _freeze_buyer(invoice, order, actor)
    today = clock.today()
    due = today + datetime.timedelta(days=order.terms.days)
    invoice.issue(next_number(SERIES), clock.now(), today, due)
    invoice.save()
    _owe(invoice, profile)
    quantities = {line.order_line_id: line.quantity for line in lines}
    publish(_issued(invoice, due), actor=actor)
    record_invoiced(order.pk, quantities=quantities, amount=invoice.total)
    tell_paid([order.pk])
    return invoice


def _refuse(invoice: Invoice, lines: Sequence[InvoiceLine], order: Order) -> None:
    if invoice.is_credit_note or not can_proceed(invoice.issue):
        raise Refused(_("Invoice %(ref)s was issued already.") % {"ref": invoice.ref}, code="wrong_state")
    billable = {line.pk: line.billable for line in lines_of(order)}
    for line in lines:
        if line.quantity > billable[line.order_line_id]:
            raise Refused(
                _("Line %(line)s: only %(left)s shipped and not billed, the invoice has %(asked)s.")
                % {
                    "line": line.position,
                    "left": _plain(billable[line.order_line_id]),
                    "asked": _plain(line.quantity),
                },
                code="over_billed",
            )
    buyer = order.customer
    if not buyer.invoice_title or (buyer.domestic and not buyer.tax_number):
        raise Refused(
            _("The customer's invoice title or tax ID is missing; fill it in on the customer's page first."),
            code="buyer_incomplete",
        )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _freeze_buyer(invoice: Invoice, order: Order, actor: Any) -> None:
    customer: Customer = order.customer
    address = customer.addresses.order_by("-main", "pk").first()
    invoice.buyer_title = customer.invoice_title
    invoice.buyer_tax_number = customer.tax_number
    invoice.buyer_address = address.one_line() if address else order.ship_to_text
    invoice.issued_by = actor


def _owe(invoice: Invoice, profile: CreditProfile) -> None:
    profile.receivable += invoice.total
    profile.uninvoiced -= invoice.total
    profile.save(update_fields=["receivable", "uninvoiced"])
    post_invoice(invoice)


def post_invoice(invoice: Invoice) -> None:
    """An invoice in the ledger; a red-letter invoice, whose amounts are below zero, posts the mirror image."""
    amounts = {
        Account.RECEIVABLE: invoice.total,
        Account.REVENUE: -invoice.net,
        Account.FREIGHT: -invoice.freight,
        Account.TAX: -invoice.tax,
    }
    post(sides(invoice.stream, customer_id=invoice.customer_id, currency=invoice.currency, amounts=amounts))


def _issued(invoice: Invoice, due: datetime.date) -> InvoiceIssued:
    return InvoiceIssued(
        invoice_id=invoice.pk,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        number=invoice.ref,
        total=invoice.total,
        currency=invoice.currency,
        due_date=due,
    )
