"""What the order list can be narrowed by: these names and no others (A15, A16)."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.narrowing import Narrowing
from core.search import match, match_newest
from customers.models import Customer
from orders.models import Contract, Order
from orders.models.words import Billing, Channel, Fulfilment, Kind, Payment, Promise, Stage, State, Supply

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"placeholder": "2026-08-15", "autocomplete": "off"})


class OrderFilter(Narrowing):
    """Search and filters of the order list; what is not listed here is ignored."""

    q = filters.CharFilter(
        method="search", label=_("Search this list"), max_length=200, widget=forms.TextInput({"type": "search"})
    )
    customer = filters.CharFilter(field_name="customer__code", label=_("Customer"), max_length=40)
    stage = filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))
    payment = filters.ChoiceFilter(choices=Payment.choices, label=_("Payment"))
    state = filters.ChoiceFilter(choices=State.choices, label=_("State"))
    supply = filters.ChoiceFilter(choices=Supply.choices[1:], label=_("Supply"))
    fulfilment = filters.ChoiceFilter(choices=Fulfilment.choices, label=_("Fulfilment"))
    billing = filters.ChoiceFilter(choices=Billing.choices, label=_("Billing"))
    kind = filters.ChoiceFilter(choices=Kind.choices, label=_("Order kind"))
    channel = filters.ChoiceFilter(choices=Channel.choices[1:], label=_("Channel of receipt"))
    promise = filters.ChoiceFilter(choices=Promise.choices, label=_("Promise"))
    owner = filters.CharFilter(field_name="owner__username", label=_("Salesperson (sign-in name)"), max_length=150)
    wanted_from = filters.DateFilter(field_name="wanted_on", lookup_expr="gte", label=_("Wanted from"), widget=DAY)
    wanted_to = filters.DateFilter(field_name="wanted_on", lookup_expr="lte", label=_("Wanted until"), widget=DAY)
    placed_from = filters.DateFilter(
        field_name="placed_at", lookup_expr="date__gte", label=_("Placed from"), widget=DAY
    )
    placed_to = filters.DateFilter(
        field_name="placed_at", lookup_expr="date__lte", label=_("Placed until"), widget=DAY
    )

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return match_newest(queryset, value)

    def applied(self) -> dict[str, Any]:
        """The filters that hold now, by name, with their cleaned values."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}


class PaperFilter(Narrowing):
    """Search by number or customer; the lists of contracts, quotations and requirement notes share it."""

    q = filters.CharFilter(
        method="search", label=_("Search this list"), max_length=200, widget=forms.TextInput({"type": "search"})
    )
    customer = filters.CharFilter(field_name="customer__code", label=_("Customer"), max_length=40)

    class Meta:
        model = Contract
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        customers = match(Customer.objects.all(), value).values("pk")
        return queryset.filter(Q(number__icontains=value.strip()) | Q(customer__in=customers))

    def applied(self) -> dict[str, Any]:
        """The filters that hold now, by name, with their cleaned values."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}
