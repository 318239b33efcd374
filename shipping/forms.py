"""What people and guns type about shipments."""

import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.inputs import NumberField


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
