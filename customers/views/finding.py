"""Fetching the customer an address names, among those the person may see."""

from typing import Any

from django.shortcuts import get_object_or_404

from customers.models import Customer


def customer_for(user: Any, pk: int) -> Customer:
    """The customer, if the person may see them; others do not exist."""
    rows = Customer.objects.visible_to(user).select_related("owner", "department", "terms", "price_list")
    return get_object_or_404(rows.defer("search"), pk=pk)
