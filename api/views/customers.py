"""Customers: found, and entered with the people one speaks to there."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from api.forms.payload import as_posted, refuse
from api.resources.goods import CUSTOMER, parties, with_credit
from api.views.lists import Customers
from api.views.repeats import Result, Writing
from customers import policies, services
from customers.forms import ContactForm, CustomerForm
from customers.views.finding import customer_for


class AllCustomers(Customers, Writing):
    """The list; and entering a customer, who then belongs to whoever gave the key."""

    def post(self, request: HttpRequest) -> HttpResponse:
        policies.may_enter.demand(self.user)
        return self.do_once(self.enter_customer)

    def enter_customer(self) -> Result:
        form = filled(CustomerForm, self.body)
        made = services.create_customer(form.as_card(), actor=self.user)
        return 201, told_customer(self.user, made.pk)


class NewContact(Writing):
    """Add a person one speaks to at a customer's."""

    policy = policies.may_edit

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.do_once(lambda: self.add_contact(pk))

    def add_contact(self, pk: int) -> Result:
        self.policy.demand(self.user, customer_for(self.user, pk))
        form = filled(ContactForm, self.body)
        services.save_contact(pk, contact=form.instance, actor=self.user)
        return 201, told_customer(self.user, pk)


def filled(kind: type[forms.BaseForm], body: dict[str, Any]) -> Any:
    """The form of the page with what was sent; 422 with its own sentences when something is wrong."""
    form = kind(as_posted(kind, body))
    refuse(form)
    return form


def told_customer(user: Any, pk: int) -> dict[str, Any]:
    """A customer as the list tells them."""
    return CUSTOMER.told(with_credit(user, parties(user).filter(pk=pk))[0], user)
