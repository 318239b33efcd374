"""The pages a customer sees: entering an order, and that it was received."""

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.once import once_for
from core.refusal import Refused
from core.views.door import too_often
from portal.forms import CustomerOrderForm, as_sheet
from portal.models import LinkEntry
from portal.services import enter_order
from portal.services.entering import AN_HOUR, FLOOD
from portal.services.letters import letters_for
from portal.services.offering import offers_for
from portal.views.door import Door


class EnterOrder(Door):
    """The customer's own goods with a field each, room for their own words, and nothing of ours."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            # What a key led to is kept, so it is the entry; its address would give the token away.
            entry = once_for(request, lambda: str(self.enter_once(form).pk), user=self.opened.link.made_by)
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            if refusal.code == FLOOD:
                return too_often(self.show(form, 429), int(AN_HOUR.total_seconds()))
            return self.show(form, 409)
        return HttpResponseRedirect(reverse("portal:received", args=[token, entry]))

    def form(self, data: Any = None) -> CustomerOrderForm:
        return CustomerOrderForm(offers_for(self.opened.customer), data)

    def enter_once(self, form: CustomerOrderForm) -> LinkEntry:
        sheet = as_sheet(form, self.opened)
        words = form.cleaned_data["text"]
        return enter_order(self.opened, head=sheet.head.as_head(), rows=sheet.rows, rest=sheet.rest, wrote=words)

    def show(self, form: CustomerOrderForm, status: int = 200) -> HttpResponse:
        customer = self.opened.customer
        context = {"nav": (), "form": form, "customer": customer, "owner": self.opened.receiver}
        context["letters"] = letters_for(customer)
        context["deliveries_url"] = reverse("portal:deliveries", args=[self.kwargs["token"]])
        if settings.GENDAN_RETURNS_BY_LINK:
            context["return_url"] = reverse("portal:return", args=[self.kwargs["token"]])
        return render(self.request, "portal/order.html", context, status=status)


class Received(Door):
    """What became of it: who has it now, and by which reference."""

    def get(self, request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
        entries = LinkEntry.objects.filter(link=self.opened.link, pk=pk).select_related("order__owner")
        entry = entries.defer("order__search").first()
        if entry is None:
            return self.shut(404)
        context = {"nav": (), "entry": entry, "customer": self.opened.customer, "token": token}
        return render(request, "portal/received.html", context)
