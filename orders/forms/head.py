"""The header strip of an order: whom for, where to, until when, on which terms."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import clock
from core.calendar import add_working_days
from core.inputs import DayField, NumberField, plain
from customers.models import Address, Customer, PaymentTerm
from orders.forms.terms import ClauseField, own_terms_field
from orders.models import EntryTemplate, Order
from orders.models.words import Channel, Kind
from orders.services.entry.composing import DraftHead

USUAL_DAYS = 5
MOST_FREIGHT = Decimal("9999999.99")


class HeadForm(forms.Form):
    """The header as typed; what is left open comes from the customer."""

    customer = forms.CharField(label=_("Customer"), max_length=40)
    customer_po = forms.CharField(label=_("Customer PO number"), max_length=60, required=False)
    ship_to = forms.CharField(label=_("Ship-to address"), max_length=20, required=False, widget=forms.Select)
    wanted_on = DayField(label=_("Delivery date"), required=False)
    terms = forms.ChoiceField(label=_("Payment terms"), required=False)
    freight = NumberField(
        label=_("Freight"), required=False, min_value=0, max_value=MOST_FREIGHT, max_digits=12, decimal_places=2
    )
    kind = forms.ChoiceField(label=_("Order kind"), choices=Kind.choices, required=False)
    channel = forms.ChoiceField(label=_("Channel of receipt"), choices=Channel.choices, required=False)
    instructions = forms.CharField(
        label=_("Special instructions"),
        max_length=500,
        required=False,
        help_text=_("Stands on the pick list and the scan screen."),
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))
    clause = ClauseField()
    own_terms = own_terms_field()

    def __init__(
        self, user: Any, order: Order | None = None, data: Any = None, customer: Customer | None = None
    ) -> None:
        super().__init__(data, initial=typed_head(order, customer) if data is None else None)
        self.user, self.order = user, order
        self.fields["clause"].keep(order.clause_id if order else None)
        self.found: Customer | None = None
        self.addresses: list[Address] = []
        known = order.customer if order is not None else customer
        if data is None and known is not None:
            self._belong_to(known)
        else:
            self._offer()
        self._dress()

    def _dress(self) -> None:
        customer = self.fields["customer"].widget.attrs
        customer |= {"data-source": reverse_lazy("customers:find"), "data-enter": "", "autocomplete": "off"}
        if not self.is_bound and self.order is None and self.found is None:
            customer["autofocus"] = ""
        self.fields["customer_po"].widget.attrs |= {"data-enter": "", "autocomplete": "off"}
        self.fields["wanted_on"].widget.attrs |= {"data-enter": "", "data-date": ""}

    def _belong_to(self, customer: Customer) -> None:
        self.found = customer
        self.addresses = sorted(customer.addresses.all(), key=lambda place: (not place.main, place.pk))
        self._offer()

    @cached_property
    def all_terms(self) -> dict[str, PaymentTerm]:
        """Asked only when the choice is drawn, or when somebody chose other terms than agreed."""
        return {str(term.pk): term for term in PaymentTerm.objects.all()}

    def _term_choices(self) -> list[tuple[str, str]]:
        agreed = self.all_terms[str(self.found.terms_id)] if self.found else _("As agreed with the customer")
        return [("", str(agreed)), *((pk, str(term)) for pk, term in self.all_terms.items())]

    def _offer(self) -> None:
        places = [(str(place.pk), place.one_line()) for place in self.addresses]
        self.fields["ship_to"].widget.choices = places or [("", "--")]
        self.fields["terms"].choices = self._term_choices

    def clean_customer(self) -> str:
        code = self.cleaned_data["customer"].strip()
        rows = Customer.objects.visible_to(self.user).select_related("terms", "price_list").defer("search")
        found = rows.filter(code=code).first() or rows.filter(code=code.upper()).first()
        if found is None:
            raise ValidationError(_("No customer of yours has the code %(code)s.") % {"code": code}, code="unknown")
        self._belong_to(found)
        return found.code

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.NORMAL

    def clean_ship_to(self) -> str:
        chosen = self.cleaned_data["ship_to"]
        if not chosen or self.found is None or chosen in {str(place.pk) for place in self.addresses}:
            return chosen
        if self.data.get("shown_for") != self.found.code:
            # The addresses on the page were another customer's: the new one's main address takes their place.
            return ""
        raise ValidationError(_("This is not an address of the customer."), code="foreign")

    def as_head(self) -> DraftHead:
        """The header for the services; asked only once the customer is known."""
        assert self.found is not None
        typed = self.cleaned_data if self.is_bound else {}
        chosen = typed.get("ship_to") or ""
        place = next((place for place in self.addresses if str(place.pk) == chosen), None)
        return DraftHead(
            customer=self.found,
            contact=self._contact(),
            ship_to=place or next(iter(self.addresses), None),
            customer_po=typed.get("customer_po", "").strip(),
            wanted_on=typed.get("wanted_on"),
            terms=self.all_terms[typed["terms"]] if typed.get("terms") else None,
            freight=typed.get("freight") or Decimal(0),
            note=typed.get("note", ""),
            kind=typed.get("kind") or Kind.NORMAL,
            channel=typed.get("channel", ""),
            instructions=typed.get("instructions", ""),
            clause=typed.get("clause"),
            own_terms=typed.get("own_terms", ""),
            template=self._template(),
        )

    def _template(self) -> EntryTemplate | None:
        """What the page was begun with, if the person may begin with it."""
        key = str(self.data.get("template", ""))[:18] if self.is_bound else ""
        known = key.isascii() and key.isdigit()
        return EntryTemplate.objects.offered_to(self.user).filter(pk=key).first() if known else None

    def _contact(self) -> Any:
        kept = self.order is not None and self.found is not None and self.order.customer_id == self.found.pk
        return self.order.contact if kept and self.order is not None else None


def typed_head(order: Order | None, customer: Customer | None = None) -> dict[str, Any]:
    """A header as somebody would type it: a saved draft's, or what a new order starts with."""
    if order is None:
        return {"wanted_on": usual_day(), "customer": customer.code if customer else ""}
    return {
        "customer": order.customer.code,
        "customer_po": order.customer_po,
        "ship_to": str(order.ship_to_id or ""),
        "wanted_on": order.wanted_on,
        "terms": str(order.terms_id) if order.terms_id != order.customer.terms_id else "",
        "freight": plain(order.freight) if order.freight else "",
        "note": order.note,
        "kind": order.kind,
        "channel": order.channel,
        "instructions": order.instructions,
        "clause": order.clause_id,
        "own_terms": order.own_terms,
    }


def usual_day() -> datetime.date:
    """The delivery date an order starts with: a week of working days from now."""
    return add_working_days(clock.today(), USUAL_DAYS)
