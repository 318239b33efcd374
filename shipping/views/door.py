"""At the door: checking what is about to leave, and sending it off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shipping import policies, services
from shipping.forms import DispatchForm, DoorForm
from shipping.models import Carrier, Shipment
from shipping.services.rows import guard
from shipping.tables.door import door_of
from shipping.views.verbs import ShipmentVerb


class AtTheDoor(ShipmentVerb):
    """A page with the four checks; it asks a person for what nobody checked yet."""

    template_name = "shipping/door.html"
    _door: dict[str, Any] | None = None

    def door(self, subject: Shipment) -> dict[str, Any]:
        if self._door is None:
            self._door = door_of(subject, self.request.user)
        return self._door

    def asked(self, form: type[DoorForm], subject: Shipment, data: Any, **first: Any) -> DoorForm:
        asks = subject.verified_at is None
        late = self.door(subject)["off_time"] if asks else ""
        return form(data, asks=asks, off_time=late, initial={"address": subject.order.ship_to_text, **first})

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        return self.door(subject)


class Verify(AtTheDoor):
    """Check what is about to leave."""

    policy = policies.may_verify
    move = "verify"
    title = _("Check at the door")
    consequence = _("The shipment may leave afterwards. If its order changes, it is looked at again.")
    button = _("All four are right")
    done = _("The shipment is checked.")

    def get_form(self, subject: Shipment, data: Any = None) -> forms.Form:
        return self.asked(DoorForm, subject, data)

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        word = word_of(data) or services.DoorWord()
        return services.verify_shipment(subject.pk, word=word, actor=self.request.user)


class Dispatch(AtTheDoor):
    """Send goods off."""

    policy = policies.may_dispatch
    title = _("Send off")
    consequence = _(
        "The goods leave stock now, the invoice is drafted and the customer is told by e-mail. This cannot be undone."
    )
    button = _("Send off")
    done = _("The goods are on their way.")

    def examine(self, subject: Shipment) -> None:
        guard(subject, subject.dispatch if subject.verified_at else subject.verify)

    def get_form(self, subject: Shipment, data: Any = None) -> forms.Form:
        last = Shipment.objects.gone().order_by("-pk").values_list("carrier", flat=True).first()
        return self.asked(DispatchForm, subject, data, carrier=last or "")

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        return super().extra_context(subject) | {"carriers": Carrier.objects.offered()}

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        gone = {name: data[name] for name in ("carrier", "waybill")}
        return services.dispatch(subject.pk, **gone, actor=self.request.user, checked=word_of(data))


def word_of(data: dict[str, Any]) -> services.DoorWord | None:
    """What the person said; nothing where they were not asked."""
    if not data.get("looked"):
        return None
    return services.DoorWord(address=data["address"], reason=data.get("reason", ""))
