"""What is typed about a requirement."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.inputs import DayField
from orders.forms.contract import customer_called
from orders.models import Requirement
from orders.services.quotes.requirements import RequirementCard


class RequirementForm(forms.Form):
    """What the customer asks for, in their words."""

    customer = forms.CharField(label=_("Customer"), max_length=40)
    title = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("What is wanted"), max_length=4000, widget=forms.Textarea({"rows": 8}))
    wanted_on = DayField(label=_("Delivery date"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=999_999_999)

    def __init__(self, user: Any, note: Requirement | None = None, data: Any = None, customer: str = "") -> None:
        super().__init__(data, initial=_typed(note) if note else {"customer": customer})
        self.user = user
        self.fields["customer"].widget.attrs |= {
            "data-source": reverse_lazy("customers:find"),
            "autocomplete": "off",
        }
        self.fields["wanted_on"].widget.attrs["data-date"] = ""

    def clean_customer(self) -> str:
        self.found = customer_called(self.user, self.cleaned_data["customer"].strip())
        return self.found.code

    def as_card(self) -> RequirementCard:
        """The note for the services."""
        typed = self.cleaned_data
        return RequirementCard(
            customer=self.found, title=typed["title"], text=typed["text"], wanted_on=typed["wanted_on"]
        )


def _typed(note: Requirement) -> dict[str, Any]:
    return {
        "customer": note.customer.code,
        "title": note.title,
        "text": note.text,
        "wanted_on": note.wanted_on,
        "version": note.version,
    }
