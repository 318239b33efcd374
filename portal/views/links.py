"""Giving a customer a link, and taking it back; both from the customer's page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.verb import VerbView
from customers.models import Customer
from customers.views.finding import customer_for
from portal.forms import LinkForm
from portal.models import OrderLink
from portal.policies import may_make_link, may_revoke_link
from portal.services import make_link, revoke_link


class MakeLink(VerbView):
    """Make a link. Its address is on the answer and nowhere else; the house cannot say it a second time."""

    policy = may_make_link
    title = _("Make an order link")
    consequence = _(
        "Whoever holds the link can send orders in this customer's name. They see their own goods, no prices and no "
        "stock; what they send is a draft of the salesperson's."
    )
    button = _("Make the link")
    form_class = LinkForm

    def get_subject(self) -> Customer:
        return customer_for(self.request.user, self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        customer = self.get_subject()
        self.policy.demand(request.user, customer)
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.show(customer, form, status=422)
        told: list[str] = []
        try:
            once_for(request, lambda: self.make(customer, form.cleaned_data["days"], told))
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(customer, form, status=409)
        if not told:
            messages.warning(request, _("The link was shown once already. Make another one if it is lost."))
            return HttpResponseRedirect(customer.get_absolute_url())
        address = settings.GENDAN_PUBLIC_URL + reverse("portal:order", args=told)
        return render(request, "portal/link_made.html", {"customer": customer, "address": address})

    def make(self, customer: Customer, days: int, told: list[str]) -> str:
        link, token = make_link(customer.pk, days=days, actor=self.request.user)
        told.append(token)
        return str(link.pk)


class RevokeLink(VerbView):
    """Revoke a link."""

    policy = may_revoke_link
    title = _("Revoke the order link")
    consequence = _("The link opens nothing any more, at once. Orders that came through it stay.")
    button = _("Revoke")
    done = _("The link is revoked.")
    danger = True

    def get_subject(self) -> OrderLink:
        rows = OrderLink.objects.visible_to(self.request.user).select_related("customer")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def act(self, subject: Any, data: dict[str, Any]) -> OrderLink:
        return revoke_link(subject.pk, actor=self.request.user)
