"""Asking to release an order over its customer's credit limit, and taking the question back."""

import datetime
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.templatetags.ui import money
from core.views.verb import VerbView
from finance import policies, services
from finance.forms import OverrideForm
from finance.models import CreditOverride, CreditProfile
from finance.views.finding import order_for
from orders.models import Order

USUAL_DAYS = 14


class OverrideVerb(VerbView):
    """A verb about one order; those who may see limits see the figures behind it."""

    policy = policies.may_ask_release

    def get_subject(self) -> Order:
        return order_for(self.request.user, self.kwargs["ref"])

    def success_url(self, subject: Order) -> str:
        return subject.get_absolute_url()

    def done_url(self, subject: Order, result: Any) -> str:
        return self.success_url(subject)

    def extra_context(self, subject: Order) -> dict[str, Any]:
        facts = [
            {"label": gettext("Customer"), "value": subject.customer.title},
            {"label": gettext("This order"), "value": money(subject.total, subject.currency)},
        ]
        profile = CreditProfile.objects.filter(customer_id=subject.customer_id).first()
        if profile is not None and policies.may_see_credit(self.request.user):
            facts += _figures(profile, subject)
        return {"facts": facts}


def _figures(profile: CreditProfile, order: Order) -> list[dict[str, str]]:
    after = profile.exposure + order.total
    return [
        {"label": gettext("Would owe with this order"), "value": money(after, profile.currency)},
        {"label": gettext("Credit limit"), "value": money(profile.limit, profile.currency)},
        {"label": gettext("Over the limit"), "value": money(max(after - profile.limit, 0), profile.currency)},
    ]


class AskOverride(OverrideVerb):
    """Ask whether this order may go although the credit does not cover it."""

    title = _("Ask to release the order over the credit limit")
    consequence = _(
        "Those who decide on credit are asked. When they agree, this order alone passes the credit check, once and "
        "for not a cent more than its total of now, and is confirmed by itself. The customer's limit stays what it is."
    )
    button = _("Ask to release it")
    done = _("The question is asked; the order goes on when they agree.")
    form_class = OverrideForm

    def get_form(self, subject: Order, data: Any = None) -> forms.Form:
        return OverrideForm(data, initial={"until": clock.today() + datetime.timedelta(days=USUAL_DAYS)})

    def act(self, subject: Order, data: dict[str, Any]) -> CreditOverride:
        user = self.request.user
        return services.ask_override(subject.pk, reason=data["reason"], until=data["until"], actor=user)


class WithdrawOverride(OverrideVerb):
    """Ask no more, or give up what was granted and not used."""

    title = _("Take the question back")
    consequence = _("Nobody is asked any more to release this order; what was granted and not used is given up.")
    button = _("Take the question back")
    done = _("The question is taken back.")

    def act(self, subject: Order, data: dict[str, Any]) -> CreditOverride:
        override = CreditOverride.objects.open().filter(order=subject).first()
        if override is None:
            raise Http404
        return services.withdraw_override(override.pk, actor=self.request.user)
