"""What is typed when goods arrive."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Product, ProductUnit
from catalog.services import resolve
from core.inputs import DayField, NumberField
from core.refusal import Refused
from inventory.models import Bin, Warehouse
from inventory.services.quantities import MOST, sound

DIGITS = {"max_digits": 18, "decimal_places": 4, "max_value": MOST}


class ReceiveForm(forms.Form):
    """Arrived goods: which product, how many, where, and why. A box barcode counts in boxes."""

    product = forms.CharField(
        label=_("Product code or barcode"),
        max_length=80,
        widget=forms.TextInput(
            {"data-source": reverse_lazy("inventory:products"), "autocomplete": "off", "autofocus": True}
        ),
    )
    quantity = NumberField(label=_("Quantity"), min_value=Decimal(0), **DIGITS)
    warehouse = forms.ModelChoiceField(Warehouse.objects.active().in_turn(), label=_("Warehouse"), empty_label=None)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Delivery note or purchase order number, or what it is.")
    )
    bin = forms.ModelChoiceField(
        Bin.objects.none(), label=_("Bin"), required=False, empty_label=pgettext_lazy("bin", "Open area")
    )
    lot = forms.CharField(
        label=_("Lot number"), max_length=60, required=False, help_text=_("Where the product is kept by lot.")
    )
    expires_on = DayField(label=_("Expires on"), required=False)
    serials = forms.CharField(
        label=_("Serial numbers"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, as many as pieces; only where each piece has its own number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bins = Bin.objects.active().select_related("warehouse").in_walk()
        self.fields["bin"].queryset = bins  # type: ignore[attr-defined]

    def clean_product(self) -> Product:
        """The product of this code or barcode, and how many base units the scanned unit holds."""
        text = self.cleaned_data["product"].strip()
        found = resolve([text]).get(text)
        if found is None:
            raise ValidationError(_("No product has this code or barcode."), code="unknown")
        self.factor = _factor(found.product, found.unit_id)
        return found.product

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "product" in data and "quantity" in data:
            try:
                data["pieces"] = examined(data["product"], data["quantity"] * self.factor)
            except ValidationError as error:
                self.add_error("quantity", error)
        return data


def numbers_in(text: str) -> tuple[str, ...]:
    """Serial numbers as people type or scan them: one a line, or with commas between."""
    return tuple(word for line in text.replace(",", "\n").replace("，", "\n").splitlines() if (word := line.strip()))


def _factor(product: Product, unit_id: int | None) -> Decimal:
    if unit_id is None:
        return Decimal(1)
    return ProductUnit.objects.get(product=product, unit_id=unit_id).factor


def examined(product: Product, quantity: Decimal, *, least: Decimal | None = None) -> Decimal:
    try:
        return sound(product, quantity, least=least)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from refusal
