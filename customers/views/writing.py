"""Entering and editing customers, contacts and addresses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from customers import services
from customers.forms import AddressForm, ContactForm, CustomerForm
from customers.models import Address, Contact, Customer
from customers.policies import may_edit, may_enter
from customers.views.finding import customer_for


class CardPage(Guarded):
    """A form on a page of its own: what is wrong comes back beside the field, what is right is kept once."""

    title: str | Promise = ""
    button: str | Promise = _("Save")
    done: str | Promise = _("Saved.")
    customer: Customer | None = None

    def prepare(self) -> None:
        """Find what the address names."""

    def form(self, data: Any = None) -> forms.BaseForm:
        raise NotImplementedError

    def keep(self, form: Any) -> Customer:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare()
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            target = once_for(request, lambda: self.keep(form).get_absolute_url())
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(form, 409)
        messages.success(request, self.done)
        return HttpResponseRedirect(target)

    def show(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        back = self.customer.get_absolute_url() if self.customer else reverse("customers:list")
        context = {"page": self, "form": form, "customer": self.customer, "back_url": back}
        return render(self.request, "customers/form.html", context, status=status)


class NewCustomer(CardPage):
    """Enter a customer."""

    policy = may_enter
    title = _("New customer")
    done = _("The customer is entered.")

    def form(self, data: Any = None) -> CustomerForm:
        return CustomerForm(data)

    def keep(self, form: Any) -> Customer:
        return services.create_customer(form.as_card(), actor=self.request.user)


class OnCustomer(CardPage):
    """A form about the customer the address names."""

    policy = may_edit

    def prepare(self) -> None:
        self.customer = customer_for(self.request.user, self.kwargs["pk"])
        self.policy.demand(self.request.user, self.customer)


class EditCustomer(OnCustomer):
    """Edit a customer's card."""

    title = _("Edit customer")

    def form(self, data: Any = None) -> CustomerForm:
        return CustomerForm(data, customer=self.customer)

    def keep(self, form: Any) -> Customer:
        return services.edit_customer(self.kwargs["pk"], card=form.as_card(), actor=self.request.user)


class NewContact(OnCustomer):
    """Add a person."""

    title = _("New contact")

    def form(self, data: Any = None) -> ContactForm:
        return ContactForm(data, instance=self.contact())

    def contact(self) -> Contact | None:
        return None

    def keep(self, form: Any) -> Customer:
        services.save_contact(self.kwargs["pk"], contact=form.instance, actor=self.request.user)
        return form.instance.customer


class EditContact(NewContact):
    """Edit a person."""

    title = _("Edit contact")

    def contact(self) -> Contact:
        return get_object_or_404(Contact, pk=self.kwargs["contact"], customer=self.customer)


class NewAddress(OnCustomer):
    """Add a place."""

    title = _("New ship-to address")

    def form(self, data: Any = None) -> AddressForm:
        return AddressForm(data, instance=self.address())

    def address(self) -> Address | None:
        return None

    def keep(self, form: Any) -> Customer:
        services.save_address(self.kwargs["pk"], address=form.instance, actor=self.request.user)
        return form.instance.customer


class EditAddress(NewAddress):
    """Edit a place."""

    title = _("Edit ship-to address")

    def address(self) -> Address:
        return get_object_or_404(Address, pk=self.kwargs["address"], customer=self.customer)
