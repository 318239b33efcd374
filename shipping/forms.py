"""What people and guns type about shipments and dispatch jobs."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import NumberField, plain
from orders.models import OrderLine


class ScanForm(forms.Form):
    """One scan, as the page's script or a plain form sends it."""

    code = forms.CharField(label=_("Code"), max_length=80)
    uuid = forms.UUIDField()
    quantity = NumberField(label=_("Quantity"), required=False, max_digits=12, decimal_places=4)
    device = forms.CharField(max_length=64, required=False)
    sequence = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    scanned_at = forms.CharField(max_length=40, required=False)

    def clean_quantity(self) -> Any:
        given = self.cleaned_data["quantity"]
        return 1 if given is None else given

    def clean_scanned_at(self) -> datetime.datetime | None:
        # The clock of a device is evidence at most; nonsense in it must not lose a scan.
        try:
            moment = parse_datetime(self.cleaned_data["scanned_at"])
        except ValueError:
            return None
        return moment if moment is not None and moment.tzinfo is not None else None


class DispatchForm(forms.Form):
    """With whom the goods leave."""

    carrier = forms.CharField(label=_("Carrier"), max_length=80)
    waybill = forms.CharField(label=_("Waybill number"), max_length=80)


class DeliveryForm(forms.Form):
    """Who took the goods."""

    received_by = forms.CharField(label=_("Received by"), max_length=80)


class ReasonForm(forms.Form):
    """Why: kept with the shipment for good."""

    reason = forms.CharField(label=_("Reason"), max_length=250)


MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a time, as a browser's own picker sends them or a person types them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local", "step": 300}, format=MOMENT)
        super().__init__(input_formats=[MOMENT, "%Y-%m-%d %H:%M"], widget=widget, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not 2000 <= value.year < 2100:
            raise forms.ValidationError(_("Enter a day between 2000 and 2099."), code="far")


class JobForm(forms.Form):
    """Who goes, when, where to and for how much of which service."""

    assignee = forms.ModelChoiceField(label=_("Assignee"), queryset=None)
    starts_at = MomentField(label=pgettext_lazy("slot", "From"))
    ends_at = MomentField(label=pgettext_lazy("slot", "Until"))
    place = forms.CharField(label=_("Place"), max_length=500)
    notes = forms.CharField(label=_("Notes"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, people: Any, lines: Sequence[OrderLine] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]
        for line in lines:
            self.fields[f"quantity_{line.pk}"] = NumberField(
                label=line.text, initial=plain(line.unplanned), required=False, min_value=0, max_digits=18
            )


class WorkDoneForm(forms.Form):
    """Who agreed that the work is done, and what was done."""

    accepted_by = forms.CharField(label=_("Accepted by (customer)"), max_length=80)
    report = forms.CharField(
        label=_("What was done"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
