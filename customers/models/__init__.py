"""Customers and what belongs to them."""

from customers.models.customer import Address, Contact, Customer, PaymentTerm, Tier
from customers.models.part import CustomerPart
from customers.models.share import CustomerShare
from customers.models.tier import TierPriceList

__all__ = [
    "Address",
    "Contact",
    "Customer",
    "CustomerPart",
    "CustomerShare",
    "PaymentTerm",
    "Tier",
    "TierPriceList",
]
