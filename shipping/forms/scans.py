"""What a scan brings, and what became of one that was refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import NumberField


class ScanForm(forms.Form):
    """One scan, as a plain form sends it."""

    code = forms.CharField(label=_("Code"), max_length=80)
    uuid = forms.UUIDField()
    quantity = NumberField(label=_("Quantity"), required=False, max_digits=12, decimal_places=4)

    def clean_quantity(self) -> Any:
        given = self.cleaned_data["quantity"]
        return 1 if given is None else given


class SolutionForm(forms.Form):
    """What became of a piece whose scan was not counted."""

    note = forms.CharField(label=_("What became of the piece"), max_length=250)


class WaveEndForm(forms.Form):
    """Why some totes stayed empty; asked only where one did."""

    def __init__(self, data: Any = None, *, empty: bool) -> None:
        super().__init__(data)
        if empty:
            label = _("Why nothing was found for the empty totes")
            self.fields["reason"] = forms.CharField(label=label, max_length=250)


class BoxForm(forms.Form):
    """What a box weighs and what kind it is."""

    weight = NumberField(label=_("Weight in kg"), min_value=0, max_digits=9, decimal_places=3)
    size = forms.CharField(label=_("Kind or size"), max_length=40, required=False)
