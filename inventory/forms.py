"""What is typed when goods arrive or are counted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, ProductUnit
from catalog.services import resolve
from core.inputs import NumberField
from core.refusal import Refused
from inventory.models import StockItem, Warehouse
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
                data["pieces"] = _sound(data["product"], data["quantity"] * self.factor)
            except ValidationError as error:
                self.add_error("quantity", error)
        return data


class CountForm(forms.Form):
    """What was found of a stock item, and why the books differ."""

    counted = NumberField(label=_("Counted"), min_value=Decimal(0), **DIGITS)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    book = forms.DecimalField(widget=forms.HiddenInput, max_digits=18, decimal_places=4)

    def __init__(self, item: StockItem, data: Any = None) -> None:
        super().__init__(data, initial={"book": item.on_hand})
        self.item = item
        self.fields["counted"].help_text = _("In %(unit)s.") % {"unit": item.product.unit}

    def clean_counted(self) -> Decimal | None:
        return _sound(self.item.product, self.cleaned_data["counted"], least=Decimal(0))


def _factor(product: Product, unit_id: int | None) -> Decimal:
    if unit_id is None:
        return Decimal(1)
    return ProductUnit.objects.get(product=product, unit_id=unit_id).factor


def _sound(product: Product, quantity: Decimal, *, least: Decimal | None = None) -> Decimal:
    try:
        return sound(product, quantity, least=least)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from refusal
