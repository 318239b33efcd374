"""The page of one customer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.panel import draw_panels
from core.phones import masked
from core.story import story
from core.views.guard import Guarded
from customers.models import Contact, Customer
from customers.policies import may_edit, may_see, may_see_phone
from customers.services import show_phone
from customers.views.finding import customer_for

HISTORY = 20


class CustomerPage(Guarded):
    """Who they are, how they pay, whom one speaks to, where goods go, and what changed about them."""

    policy = may_see

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return draw(request, customer_for(request.user, pk))


class ShowPhone(Guarded):
    """One phone number in full; the customer's history says who looked."""

    policy = may_see_phone

    def post(self, request: HttpRequest, pk: int, contact: int) -> HttpResponse:
        customer = customer_for(request.user, pk)
        self.policy.demand(request.user, customer)
        row = get_object_or_404(Contact, pk=contact, customer=customer)
        return draw(request, customer, shown={row.pk: show_phone(row.pk, actor=request.user)})


def draw(request: HttpRequest, customer: Customer, shown: dict[int, str] | None = None) -> HttpResponse:
    """The page, with the phone numbers that were asked for in full."""
    contacts = list(customer.contacts.order_by("-main", "pk"))
    for contact in contacts:
        contact.phone_shown = (shown or {}).get(contact.pk, masked(contact.phone))  # type: ignore[attr-defined]
        contact.is_shown = contact.pk in (shown or {})  # type: ignore[attr-defined]
    places = list(customer.addresses.order_by("-main", "pk"))
    for place in places:
        place.phone_shown = masked(place.phone)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "customer": customer,
        "contacts": contacts,
        "addresses": places,
        "entries": story(f"customer:{customer.pk}", most=HISTORY)[0],
        "panels": draw_panels(settings.CUSTOMER_PANELS, request, customer),
        "may_edit": may_edit(request.user, customer),
        "may_see_phone": may_see_phone(request.user, customer),
    }
    return render(request, "customers/customer.html", context)
