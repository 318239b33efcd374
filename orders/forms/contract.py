"""What is typed about a contract: its head, its agreed products, and the papers put to it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from catalog.services import resolve
from core import clock
from core.inputs import DayField, NumberField, half_width, plain
from customers.models import Customer, PaymentTerm
from orders.forms.terms import ClauseField, own_terms_field
from orders.models import Contract, ContractLine
from orders.services.contracts.writing import CARD, ContractCard, ContractRow

MOST_LINES = 200
BLANK_ROWS = 5
LONG = forms.Textarea({"rows": 2})


def customer_called(user: Any, code: str) -> Customer:
    """The customer of that code, among those the person sees; nonsense is told at the field."""
    rows = Customer.objects.visible_to(user).select_related("terms", "price_list").defer("search")
    found = rows.filter(code=code).first() or rows.filter(code=code.upper()).first()
    if found is None:
        raise ValidationError(_("No customer of yours has the code %(code)s.") % {"code": code}, code="unknown")
    return found


def percent_field(label: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)


class ContractForm(forms.Form):
    """The head of a contract as typed."""

    customer = forms.CharField(label=_("Customer"), max_length=40)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    customer_ref = forms.CharField(label=_("Customer's contract number"), max_length=60, required=False)
    currency = forms.RegexField("^[A-Za-z]{3}$", label=_("Currency"), required=False)
    signed_on = DayField(label=_("Signed on"), required=False)
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"))
    deliver_from = DayField(label=_("Delivery from"), required=False)
    deliver_until = DayField(label=_("Delivery until"), required=False)
    terms = forms.ModelChoiceField(
        PaymentTerm.objects.all(),
        label=_("Payment terms"),
        required=False,
        empty_label=_("As agreed with the customer"),
    )
    clause = ClauseField()
    price_tolerance = percent_field(_("Price tolerance %"))
    quantity_tolerance = percent_field(_("Quantity tolerance %"))
    day_tolerance = forms.IntegerField(label=_("Tolerance in days"), required=False, min_value=0, max_value=365)
    own_terms = own_terms_field()
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=LONG)

    def __init__(self, user: Any, contract: Contract | None = None, data: Any = None) -> None:
        super().__init__(data, initial=_typed(contract))
        self.user, self.found = user, contract.customer if contract else None
        self.fields["clause"].keep(contract.clause_id if contract else None)
        attrs = {"data-source": reverse_lazy("customers:find"), "autocomplete": "off"}
        self.fields["customer"].widget.attrs |= attrs
        self.fields["day_tolerance"].widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        for name in ("signed_on", "valid_from", "valid_until", "deliver_from", "deliver_until"):
            self.fields[name].widget.attrs["data-date"] = ""

    def clean_day_tolerance(self) -> int | None:
        """Days in plain digits, as every other number of the house."""
        if not str(self.data.get(self.add_prefix("day_tolerance"), "")).isascii():
            raise forms.ValidationError(self.fields["day_tolerance"].error_messages["invalid"], code="invalid")
        return self.cleaned_data["day_tolerance"]

    def clean_customer(self) -> str:
        self.found = customer_called(self.user, self.cleaned_data["customer"].strip())
        return self.found.code

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        for first, last in (("valid_from", "valid_until"), ("deliver_from", "deliver_until")):
            if typed.get(first) and typed.get(last) and typed[last] < typed[first]:
                self.add_error(last, _("This day is before the first."))
        return typed

    def as_card(self) -> ContractCard:
        """The head for the services; what is left open comes from the customer."""
        assert self.found is not None
        typed = {name: self.cleaned_data[name] for name in CARD if name != "customer"}
        typed["currency"] = typed["currency"].upper() or self.found.currency
        typed["terms"] = typed["terms"] or self.found.terms
        for name in ("price_tolerance", "quantity_tolerance", "day_tolerance"):
            typed[name] = typed[name] or 0
        return ContractCard(customer=self.found, **typed)


class ContractLineForm(forms.Form):
    """One agreed product as typed; without a quantity it is a price agreement."""

    product = forms.CharField(label=_("Product"), max_length=100)
    price = NumberField(
        label=_("Agreed price"), min_value=0, max_value=Decimal("9999999999"), max_digits=18, decimal_places=6
    )
    quantity = NumberField(
        label=_("Agreed quantity"),
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal("9999999.9999"),
        max_digits=18,
        decimal_places=4,
    )
    note = forms.CharField(label=_("Note"), max_length=250, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": field.label, "autocomplete": "off"}
        self.fields["product"].widget.attrs |= {"data-source": reverse_lazy("catalog:find"), "data-enter": ""}
        for name in ("price", "quantity"):
            self.fields[name].widget.attrs |= {"data-enter": ""}

    named = ""

    @property
    def dropped(self) -> bool:
        """Whether somebody took this row out."""
        return bool(self.is_bound and self.data.get(self.add_prefix("DELETE")))


class ContractLineSet(forms.BaseFormSet):
    """All agreed products; blank rows are left out, codes are looked up all at once."""

    rows: list[ContractRow]

    def full_clean(self) -> None:
        self.rows = []
        super().full_clean()

    def clean(self) -> None:
        kept = [form for form in self.forms if form.has_changed() and not self._should_delete_form(form)]
        known = resolve(half_width(form.cleaned_data.get("product", "")) for form in kept)
        seen: set[int] = set()
        for form in kept:
            self._take(form, known, seen)

    def _take(self, form: forms.Form, known: dict[str, Any], seen: set[int]) -> None:
        typed = form.cleaned_data
        code = half_width(typed.get("product", ""))
        found = known.get(code)
        if code and found is None:
            form.add_error("product", _("No product has the code or barcode %(code)s.") % {"code": code})
        if found is None or form.errors:
            return
        if found.product.pk in seen:
            form.add_error("product", _("A product stands on the contract once."))
            return
        seen.add(found.product.pk)
        row = {"price": typed["price"], "quantity": typed["quantity"], "note": typed["note"]}
        self.rows.append(ContractRow(product_id=found.product.pk, **row))


ContractLines = formset_factory(
    ContractLineForm,
    formset=ContractLineSet,
    extra=BLANK_ROWS,
    can_delete=True,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES + 1,
    validate_max=True,
)


class DocumentForm(forms.Form):
    """A paper put to a contract."""

    file = forms.FileField(
        label=_("Document"),
        max_length=200,
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"}),
        help_text=_("PDF, PNG, JPEG, Word or Excel, at most 10 MB."),
    )


def typed_line(line: ContractLine) -> dict[str, str]:
    """A saved line as somebody would type it again; needs its product."""
    return {
        "product": line.product.code,
        "price": plain(line.price),
        "quantity": plain(line.quantity),
        "note": line.note,
    }


def _typed(contract: Contract | None) -> dict[str, Any]:
    if contract is None:
        return {"valid_from": clock.today()}
    typed = {name: getattr(contract, name) for name in CARD}
    tolerances = {name: plain(typed[name]) for name in ("price_tolerance", "quantity_tolerance")}
    return typed | tolerances | {"customer": contract.customer.code}
