"""Fetching what an address names, as far as the person sees it; anything else is not there."""

from typing import Any

from django.shortcuts import get_object_or_404

from finance.models import CreditProfile, Invoice, Payment
from orders.models import Order


def plain(text: str) -> str:
    """A name out of an address, without what no name contains and no database takes."""
    return text.replace("\x00", "")[:40]


def invoice_for(user: Any, ref: str) -> Invoice:
    rows = Invoice.objects.visible_to(user).called(plain(ref)).for_list()
    shown = ("corrects", "corrected_by", "credits", "issued_by", "customer", "order")
    return get_object_or_404(rows.select_related(*shown))


def payment_for(user: Any, number: str) -> Payment:
    rows = Payment.objects.visible_to(user).filter(number=plain(number)).for_list()
    return get_object_or_404(rows.select_related("reverses", "reversed_by", "booked_by", "customer"))


def credit_for(user: Any, customer_id: int) -> CreditProfile:
    rows = CreditProfile.objects.visible_to(user).filter(customer_id=customer_id)
    return get_object_or_404(rows.select_related("customer__terms", "customer__owner").defer("customer__search"))


def order_for(user: Any, ref: str) -> Order:
    rows = Order.objects.visible_to(user).called(plain(ref))
    return get_object_or_404(rows.select_related("customer").defer("search", "customer__search"))
