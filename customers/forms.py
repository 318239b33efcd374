"""What is typed about a customer, their people and their places."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from core.inputs import half_width
from core.phones import mobile_number
from core.refusal import Refused
from customers.models import Address, Contact, Customer, PaymentTerm, Tier
from customers.services import CustomerCard
from customers.services.records import refuse_fine_money

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
PHONE = re.compile(r"^\+?[0-9][0-9 ()\-]{4,30}(?:(?:ext|x|转)\.? ?[0-9]{1,6})?$", re.IGNORECASE)
FOREIGN_TAX = re.compile(r"^[A-Z0-9][A-Z0-9 .\-/]{3,29}$")


def check_tax_number(value: str) -> str:
    """A Chinese credit code of 18 characters must fit its check character; others only look like a tax ID."""
    value = half_width(value).upper()
    if not value:
        return value
    if len(value) == 18 and value[:2].isdigit():
        if any(sign not in USCC for sign in value):
            raise forms.ValidationError(_("A credit code has only digits and letters without I, O, S, V and Z."))
        spare = (31 - sum(USCC.index(sign) * w for sign, w in zip(value, WEIGHTS, strict=False)) % 31) % 31
        if value[17] != USCC[spare]:
            raise forms.ValidationError(_("The last character does not fit this credit code; please compare it."))
    elif not FOREIGN_TAX.match(value):
        raise forms.ValidationError(_("A tax ID has 4 to 30 letters and digits."))
    return value


def check_phone(value: str) -> str:
    """A phone number: digits, spaces and dashes, with an extension if need be."""
    value = half_width(value)
    if value and not PHONE.match(value):
        raise forms.ValidationError(_("Enter a phone number, for example 0571-8812 3456 or +49 89 1234567."))
    return value


class CustomerForm(forms.Form):
    """The card of a customer."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("Left empty, the next free one is given.")
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, initial=Tier.STANDARD)
    terms = forms.ModelChoiceField(
        PaymentTerm.objects.all(), label=_("Payment terms"), empty_label=_("Please choose")
    )
    currency = forms.RegexField("^[A-Za-z]{3}$", label=_("Currency"), initial="CNY")
    price_list = forms.ModelChoiceField(
        PriceList.objects.order_by("name"), label=_("Price list"), required=False, empty_label=_("None chosen")
    )
    prices_include_tax = forms.BooleanField(label=_("Prices are told with tax"), required=False)
    invoice_title = forms.CharField(label=_("Invoice title"), max_length=200, required=False)
    tax_number = forms.CharField(label=_("Tax ID"), max_length=40, required=False)
    domestic = forms.BooleanField(label=_("Domestic: invoices need a Chinese tax ID"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, data: Any = None, *, customer: Customer | None = None) -> None:
        known = {name: getattr(customer, name) for name in self.base_fields} if customer else None
        super().__init__(data, initial=known)
        self.customer = customer

    def clean_tax_number(self) -> str:
        return check_tax_number(self.cleaned_data["tax_number"])

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].upper()
        try:
            refuse_fine_money(currency)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return currency

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip()

    def as_card(self) -> CustomerCard:
        """The card for the services; owner and department stay as they are."""
        kept: dict[str, Any] = {}
        if self.customer is not None:
            kept = {"owner": self.customer.owner, "department": self.customer.department}
        return CustomerCard(**self.cleaned_data, **kept)


class ContactForm(forms.ModelForm):
    """A person at the customer's."""

    class Meta:
        model = Contact
        fields = ("name", "phone", "email", "main", "by_mail", "by_sms", "by_page")

    def clean_phone(self) -> str:
        return check_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("by_mail") and not typed.get("email") and "email" not in self.errors:
            self.add_error("email", _("Letters by e-mail need an address."))
        if typed.get("by_sms") and "phone" not in self.errors and not mobile_number(typed.get("phone", "")):
            words = _("Letters by SMS need a mobile number, for example 138 0013 8000 or +49 151 2345678.")
            self.add_error("phone", words)
        return typed


class AddressForm(forms.ModelForm):
    """A place goods are sent to."""

    class Meta:
        model = Address
        fields = ("recipient", "phone", "street", "city", "province", "postcode", "country", "main")

    def clean_phone(self) -> str:
        return check_phone(self.cleaned_data["phone"])
