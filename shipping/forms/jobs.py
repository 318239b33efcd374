"""Who goes where and when, and what was done."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import NumberField, plain
from orders.models import OrderLine

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
