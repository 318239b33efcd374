"""What is asked when goods leave, arrive, or go astray."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.inputs import DayField
from shipping.models.track_words import TROUBLES


class DoorForm(forms.Form):
    """What somebody says at the door: that they compared the address they saw, and why the goods leave off time."""

    address = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    looked = forms.BooleanField(label=_("I compared this address with the goods"), required=False)
    reason = forms.CharField(label=_("Why it leaves off time"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, asks: bool = True, off_time: Any = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.off_time = off_time
        for name in ("address", "looked", "reason"):
            if not asks or (name == "reason" and not off_time):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "looked" in self.fields and not data.get("looked"):
            self.add_error("looked", _("Compare the address and tick it."))
        if "reason" in self.fields and not data.get("reason"):
            self.add_error("reason", self.off_time)
        return data


class DispatchForm(DoorForm):
    """With whom the goods leave; where nobody checked them yet, also what is said at the door."""

    carrier = forms.CharField(
        label=_("Carrier"), max_length=80, widget=forms.TextInput({"list": "carriers", "autocomplete": "off"})
    )
    waybill = forms.CharField(label=_("Waybill number"), max_length=80)


class DeliveryForm(forms.Form):
    """Who took the goods, and what shows it: a signature, a photo, or just the name."""

    received_by = forms.CharField(label=_("Received by"), max_length=80)
    strokes = forms.CharField(
        label=_("Signature"), required=False, max_length=40_000, widget=forms.HiddenInput({"data-strokes": ""})
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg", "capture": "environment"}),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=250)


class TroubleForm(forms.Form):
    """What went wrong on the way."""

    cause = forms.ChoiceField(
        label=pgettext_lazy("trouble", "What happened"), choices=[(code.value, code.label) for code in TROUBLES]
    )
    text = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class SettleForm(forms.Form):
    """What was done about trouble on the way, and when the goods come now."""

    note = forms.CharField(
        label=pgettext_lazy("trouble", "What was done"), max_length=250, widget=forms.Textarea({"rows": 2})
    )
    expected_on = DayField(
        label=_("Expected now"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def clean_expected_on(self) -> datetime.date | None:
        day = self.cleaned_data["expected_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose a day from today on."), code="past")
        return day


class ReasonForm(forms.Form):
    """Why: kept with the shipment for good."""

    reason = forms.CharField(label=_("Reason"), max_length=250)
