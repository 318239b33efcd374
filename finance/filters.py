"""What the lists of money can be narrowed by: these names and no others (A15, A16)."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.narrowing import Narrowing
from core.search import match
from customers.models import Customer
from finance.models import Invoice, Payment
from finance.models.words import Kind, Method, PaymentState
from orders.models import Order

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"placeholder": "2026-08-15", "autocomplete": "off"})
SEARCH = forms.TextInput({"type": "search"})


class Applied:
    """The filters that hold now, by name, with their cleaned values."""

    def applied(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}  # type: ignore[attr-defined]


class InvoiceFilter(Applied, Narrowing):
    """Search by invoice number, order number, customer; narrow by kind and day."""

    q = filters.CharFilter(method="search", label=_("Search this list"), max_length=200, widget=SEARCH)
    customer = filters.CharFilter(field_name="customer__code", label=_("Customer"), max_length=40)
    kind = filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    issued_from = filters.DateFilter(field_name="issue_date", lookup_expr="gte", label=_("Issued from"), widget=DAY)
    issued_to = filters.DateFilter(field_name="issue_date", lookup_expr="lte", label=_("Issued until"), widget=DAY)

    class Meta:
        model = Invoice
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        orders = match(Order.objects.all(), value).values("pk")
        return queryset.filter(Q(number__startswith=value.strip().upper()) | Q(order__in=orders))


class PaymentFilter(Applied, Narrowing):
    """Search by receipt number, bank reference, customer; narrow by state and day."""

    q = filters.CharFilter(method="search", label=_("Search this list"), max_length=200, widget=SEARCH)
    customer = filters.CharFilter(field_name="customer__code", label=_("Customer"), max_length=40)
    state = filters.ChoiceFilter(choices=PaymentState.choices, label=_("State"))
    method = filters.ChoiceFilter(choices=Method.choices, label=_("Method"))
    received_from = filters.DateFilter(
        field_name="received_on", lookup_expr="gte", label=_("Received from"), widget=DAY
    )
    received_to = filters.DateFilter(
        field_name="received_on", lookup_expr="lte", label=_("Received until"), widget=DAY
    )

    class Meta:
        model = Payment
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        words = value.strip()
        customers = match(Customer.objects.all(), words).values("pk")
        exact = Q(number__startswith=words.upper()) | Q(reference__startswith=words)
        return queryset.filter(exact | Q(customer__in=customers))
