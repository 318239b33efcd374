"""What is typed when goods go elsewhere, break or turn up, and how much is to be kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import NumberField
from core.templatetags.ui import day, qty
from inventory.forms.receiving import DIGITS, examined, numbers_in
from inventory.models import Bin, BinStock, ReorderRule, StockItem, Warehouse
from inventory.services.adjusting import AdjustKind

OPEN = "open"


class FromItem(forms.Form):
    """So many pieces of one stock item: from which bin and lot, and which pieces."""

    part = forms.ChoiceField(label=_("Where they lie"), required=False)
    quantity = NumberField(label=_("Quantity"), min_value=Decimal(0), **DIGITS)
    serials = forms.CharField(
        label=_("Serial numbers"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, as many as pieces; only where each piece has its own number."),
    )

    def __init__(self, item: StockItem, data: Any = None) -> None:
        super().__init__(data)
        self.item = item
        self.parts = {str(part.pk): part for part in BinStock.objects.filter(item=item).here().for_list()}
        choices = [(OPEN, _("Open area: %(n)s") % {"n": qty(item.loose)})]
        choices += [(key, _words(part)) for key, part in self.parts.items()]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["part"]
        if not item.product.by_serial:
            del self.fields["serials"]

    def clean_quantity(self) -> Decimal:
        return examined(self.item.product, self.cleaned_data["quantity"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        part = self.parts.get(data.get("part", ""))
        data["from_bin"], data["lot"] = (part.bin_id, part.lot_id) if part else (None, None)
        data["numbers"] = numbers_in(data.get("serials", ""))
        return data


def _words(part: BinStock) -> str:
    words = str(part.bin) if part.bin else str(pgettext_lazy("bin", "Open area"))
    if part.lot:
        words += f" · {part.lot.number}" + (f" ({day(part.lot.expires_on)})" if part.lot.expires_on else "")
    return f"{words}: {qty(part.on_hand)}"


class TransferForm(FromItem):
    """Where the goods go, and why."""

    warehouse = forms.ModelChoiceField(Warehouse.objects.active().in_turn(), label=_("To warehouse"), empty_label=None)
    bin = forms.ModelChoiceField(
        Bin.objects.none(), label=_("To bin"), required=False, empty_label=pgettext_lazy("bin", "Open area")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, item: StockItem, data: Any = None) -> None:
        super().__init__(item, data)
        bins = Bin.objects.active().select_related("warehouse").in_walk()
        self.fields["bin"].queryset = bins  # type: ignore[attr-defined]
        self.fields["warehouse"].initial = item.warehouse_id

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("bin") and data.get("warehouse") and data["bin"].warehouse_id != data["warehouse"].pk:
            self.add_error("bin", ValidationError(_("This bin is in another warehouse."), code="elsewhere"))
        return data


class AdjustForm(FromItem):
    """Goods that broke, are thrown away or turned up, and why."""

    kind = forms.ChoiceField(label=_("What happened"), choices=AdjustKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    field_order = ("kind", "part", "quantity", "serials", "reason")


class RuleForm(forms.ModelForm):
    """How much of a stock item is kept."""

    minimum = NumberField(label=_("Minimum stock"), min_value=Decimal(0), **DIGITS)
    maximum = NumberField(label=_("Maximum stock"), min_value=Decimal(0), **DIGITS)
    multiple = NumberField(label=_("Order multiple"), min_value=Decimal("0.0001"), initial=1, **DIGITS)

    class Meta:
        model = ReorderRule
        fields = ("minimum", "maximum", "multiple", "lead_days")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "minimum" in data and "maximum" in data and data["maximum"] < data["minimum"]:
            self.add_error("maximum", ValidationError(_("The maximum is at least the minimum."), code="below"))
        return data
