"""A person's verbs on a shipment, one page each."""

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views.verb import VerbView
from orders.models import Order
from shipping import policies, services
from shipping.forms import DeliveryForm, ReasonForm, SettleForm, TroubleForm
from shipping.models import Shipment
from shipping.services.carriers.proving import Proof
from shipping.services.leaving.door import rule_of
from shipping.services.rows import guard, lines_of
from shipping.views.finding import shipment_for


class Start(VerbView):
    """Begin to pick an order."""

    policy = policies.may_pick
    title = _("Start picking")
    consequence = _("A shipment is opened over what is set aside for the order, and you hold it until it is picked.")
    button = _("Start picking")
    done = _("Picking has started.")

    def get_subject(self) -> Order:
        rows = Order.objects.visible_to(self.request.user).called(self.kwargs["ref"])
        return get_object_or_404(rows.select_related("customer").defer("search"))

    def act(self, subject: Order, data: dict[str, Any]) -> Shipment:
        return services.open_shipment(subject.pk, actor=self.request.user)

    def done_url(self, subject: Order, result: Any) -> str:
        return reverse("shipping:pick", args=[result.number])


class ShipmentVerb(VerbView):
    """A verb on the shipment the address names; `move` is the one of its states, where it moves one."""

    move = ""

    def examine(self, subject: Shipment) -> None:
        if self.move:
            guard(subject, getattr(subject, self.move))

    def get_subject(self) -> Shipment:
        return shipment_for(self.request.user, self.kwargs["number"])

    def listed(self, subject: Shipment) -> dict[str, Any]:
        """What leaves and what stays, for the confirmation."""
        lines = lines_of(subject.pk)
        leaving, staying = [line for line in lines if line.picked], [line for line in lines if line.left]
        return {"extra": "shipping/_leaving.html", "leaving": leaving, "staying": staying}


class Finish(ShipmentVerb):
    """Say that picking is done."""

    policy = policies.may_pick
    move = "finish"
    title = _("Finish picking")
    consequence = _("What is picked is ready to leave. What is not picked stays reserved for another shipment.")
    button = _("Finish picking")
    done = _("Picking is finished.")

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.finish_picking(subject.pk, actor=self.request.user)

    def done_url(self, subject: Shipment, result: Any) -> str:
        if policies.may_pack(self.request.user) and rule_of(result.warehouse_id).boxes:
            return reverse("shipping:pack", args=[subject.number])
        may_send = policies.may_dispatch(self.request.user, result)
        return reverse("shipping:dispatch", args=[subject.number]) if may_send else subject.get_absolute_url()

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        return self.listed(subject)


class Resume(ShipmentVerb):
    """Go on picking."""

    policy = policies.may_pick
    move = "resume"
    title = _("Pick more")
    consequence = _("The shipment is opened for scanning again. It does not leave before picking is finished.")
    button = _("Pick more")
    done = _("You can scan again.")

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.resume_picking(subject.pk, actor=self.request.user)

    def done_url(self, subject: Shipment, result: Any) -> str:
        return reverse("shipping:pick", args=[subject.number])


class Short(ShipmentVerb):
    """Say that a line is short."""

    policy = policies.may_pick
    title = _("Say that it is short")
    consequence = _(
        "The line counts as done on this shipment."
        " What is missing stays set aside for the next shipment, and sales can see it."
    )
    button = _("It is short")
    done = _("The line is marked as short.")
    form_class = ReasonForm

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        line = self.kwargs["line"]
        return services.mark_short(subject.pk, order_line_id=line, reason=data["reason"], actor=self.request.user)

    def success_url(self, subject: Shipment) -> str:
        return reverse("shipping:pick", args=[subject.number])

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        line = next((line for line in lines_of(subject.pk) if line.order_line_id == self.kwargs["line"]), None)
        if line is None:
            raise Http404
        return {"extra": "shipping/_leaving.html", "leaving": [], "staying": [line]}


class Deliver(ShipmentVerb):
    """The customer has the goods."""

    policy = policies.may_deliver
    move = "deliver"
    title = _("Confirm delivery")
    consequence = _("The goods count as accepted by the customer, today.")
    button = _("Confirm delivery")
    done = _("The delivery is confirmed.")
    template_name = "shipping/deliver.html"

    def get_form(self, subject: Shipment, data: Any = None) -> forms.Form:
        return DeliveryForm(data, self.request.FILES if data is not None else None)

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        proof = Proof(strokes=data["strokes"], photo=data["photo"], note=data["note"])
        who = data["received_by"]
        return services.confirm_delivery(subject.pk, received_by=who, proof=proof, actor=self.request.user)


class Report(ShipmentVerb):
    """Trouble on the way that somebody heard of."""

    policy = policies.may_settle
    title = _("Report trouble")
    consequence = _("The order's owner and whoever sent the goods are told, and it stays in view until it is settled.")
    button = _("Report trouble")
    done = _("The trouble is noted.")
    form_class = TroubleForm

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.report_trouble(subject.pk, **data, actor=self.request.user)


class Settle(ShipmentVerb):
    """Trouble on the way was seen to."""

    policy = policies.may_settle
    move = "settle"
    title = _("Settle the trouble")
    consequence = _("The shipment counts as on its way again. A day after the promised one is told to the customer.")
    button = _("Settled")
    done = _("The shipment is on its way again.")
    form_class = SettleForm

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.settle_trouble(subject.pk, **data, actor=self.request.user)


class Cancel(ShipmentVerb):
    """End a shipment before it leaves."""

    policy = policies.may_cancel
    move = "cancel"
    title = _("Cancel the shipment")
    consequence = _("Put everything back on its shelf. The goods stay reserved for the order and can be picked again.")
    button = _("Cancel shipment")
    done = _("The shipment is cancelled.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.cancel_shipment(subject.pk, **data, actor=self.request.user)
