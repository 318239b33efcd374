"""A quotation as typed: its head, the same line grid as an order, priced and examined in memory."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding
from core.inputs import DayField, NumberField, plain
from customers.models import Contact, PaymentTerm
from orders.facts import facts_of
from orders.forms.contract import customer_called
from orders.forms.head import MOST_FREIGHT
from orders.forms.lines import Lines, typed_values
from orders.forms.sheet import new_rows
from orders.forms.terms import ClauseField, own_terms_field
from orders.models import Order, OrderLine, Quotation, QuotationLine
from orders.policies import may_pass_floor
from orders.services.entry.checking import run_checks
from orders.services.entry.composing import DraftHead, DraftRow, compose
from orders.services.quotes.quoting import usual_last_day


class QuoteForm(forms.Form):
    """The head of a quotation; what is left open comes from the customer."""

    customer = forms.CharField(label=_("Customer"), max_length=40)
    valid_until = DayField(label=_("Valid until"))
    wanted_on = DayField(label=_("Delivery date"), required=False)
    terms = forms.ModelChoiceField(
        PaymentTerm.objects.all(),
        label=_("Payment terms"),
        required=False,
        empty_label=_("As agreed with the customer"),
    )
    freight = NumberField(
        label=_("Freight"), required=False, min_value=0, max_value=MOST_FREIGHT, max_digits=12, decimal_places=2
    )
    clause = ClauseField()
    own_terms = own_terms_field()
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, user: Any, quotation: Quotation | None = None, data: Any = None, customer: str = "") -> None:
        super().__init__(data, initial=_typed(quotation, customer))
        self.user, self.quotation = user, quotation
        self.found = quotation.customer if quotation else None
        attrs = {"data-source": reverse_lazy("customers:find"), "data-enter": "", "autocomplete": "off"}
        self.fields["customer"].widget.attrs |= attrs
        self.fields["clause"].keep(quotation.clause_id if quotation else None)
        for name in ("valid_until", "wanted_on"):
            self.fields[name].widget.attrs |= {"data-date": ""}

    def clean_customer(self) -> str:
        self.found = None
        self.found = customer_called(self.user, self.cleaned_data["customer"].strip())
        return self.found.code

    def clean_valid_until(self) -> Any:
        day = self.cleaned_data["valid_until"]
        if day < clock.today():
            raise forms.ValidationError(_("This day is over."), code="past")
        return day

    def as_head(self, contact: Contact | None = None) -> DraftHead:
        """The head for the services; asked only once the customer is known."""
        assert self.found is not None
        typed = self.cleaned_data if self.is_bound else {}
        return DraftHead(
            customer=self.found,
            contact=contact,
            wanted_on=typed.get("wanted_on"),
            terms=typed.get("terms"),
            freight=typed.get("freight") or Decimal(0),
            note=typed.get("note", ""),
            clause=typed.get("clause"),
            own_terms=typed.get("own_terms", ""),
        )


class QuoteSheet:
    """Head and lines together; `examine` prices them and asks the checks of quotations, nothing is written by it."""

    reason = ""

    def __init__(
        self, user: Any, quotation: Quotation | None = None, data: QueryDict | None = None, customer: str = ""
    ) -> None:
        self.user, self.quotation, self.data = user, quotation, new_rows(data)
        self.head = QuoteForm(user, quotation, self.data, customer)
        saved = list(_saved(quotation)) if quotation is not None and data is None else []
        self.lines = Lines(self.data, prefix="lines", initial=[typed_values(line) for line in saved])
        version = data.get("version", "") if data is not None else ""
        typed_version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
        self.version = typed_version if data is not None else quotation.version if quotation else None
        # A saved quotation opens with the figures it was saved with.
        self.priced: Order | Quotation | None = quotation if saved else None
        self.priced_lines: Sequence[OrderLine | QuotationLine] = saved
        for form, line in zip(self.lines.forms, saved, strict=False):
            form.priced = line
        self.findings: list[Finding] = []
        self.checked_at: Any = None

    def is_valid(self) -> bool:
        valid = self.head.is_valid()
        self.lines.customer = self.head.found
        return self.lines.is_valid() and valid

    @property
    def rows(self) -> list[DraftRow]:
        return [typed.row for typed in self.lines.rows]

    @property
    def quantity(self) -> Decimal:
        return sum((line.quantity for line in self.priced_lines), Decimal(0))

    def examine(self) -> None:
        """Price what is understood so far and ask every check about it."""
        self.is_valid()
        if self.head.found is None:
            return
        order = Order(owner=self.user, created_at=clock.now())
        # Whom one speaks to there is no check's business; naming nobody spares the question.
        rows, known = (self.rows, self.lines.products) if self.data is not None else ([], {})
        lines, products = compose(order, self.head.as_head(Contact()), rows, known)
        facts = facts_of(order, lines, products, actor_id=self.user.pk, may_pass_floor=may_pass_floor(self.user))
        self.priced, self.priced_lines = order, lines
        self.findings, self.checked_at = run_checks(facts, settings.QUOTE_CHECKS), clock.now()
        for typed, line in zip(self.lines.rows if self.data is not None else [], lines, strict=False):
            self.lines.forms[typed.index].priced = line


class SendForm(forms.Form):
    """Where a quotation goes, and what is written with it."""

    address = forms.EmailField(label=_("E-mail"), max_length=254)
    words = forms.CharField(
        label=_("Words with it"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class AcceptForm(forms.Form):
    """The customer's word."""

    customer_po = forms.CharField(label=_("Customer PO number"), max_length=60, required=False)


def _typed(quotation: Quotation | None, customer: str) -> dict[str, Any]:
    if quotation is None:
        return {"valid_until": usual_last_day(), "customer": customer}
    return {
        "customer": quotation.customer.code,
        "valid_until": quotation.valid_until,
        "wanted_on": quotation.wanted_on,
        "terms": quotation.terms_id if quotation.terms_id != quotation.customer.terms_id else "",
        "freight": plain(quotation.freight) if quotation.freight else "",
        "clause": quotation.clause_id,
        "own_terms": quotation.own_terms,
        "note": quotation.note,
    }


def _saved(quotation: Quotation) -> Any:
    rows = quotation.lines.order_by("position")
    return rows.select_related("product__unit", "unit").defer("product__search")
