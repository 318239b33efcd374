"""The pages on which a customer sees what is on its way to them, and signs for it."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.middleware import client_ip
from core.once import once_for
from core.refusal import Refused
from portal.forms import ReceiveForm
from portal.services.delivering import is_on_the_way, receive_by_link, shipment_for, shipments_for, steps_of
from portal.views.door import Door
from shipping.services.carriers.ways import ways_of
from shipping.services.rows import lines_of

MOST_EVENTS = 50


class Deliveries(Door):
    """What left for this customer, newest first."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        customer = self.opened.customer
        context = {"nav": (), "customer": customer, "token": token, "shipments": shipments_for(customer)}
        return render(request, "portal/deliveries.html", context)


class Delivery(Door):
    """Where one delivery is, and a place to sign for it; looking writes nothing (A10)."""

    def get(self, request: HttpRequest, token: str, number: str) -> HttpResponse:
        return self.show(ReceiveForm())

    def post(self, request: HttpRequest, token: str, number: str) -> HttpResponse:
        form = ReceiveForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            once_for(request, lambda: self.receive(form), user=self.opened.link.made_by)
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(form, 409)
        return HttpResponseRedirect(reverse("portal:delivery", args=[token, number]))

    def receive(self, form: ReceiveForm) -> str:
        said = form.cleaned_data
        number, address = self.kwargs["number"], client_ip(self.request)
        return receive_by_link(self.opened, number, **said, address=address).number

    def show(self, form: ReceiveForm, status: int = 200) -> HttpResponse:
        shipment = shipment_for(self.opened.customer, self.kwargs["number"])
        if shipment is None:
            return self.shut(404)
        following = getattr(shipment, "following", None)
        context = {
            "nav": (),
            "customer": self.opened.customer,
            "owner": self.opened.receiver,
            "token": self.kwargs["token"],
            "shipment": shipment,
            "order": shipment.order,
            "steps": steps_of(shipment),
            "following": following,
            "proof": getattr(shipment, "proof", None),
            "lines": [line for line in lines_of(shipment.pk) if line.picked],
            "form": form if is_on_the_way(shipment) else None,
            "events": ways_of([shipment], MOST_EVENTS)[shipment.pk]["events"],
        }
        return render(self.request, "portal/delivery.html", context, status=status)
