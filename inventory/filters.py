"""What the stock list can be narrowed by: these names and no others (A15)."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.narrowing import Narrowing
from inventory.models import BinStock, Lot, Serial, StockItem, Warehouse

STATES = (
    ("short", _("Orders wait for it")),
    ("below", _("Below minimum")),
    ("free", _("Available")),
    ("expiring", _("Expires soon")),
    ("counting", _("Being counted")),
)


class StockFilter(Narrowing):
    """Search and filters of the stock list; what is not listed here is ignored."""

    q = filters.CharFilter(
        method="search", label=_("Search or scan"), max_length=200, widget=forms.TextInput({"type": "search"})
    )
    warehouse = filters.ModelChoiceFilter(
        queryset=Warehouse.objects.in_turn(), to_field_name="code", label=_("Warehouse")
    )
    state = filters.ChoiceFilter(method="narrow", choices=STATES, label=_("Stock"))

    class Meta:
        model = StockItem
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Products by code, barcode, name or pinyin, and by the number of a lot or a piece of them."""
        called = queryset.called(value)  # type: ignore[attr-defined]
        if not value.strip():
            return called
        lots = Lot.objects.filter(number__iexact=value.strip()).values("product")
        pieces = Serial.objects.filter(number__iexact=value.strip()).values("product")
        named = Q(pk__in=called.values("pk")) | Q(product__in=lots) | Q(product__in=pieces)
        return queryset.filter(named)

    def narrow(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        if value == "expiring":
            return queryset.filter(pk__in=BinStock.objects.expiring(clock.today()).values("item"))
        if value == "counting":
            return queryset.filter(count__isnull=False)
        return {"short": queryset.waited_for, "below": queryset.below_minimum, "free": queryset.free}[value]()

    def applied(self) -> dict[str, Any]:
        """The filters that hold now, by name, with their cleaned values."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}
