"""Taking the rows of money for oneself: orders first, then the customer's credit, then invoices, then receipts.

Whoever holds a customer's credit profile is alone with all of that customer's money.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal

from catalog.services import rate_of
from core import clock
from core.locks import locked
from customers.models import Customer
from finance.models import CreditProfile, Invoice, Payment
from finance.models.credit import standard_limit
from orders.models import Order
from orders.services import take_all


def hold_orders(order_ids: Iterable[int]) -> list[Order]:
    """Orders, locked until the transaction ends; always before anything of finance."""
    return take_all(order_ids)


def take_profile(customer_id: int) -> CreditProfile:
    """The customer's credit, locked; it is opened when the customer has none yet."""
    rows = locked(CreditProfile.objects.filter(customer_id=customer_id))
    profile = rows.first()
    if profile is None:
        make_profile(customer_id)
        profile = rows.get()
    return profile


def make_profile(customer_id: int, *, limit: Decimal | None = None, currency: str = "") -> None:
    """A profile with the house's standard limit unless one is named; a twin leaves the first as it is."""
    if limit is None or not currency:
        customer = Customer.objects.select_related("terms").get(pk=customer_id)
        currency = currency or customer.currency
        limit = _usual_limit(customer, currency) if limit is None else limit
    profile = CreditProfile(customer_id=customer_id, currency=currency, limit=limit)
    CreditProfile.objects.bulk_create([profile], ignore_conflicts=True)


def _usual_limit(customer: Customer, currency: str) -> Decimal:
    rate = rate_of(currency, clock.today())
    return standard_limit(prepaid=customer.terms.prepaid, rate=rate, currency=currency)


def take_invoices(pks: Collection[int]) -> dict[int, Invoice]:
    """Invoices by key, locked."""
    return {invoice.pk: invoice for invoice in locked(Invoice.objects.filter(pk__in=pks))} if pks else {}


def take_payments(pks: Collection[int]) -> dict[int, Payment]:
    """Receipts by key, locked."""
    return {payment.pk: payment for payment in locked(Payment.objects.filter(pk__in=pks))} if pks else {}
