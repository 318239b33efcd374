"""Sending a letter to the customer once more."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core.views.verb import VerbView
from notifications.models import Letter
from orders.models import Order
from orders.panels.letters import facts_of
from orders.policies import may_request_change
from orders.services.letters.confirmation import send_letter_again, ways_of
from orders.views.finding import order_for


class SendLetter(VerbView):
    """Send a letter that did not go out once more."""

    policy = may_request_change
    title = _("Send the letter again")
    consequence = _("The letter goes to the address the contact has now. If it fails again, the order page says so.")
    button = _("Send again")
    done = _("The letter is on its way; the order page says what became of it.")

    def get_subject(self) -> Order:
        order = order_for(self.request.user, self.kwargs["ref"])
        self.letter = get_object_or_404(Letter.objects.about(order.stream), pk=self.kwargs["pk"])
        return order

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        send_letter_again(self.letter.pk, actor=self.request.user)
        return subject

    def extra_context(self, subject: Order) -> dict[str, Any]:
        return {"facts": facts_of([way for way in ways_of(subject) if way.channel == self.letter.channel])}
