"""Orders: found, looked at, checked, entered, and moved by their verbs."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from api.forms.order import sheet_of, troubles
from api.forms.payload import INVALID, as_posted, refuse, switch
from api.forms.wrong import Wrong
from api.resources.orders import told_check, told_findings, told_order
from api.views.door import Door
from api.views.lists import Orders
from api.views.repeats import Result, Writing
from orders import policies, services
from orders.forms.verbs import CancelForm, MaybeReasonForm
from orders.models import Order
from orders.services.entry.checking import Blocked
from orders.views.finding import order_for


class OneOrder(Door):
    """An order with everything on it, by its number, draft mark or id."""

    policy = policies.may_see

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return JsonResponse(told_order(self.user, order_called(self.user, ref)))


def order_called(user: Any, ref: str) -> Order:
    """The order somebody calls by its number or draft mark, else by its id; what they may not see is 404."""
    try:
        return order_for(user, ref)
    except Http404:
        if not (ref.isascii() and ref.isdigit() and len(ref) < 19):
            raise
        return order_for(user, f"D-{ref}")


class CheckOrder(Door):
    """What is wrong with an order, what the checks say of it and what it would cost; nothing is written."""

    policy = policies.may_enter

    def post(self, request: HttpRequest) -> HttpResponse:
        sheet = sheet_of(self.user, self.body)
        sheet.examine()
        return JsonResponse(told_check(self.user, sheet, troubles(sheet)))


class AllOrders(Orders, Writing):
    """The list; and entering an order, as a draft or handed in at once. What the page would refuse, this refuses."""

    def post(self, request: HttpRequest) -> HttpResponse:
        policies.may_enter.demand(self.user)
        submit = switch(self.body, "submit")
        payload = {name: value for name, value in self.body.items() if name != "submit"}
        return self.do_once(lambda: (201, self.enter_order(payload, submit)))

    def enter_order(self, payload: dict[str, Any], submit: bool) -> dict[str, Any]:
        sheet = sheet_of(self.user, payload)
        if fields := troubles(sheet):
            sheet.examine()
            raise Wrong(
                422, "invalid", INVALID, fields=fields, findings=told_findings(self.user, sheet.findings, sheet)
            )
        try:
            order = services.save_draft(
                None, head=sheet.head.as_head(), rows=sheet.rows, version=None, actor=self.user
            )
            if submit:
                services.submit_order(order.pk, actor=self.user, reason=sheet.reason)
        except Blocked as blocked:
            findings = told_findings(self.user, blocked.findings, sheet)
            raise Wrong(422, blocked.code, blocked.message, findings=findings) from blocked
        return told_order(self.user, order_for(self.user, f"D-{order.pk}"))


class OrderVerb(Writing):
    """A verb on the order the address names; what its page asks, the body says."""

    form_class: type[forms.Form] = forms.Form

    def act(self, order: Order, data: dict[str, Any]) -> Order:
        raise NotImplementedError

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self.do_once(lambda: self.move(ref))

    def move(self, ref: str) -> Result:
        order = order_called(self.user, ref)
        self.policy.demand(self.user, order)
        form = self.form_class(as_posted(self.form_class, self.body))
        refuse(form)
        self.act(order, form.cleaned_data)
        return 200, told_order(self.user, order_for(self.user, f"D-{order.pk}"))


class SubmitOrder(OrderVerb):
    """Hand a draft in; the same checks refuse as on its page."""

    policy = policies.may_submit
    form_class = MaybeReasonForm

    def act(self, order: Order, data: dict[str, Any]) -> Order:
        return services.submit_order(order.pk, actor=self.user, reason=data["reason"])


class RecallOrder(OrderVerb):
    """Take an order back before it is decided."""

    policy = policies.may_recall

    def act(self, order: Order, data: dict[str, Any]) -> Order:
        return services.recall_order(order.pk, actor=self.user)


class CancelOrder(OrderVerb):
    """End an order before anything left."""

    policy = policies.may_cancel
    form_class = CancelForm

    def act(self, order: Order, data: dict[str, Any]) -> Order:
        return services.cancel_order(order.pk, actor=self.user, **data)
