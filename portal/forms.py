"""What a customer types on their page, and how it becomes a sheet of their salesperson's."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.inputs import DayField, NumberField, plain
from core.refusal import Refused
from orders.forms.sheet import TOTAL, Sheet
from orders.models.return_words import Reason
from orders.models.words import Channel
from orders.services.entry.pasting import read_pasted
from portal.services import Opened
from portal.services.offering import Offer

MOST_ROWS = 200
MOST_QUANTITY = Decimal(999_999)
LASTS = ((7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year")))
READ = ("product", "quantity", "unit", "wanted_on", "note", "part")
"""What a customer may say of a line; what they say of its price is only a remark."""


class LinkForm(forms.Form):
    """How long a link is good."""

    days = forms.TypedChoiceField(label=_("Good for"), choices=LASTS, coerce=int, initial=90)


class ClaimForm(forms.Form):
    """Which order, why, and what is to come back, in the customer's own words."""

    ref = forms.CharField(label=_("Our order number"), max_length=40)
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    text = forms.CharField(
        label=_("What is to come back, and what you want instead"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class ReceiveForm(forms.Form):
    """Who took the goods, signed where they like."""

    person = forms.CharField(label=_("Your name"), max_length=80)
    strokes = forms.CharField(
        label=_("Signature"), required=False, max_length=40_000, widget=forms.HiddenInput({"data-strokes": ""})
    )


class CustomerOrderForm(forms.Form):
    """Quantities beside the customer's own goods, rows in their own words, and when they need it."""

    text = forms.CharField(
        label=_("Write or paste what you need"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One product a line, for example: A100 5 boxes"),
    )
    wanted_on = DayField(label=_("When do you need it?"), required=False, widget=forms.DateInput({"type": "date"}))
    customer_po = forms.CharField(label=_("Your order number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, offers: Sequence[Offer], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.offers = {offer.key: offer for offer in offers}
        for key, offer in self.offers.items():
            self.fields[key] = NumberField(
                label=offer.part or offer.product.title,
                required=False,
                min_value=Decimal("0.0001"),
                max_value=MOST_QUANTITY,
                decimal_places=4,
            )

    @property
    def shown(self) -> list[tuple[Offer, Any]]:
        """The goods, each with its field."""
        return [(offer, self[key]) for key, offer in self.offers.items()]

    def clean_wanted_on(self) -> datetime.date | None:
        day = self.cleaned_data["wanted_on"]
        if day is not None and day < clock.today():
            raise ValidationError(_("Choose a day from today on."), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        strange = [name for name in self.data if name.startswith("q-") and name not in self.offers]
        if any(str(self.data.get(name)).strip() for name in strange):
            message = _("Your list of goods has changed. Look it over; write what is missing in the text field.")
            raise ValidationError(message, code="foreign")
        if not self.errors and not self.rows() and not typed.get("text", "").strip():
            raise ValidationError(_("Enter a quantity, or write what you need."), code="empty")
        return typed

    def rows(self) -> list[dict[str, str]]:
        """The goods with a quantity, as a salesperson would type them."""
        return [
            {
                "product": offer.product.code,
                "quantity": plain(self.cleaned_data[key]),
                "unit": offer.unit.code,
                "part": offer.part,
            }
            for key, offer in self.offers.items()
            if self.cleaned_data.get(key)
        ]


def as_sheet(form: CustomerOrderForm, opened: Opened) -> Sheet:
    """All of it as the sheet their salesperson would have typed; nothing is written by it."""
    typed = form.cleaned_data
    rows = [*form.rows(), *(_said(row) for row in read_pasted(typed["text"], opened.customer).rows)]
    if len(rows) > MOST_ROWS:
        raise Refused(_("This is more than one order holds. Please send it in parts."), code="too_many")
    data = QueryDict(mutable=True)
    wanted = typed["wanted_on"]
    data.update({"customer": opened.customer.code, "channel": Channel.WEB, TOTAL: str(len(rows))})
    data.update({"customer_po": typed["customer_po"], "note": typed["note"], "wanted_on": str(wanted or "")})
    for n, row in enumerate(rows):
        data.update({f"lines-{n}-{name}": value for name, value in row.items() if name in READ})
    sheet = Sheet(opened.receiver, None, data)
    sheet.is_valid()
    return sheet


def _said(row: dict[str, str]) -> dict[str, str]:
    """A row they wrote; a price in it binds nobody and is kept as a remark."""
    said = [row.get("note", "")]
    if row.get("price"):
        said.append(gettext("price named by the customer: %(price)s") % {"price": row["price"]})
    if row.get("discount"):
        said.append(gettext("discount named by the customer: %(discount)s") % {"discount": row["discount"]})
    return row | {"note": "; ".join(filter(None, said))[:250]}
