"""What people and guns type about shipments and dispatch jobs."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.inputs import DayField, NumberField, plain
from inventory.models import Warehouse
from orders.models import OrderLine, ReturnLine
from shipping.models import ReturnPiece
from shipping.models.track_words import TROUBLES


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


class BoxForm(forms.Form):
    """What a box weighs and what kind it is."""

    weight = NumberField(label=_("Weight in kg"), min_value=0, max_digits=9, decimal_places=3)
    size = forms.CharField(label=_("Kind or size"), max_length=40, required=False)


class TroubleForm(forms.Form):
    """What went wrong on the way."""

    cause = forms.ChoiceField(label=_("What happened"), choices=[(code.value, code.label) for code in TROUBLES])
    text = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class SettleForm(forms.Form):
    """What was done about trouble on the way, and when the goods come now."""

    note = forms.CharField(label=_("What was done"), max_length=250, widget=forms.Textarea({"rows": 2}))
    expected_on = DayField(
        label=_("Expected now"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def clean_expected_on(self) -> datetime.date | None:
        day = self.cleaned_data["expected_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose a day from today on."), code="past")
        return day


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


class ReasonForm(forms.Form):
    """Why: kept with the shipment for good."""

    reason = forms.CharField(label=_("Reason"), max_length=250)


class WaveEndForm(forms.Form):
    """Why some totes stayed empty; asked only where one did."""

    def __init__(self, data: Any = None, *, empty: bool) -> None:
        super().__init__(data)
        if empty:
            label = _("Why nothing was found for the empty totes")
            self.fields["reason"] = forms.CharField(label=label, max_length=250)


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


class ReceiptForm(forms.Form):
    """Into which warehouse returned goods are taken."""

    warehouse = forms.ModelChoiceField(label=_("Warehouse"), queryset=Warehouse.objects.none(), empty_label=None)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["warehouse"]
        field.queryset = Warehouse.objects.active().in_turn()


KINDS = (("good", _("Good as new")), ("repair", _("To repair")), ("scrap", pgettext_lazy("inspection", "Scrap")))


class InspectForm(forms.Form):
    """For each line that came: how many pieces are good, to repair, scrap, and what was seen.

    Goods known by lot are asked about lot by lot, pieces with a number one by one.
    """

    def __init__(
        self,
        lines: Sequence[ReturnLine],
        data: Any = None,
        *,
        pieces: Mapping[int, Sequence[ReturnPiece]] | None = None,
    ) -> None:
        super().__init__(data)
        self.pieces = pieces or {}
        self.asked: dict[str, Decimal] = {}
        for line in lines:
            key, code = line.order_line_id, f"{line.order_line.position} {line.order_line.product.code}"
            for piece in self.pieces.get(key, ()):
                self._ask(f"p{piece.pk}", f"{code} · {piece}", piece.quantity, one=piece.serial_id is not None)
            if rest := line.received - self._named(key):
                self._ask(str(key), code, rest)
            words = _("%(code)s: what was found") % {"code": code}
            self.fields[f"finding-{key}"] = forms.CharField(label=words, required=False, max_length=250)

    def _named(self, key: int) -> Decimal:
        """What of a line is known by lot or by number."""
        return sum((piece.quantity for piece in self.pieces.get(key, ())), Decimal(0))

    def _ask(self, key: str, code: str, quantity: Decimal, *, one: bool = False) -> None:
        """How many of so many pieces are what; of a single piece, which of the three it is."""
        if one:
            label = _("%(code)s: what it is") % {"code": code}
            self.fields[f"kind-{key}"] = forms.ChoiceField(label=label, choices=KINDS)
            return
        self.asked[key] = quantity
        came = plain(quantity)
        self._pieces(f"good-{key}", _("%(code)s: good as new, of %(n)s") % {"code": code, "n": came}, came)
        self._pieces(f"repair-{key}", _("%(code)s: to repair") % {"code": code}, "0")
        self._pieces(f"scrap-{key}", _("%(code)s: scrap") % {"code": code}, "0")

    def _pieces(self, name: str, label: str, initial: str) -> None:
        self.fields[name] = NumberField(
            label=label, min_value=0, max_digits=18, decimal_places=4, initial=initial, required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key, quantity in self.asked.items():
            names = [f"{kind}-{key}" for kind, _label in KINDS]
            for name in names:
                data[name] = data.get(name) or Decimal(0)
            if not self.errors and sum(data[name] for name in names) != quantity:
                words = _("%(n)s came back; say of each piece what it is.")
                self.add_error(names[0], words % {"n": plain(quantity)})
        return data


class SendBackForm(forms.Form):
    """With whom repaired or not accepted goods go back."""

    carrier = forms.CharField(label=_("Carrier"), max_length=80)
    waybill = forms.CharField(label=_("Waybill number"), max_length=80)


class SolutionForm(forms.Form):
    """What became of a piece whose scan was not counted."""

    note = forms.CharField(label=_("What became of the piece"), max_length=250)
