"""What is typed about money: reasons, limits, receipts and what they settle."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.inputs import DayField, NumberField
from customers.models import Customer
from finance.models import Invoice
from finance.models.words import Method

ZERO, CENT = Decimal(0), Decimal("0.01")
MOST = Decimal("9999999999.99")
MOST_INVOICES = 200


def amount_field(label: Any, **more: Any) -> NumberField:
    """An amount above zero, in whole cents."""
    return NumberField(label=label, min_value=CENT, max_value=MOST, max_digits=12, decimal_places=2, **more)


def typed(amount: Decimal) -> str:
    """An amount as somebody would type it, to the cent."""
    return f"{amount:.2f}"


class ReasonForm(forms.Form):
    """Why something posted is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class LimitForm(forms.Form):
    """What a customer may owe at most, and why."""

    limit = NumberField(label=_("Credit limit"), min_value=0, max_value=MOST, max_digits=12, decimal_places=2)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class OverrideForm(forms.Form):
    """Why an order should go although the credit does not cover it, and until when that is to hold."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
    until = DayField(label=_("Valid until"), help_text=_("The last day it may be used."))


class SettlingForm(forms.Form):
    """Amounts beside open invoices; `available` is what there is to settle with."""

    def offer(self, customer: Customer | None, available: Decimal | None) -> None:
        """One field per open invoice of the customer: those open with exactly the amount first, then the oldest."""
        self.customer = customer
        rows = Invoice.objects.open().filter(customer=customer).select_related("order") if customer else ()
        found = list(rows.defer("order__search").order_by("due_date", "pk")[:MOST_INVOICES]) if customer else []
        self.invoices = sorted(found, key=lambda one: one.open_amount != available)
        for invoice in self.invoices:
            self.fields[_name(invoice)] = self._field(invoice)

    def _field(self, invoice: Invoice) -> NumberField:
        field = NumberField(
            label=invoice.ref,
            required=False,
            min_value=CENT,
            max_value=invoice.open_amount,
            max_digits=12,
            decimal_places=2,
            error_messages={"max_value": _("Only %(limit_value)s is open on this invoice.")},
        )
        field.widget.attrs |= {"data-owed": typed(invoice.open_amount), "class": "num"}
        return field

    @property
    def rows(self) -> list[tuple[Invoice, forms.BoundField]]:
        return [(invoice, self[_name(invoice)]) for invoice in self.invoices]

    def settled(self) -> dict[int, Decimal]:
        """Invoice → amount, of those typed."""
        typed = {invoice.pk: self.cleaned_data.get(_name(invoice)) for invoice in self.invoices}
        return {pk: amount for pk, amount in typed.items() if amount}

    def check_sum(self, available: Decimal) -> None:
        left = available - sum(self.settled().values(), ZERO)
        if left < 0:
            raise ValidationError(_("The invoices add up to %(over)s more than the receipt."), params={"over": -left})

    def check_same(self) -> None:
        """Amounts typed beside invoices that are no longer on the page must not be lost silently."""
        gone = [name for name in self.data if name.startswith("pay-") and name not in self.fields and self.data[name]]
        if gone:
            raise ValidationError(_("The open invoices have changed. Please look at the amounts again."))

    def fill_oldest(self, available: Decimal) -> dict[str, str]:
        """What stands in each field when the oldest invoices are settled first."""
        left, filled = available, {}
        for invoice in sorted(self.invoices, key=lambda one: (one.due_date, one.pk)):
            part = min(left, invoice.open_amount)
            filled[_name(invoice)] = typed(part) if part else ""
            left -= part
        return filled


def _name(invoice: Invoice) -> str:
    return f"pay-{invoice.pk}"


class PaymentForm(SettlingForm):
    """A receipt as typed, and the invoices it settles."""

    customer_code = forms.CharField(label=_("Customer"), max_length=40)
    amount = amount_field(_("Amount"))
    received_on = DayField(label=_("Received on"))
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)

    def __init__(self, user: Any, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        given = {"received_on": clock.today(), "method": Method.TRANSFER, **(initial or {})}
        super().__init__(data, initial=given)
        self.fields["customer_code"].widget.attrs |= {
            "data-source": reverse_lazy("customers:find"),
            "autocomplete": "off",
        }
        self.fields["amount"].widget.attrs |= {"data-amount": "", "class": "num"}
        self.offer(self._named(user), self._understood("amount"))

    def _named(self, user: Any) -> Customer | None:
        code = self._understood("customer_code")
        return Customer.objects.visible_to(user).filter(code=code).defer("search").first() if code else None

    def typed_amount(self) -> Decimal | None:
        return self._understood("amount")

    def _understood(self, name: str) -> Any:
        """A field as far as it can be understood; the form itself says what is wrong with it."""
        source = self.data if self.is_bound else self.initial
        try:
            return self.fields[name].clean(source.get(name))
        except ValidationError:
            return None

    def clean_customer_code(self) -> str:
        if self.customer is None:
            raise ValidationError(_("There is no customer with this code."))
        return self.cleaned_data["customer_code"]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(_("Money cannot have come in after today."))
        return day

    def clean(self) -> dict[str, Any]:
        if self.customer is not None:
            self.check_same()
        if self.cleaned_data.get("amount"):
            self.check_sum(self.cleaned_data["amount"])
        return self.cleaned_data | {"settled": self.settled(), "buyer": self.customer}


class AllocationForm(SettlingForm):
    """What the rest of a booked receipt settles."""

    def __init__(self, customer: Customer, available: Decimal, data: Any = None) -> None:
        super().__init__(data)
        self.available = available
        self.offer(customer, available)

    def clean(self) -> dict[str, Any]:
        self.check_same()
        self.check_sum(self.available)
        if not self.errors and not self.settled():
            raise ValidationError(_("Type an amount beside at least one invoice."))
        return self.cleaned_data | {"settled": self.settled()}
