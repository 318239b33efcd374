"""What is typed when stock is counted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import NumberField, SumField
from inventory.forms.receiving import DIGITS, examined
from inventory.models import Bin, StockCountLine, StockItem, Warehouse
from inventory.services import Figure


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
        return examined(self.item.product, self.cleaned_data["counted"], least=Decimal(0))


class OpenCountForm(forms.Form):
    """What is to be counted: a warehouse, one bin of it, or some products in it."""

    warehouse = forms.ModelChoiceField(Warehouse.objects.active().in_turn(), label=_("Warehouse"), empty_label=None)
    bin = forms.ModelChoiceField(
        Bin.objects.none(), label=_("Bin"), required=False, empty_label=pgettext_lazy("bin", "All of it")
    )
    products = forms.CharField(
        label=_("Product codes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line; empty for all that lies there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bins = Bin.objects.active().select_related("warehouse").in_walk()
        self.fields["bin"].queryset = bins  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class FiguresForm(forms.Form):
    """What was found on the lines of one sheet; a field per line and count."""

    def __init__(self, lines: list[StockCountLine], data: Any = None) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            for name in ("counted", "second"):
                field = SumField(label=_("Counted"), required=False, min_value=Decimal(0), **DIGITS)
                self.fields[f"{name}-{line.pk}"] = field

    def figures(self) -> list[Figure]:
        """The lines that were in the form, with what it says of them."""
        data = self.cleaned_data
        return [
            Figure(line_id=line.pk, counted=data[f"counted-{line.pk}"], second=data[f"second-{line.pk}"])
            for line in self.lines
            if f"counted-{line.pk}" in self.data
        ]
