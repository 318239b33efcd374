"""How much of each line moves to a new order."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import DayField, NumberField, plain
from orders.models import Order, OrderLine


class SplitForm(forms.Form):
    """For each line with something open, the quantity that moves, in the unit it was ordered in."""

    def __init__(self, order: Order, data: Any = None) -> None:
        super().__init__(data)
        rows = OrderLine.objects.filter(order_id=order.pk, removed_in=None).select_related("product", "unit")
        self.open = [line for line in rows.order_by("position") if line.wanted > line.gone]
        for line in self.open:
            label = _("%(code)s: how many move") % {"code": f"{line.position} {line.product.code}"}
            most = (line.wanted - line.gone) / line.factor
            self.fields[f"line-{line.pk}"] = NumberField(
                label=label,
                required=False,
                min_value=Decimal(0),
                max_value=most,
                max_digits=18,
                decimal_places=4,
                help_text=_("at most %(n)s %(unit)s") % {"n": plain(most), "unit": line.unit},
            )
        self.fields["wanted_on"] = DayField(label=_("Delivery date of the new order"), required=False)
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        moved = {line.pk: typed.get(f"line-{line.pk}") for line in self.open}
        typed["quantities"] = {pk: quantity for pk, quantity in moved.items() if quantity}
        if not typed["quantities"] and not self.errors:
            raise forms.ValidationError(_("Say how much of which line moves."), code="nothing")
        return typed
