"""New prices as they are typed, pasted or sent as a file."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from catalog.services.prices.reading import MOST_TEXT, NewPrice, read_prices, rows_of_file, rows_of_text
from core.inputs import DayField
from core.refusal import Refused

MOST_BYTES = 2 << 20
SHOWN = 20


class PriceChangeForm(forms.Form):
    """Which list, from when on, why, and the new prices; a file takes the place of what is typed."""

    price_list = forms.ModelChoiceField(label=_("Price list"), queryset=PriceList.objects.order_by("name"))
    valid_from = DayField(label=_("Valid from"))
    reason = forms.CharField(label=_("Reason"), max_length=500)
    rows = forms.CharField(
        label=_("New prices"),
        max_length=MOST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "class": "code", "spellcheck": "false", "wrap": "off"}),
        help_text=_("One row per price, as copied from a sheet: code, from quantity, new price. 0 is any quantity."),
    )
    file = forms.FileField(
        label=_("or a file"), required=False, help_text=_("CSV or .xlsx with the same columns, at most 500 rows.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=999_999_999)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        sent = data.get("file")
        where = "file" if sent else "rows"
        if where in self.errors:
            return data
        try:
            read = read_prices(_rows_sent(sent) if sent else rows_of_text(data.get("rows", "")))
        except Refused as refusal:
            raise ValidationError({where: str(refusal)}) from refusal
        if read.faults:
            raise ValidationError({where: read.faults[:SHOWN]})
        if not read.prices:
            raise ValidationError({"rows": _("Write at least one new price.")})
        return data | {"prices": read.prices}

    @property
    def prices(self) -> list[NewPrice]:
        return self.cleaned_data["prices"]


def _rows_sent(sent: Any) -> list[list[str]]:
    suffix = Path(sent.name).suffix.lower()
    if suffix not in (".csv", ".txt", ".xlsx"):
        raise Refused(_("Send a CSV or .xlsx file."), code="bad_file")
    if sent.size > MOST_BYTES:
        raise Refused(_("The file is larger than a list of prices can be."), code="too_large")
    with tempfile.NamedTemporaryFile(suffix=suffix) as kept:
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        return rows_of_file(Path(kept.name))
