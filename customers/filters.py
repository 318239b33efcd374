"""What the customer list can be narrowed by: these names and no others."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.narrowing import Narrowing
from core.search import match
from customers.models import Customer, Tier


class CustomerFilter(Narrowing):
    """Search and filters of the customer list."""

    q = filters.CharFilter(
        method="search", label=_("Search this list"), max_length=200, widget=forms.TextInput({"type": "search"})
    )
    tier = filters.ChoiceFilter(choices=Tier.choices, label=_("Tier"))
    active = filters.ChoiceFilter(
        choices=[("yes", _("Active")), ("no", _("Inactive"))], method="by_active", label=_("Active")
    )

    class Meta:
        model = Customer
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return match(queryset, value)

    def by_active(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(active=value == "yes")
