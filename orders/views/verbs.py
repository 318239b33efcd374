"""A person's verbs on an order, one page each; the house's verbs have no address."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders import policies, services
from orders.forms.splitting import SplitForm
from orders.forms.verbs import (
    CancelForm,
    CommentForm,
    HandOverForm,
    HoldForm,
    MaybeReasonForm,
    ReasonForm,
    ShareForm,
    TemplateForm,
)
from orders.models import Order, OrderHold
from orders.views.finding import order_for

may_begin = Policy("orders.enter_order", _("enter orders"))


class OrderVerb(VerbView):
    """A verb on the order the address names."""

    def get_subject(self) -> Order:
        return order_for(self.request.user, self.kwargs["ref"])


class Submit(OrderVerb):
    """Hand a draft in."""

    policy = policies.may_submit
    title = _("Submit the order")
    consequence = _(
        "The order gets its number, is checked and goes to approval. You can recall it until it is decided."
    )
    button = _("Submit order")
    done = _("The order was submitted.")
    form_class = MaybeReasonForm

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.submit_order(subject.pk, actor=self.request.user, reason=data["reason"])


class Recall(OrderVerb):
    """Take an order back before it is decided."""

    policy = policies.may_recall
    title = _("Recall the order")
    consequence = _("The order becomes a draft again; its approval ends without a decision.")
    button = _("Recall order")
    done = _("The order is a draft again.")

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.recall_order(subject.pk, actor=self.request.user)


class Confirm(OrderVerb):
    """Bind the house."""

    policy = policies.may_confirm
    title = _("Confirm the order")
    consequence = _("The order becomes binding: credit is committed and stock is set aside for it.")
    button = _("Confirm order")
    done = _("The order is confirmed.")

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.confirm_order(subject.pk, actor=self.request.user)


class Cancel(OrderVerb):
    """End an order before anything left."""

    policy = policies.may_cancel
    title = _("Cancel the order")
    consequence = _("The order ends for good. Stock, parcels and credit held for it are free again.")
    button = _("Cancel order")
    done = _("The order is cancelled.")
    danger = True
    form_class = CancelForm

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.cancel_order(subject.pk, actor=self.request.user, **data)


class ShortClose(OrderVerb):
    """Cancel what has not shipped."""

    policy = policies.may_short_close
    title = _("Close the order short")
    consequence = _("What has not shipped is cancelled and its stock is free again. What shipped is billed as usual.")
    button = _("Close short")
    done = _("The rest of the order is cancelled.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.short_close_order(subject.pk, actor=self.request.user, reason=data["reason"])


class Hold(OrderVerb):
    """Let the order wait, because the customer or the house wants to."""

    policy = policies.may_hold
    title = _("Put the order on hold")
    consequence = _("What is ticked cannot be done with this order until the hold is lifted. Its state stays.")
    button = _("Put on hold")
    done = _("The order is on hold.")
    form_class = HoldForm

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        hold = {name: data[name] for name in ("kind", "stops", "reason")}
        services.place_hold(subject.pk, actor=self.request.user, **hold)
        return subject


class LiftHold(OrderVerb):
    """Let the order go on."""

    policy = policies.may_hold
    title = _("Lift the hold")
    consequence = _("The order may go on; one that only waited for this is confirmed at once.")
    button = _("Lift the hold")
    done = _("The hold is lifted.")

    def get_subject(self) -> Order:
        order = super().get_subject()
        get_object_or_404(OrderHold, pk=self.kwargs["pk"], order=order)
        return order

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        services.lift_hold(self.kwargs["pk"], actor=self.request.user)
        return subject


class Split(OrderVerb):
    """Move part of what is open to a new order."""

    policy = policies.may_request_change
    title = _("Split the order")
    consequence = _(
        "What you enter moves to a new order at the same prices; both together cost what this one cost, to the cent."
        " The new order goes to approval at once."
    )
    button = _("Split order")
    done = _("Here is the new order.")

    def get_form(self, subject: Order, data: Any = None) -> forms.Form:
        return SplitForm(subject, data)

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        return services.split_order(
            subject.pk,
            quantities=data["quantities"],
            wanted_on=data["wanted_on"],
            reason=data["reason"],
            actor=self.request.user,
        )


class Supplement(OrderVerb):
    """Begin a further order that belongs to this one."""

    policy = policies.may_request_change
    title = _("Begin a supplement")
    consequence = _("An empty draft for the same customer, address and terms. Both orders name each other.")
    button = _("Begin a supplement")
    done = _("Here is the supplement; type its lines.")

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        return services.supplement_order(subject.pk, actor=self.request.user)

    def done_url(self, subject: Order, result: Any) -> str:
        return reverse("orders:edit", args=[result.ref])


class Copy(OrderVerb):
    """The same again, as a new draft."""

    policy = may_begin
    title = _("Copy the order")
    consequence = _("A new draft with the same customer and lines, at today's prices. This order stays as it is.")
    button = _("Copy order")
    done = _("Here is the copy.")

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.copy_order(subject.pk, actor=self.request.user)

    def done_url(self, subject: Order, result: Any) -> str:
        return reverse("orders:edit", args=[result.ref])


class Again(Guarded):
    """The same again: a page filled with the order's customer and lines, saved by nobody yet."""

    policy = may_begin

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = order_for(request.user, ref)
        return HttpResponseRedirect(f"{reverse('orders:new')}?again={order.ref}")


class SaveTemplate(OrderVerb):
    """Keep an order's lines and terms under a name, to begin others with."""

    policy = may_begin
    title = _("Save as template")
    consequence = _("New orders can begin with these lines and terms. The order itself stays as it is.")
    button = _("Save template")
    done = _("The template is saved.")
    form_class = TemplateForm

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        services.save_template(subject.pk, actor=self.request.user, **data)

    def done_url(self, subject: Order, result: Any) -> str:
        return subject.get_absolute_url()


class HandOver(OrderVerb):
    """Give an order another owner."""

    policy = policies.may_hand_over
    title = _("Hand the order over")
    consequence = _("The colleague becomes its owner and holds what you hold of it now.")
    button = _("Hand over")
    done = _("The order has a new owner.")

    def get_form(self, subject: Order, data: Any = None) -> forms.Form:
        return HandOverForm(self.request.user, data)

    def act(self, subject: Order, data: dict[str, Any]) -> Order:
        return services.hand_over_order(subject.pk, to=data["to"], actor=self.request.user)

    def done_url(self, subject: Order, result: Any) -> str:
        # Without a share the former owner may no longer see the order; the list is always there.
        visible = Order.objects.visible_to(self.request.user).filter(pk=subject.pk).exists()
        return subject.get_absolute_url() if visible else reverse("orders:list")


class Share(OrderVerb):
    """Let a colleague see or edit the order."""

    policy = policies.may_share
    title = _("Share the order")
    consequence = _("The colleague sees this order with everything on it.")
    button = _("Share order")
    done = _("The order is shared.")

    def get_form(self, subject: Order, data: Any = None) -> forms.Form:
        return ShareForm(self.request.user, data)

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        edit, until = data["edit"], data["until"]
        return services.share_order(subject.pk, to=data["to"], actor=self.request.user, edit=edit, until=until)


class Comment(OrderVerb):
    """Say something on the order."""

    policy = policies.may_comment
    title = _("Write a comment")
    button = _("Comment")
    done = _("Your comment is on the timeline.")
    form_class = CommentForm

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        return services.write_comment(subject.pk, text=data["text"], actor=self.request.user)

    def success_url(self, subject: Order) -> str:
        return f"{subject.get_absolute_url()}#timeline"
