"""Changing an order that binds: the grid with what it would do, the change's own page, and its verbs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product
from core.once import once_for
from core.panel import draw_panels
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders import services
from orders.forms.changes import ChangeSheet
from orders.forms.sheet import with_more_rows
from orders.models import ChangeRequest, Order
from orders.models.change import BEGUN, ChangeState
from orders.panels.findings import sections_of
from orders.panels.impact import lines_of, money_of
from orders.panels.letters import facts_of
from orders.policies import may_handle_change, may_request_change, may_see
from orders.services.changes.comparing import differences_in
from orders.services.letters.confirmation import send_change_letter, ways_of
from orders.services.letters.wording import change_letter
from orders.views.finding import order_for


def change_for(user: Any, ref: str, pk: int) -> ChangeRequest:
    """The change the address names, on an order the person sees."""
    order = order_for(user, ref)
    rows = ChangeRequest.objects.filter(order=order).select_related("asked_by")
    change = get_object_or_404(rows, pk=pk)
    change.order = order
    return change


class WriteChange(Guarded):
    """The grid of the order as it is to be: examined, saved on one's desk, or handed in."""

    policy = may_request_change

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, change = self.found(ref)
        if not order.may_change:
            messages.warning(request, _("Only approved and confirmed orders are changed this way."))
            return HttpResponseRedirect(order.get_absolute_url())
        if change is not None and change.state == ChangeState.CONFLICTED:
            return HttpResponseRedirect(change.get_absolute_url())
        sheet = ChangeSheet(request.user, order, change)
        if change is not None:
            sheet.examine()
        return self.show(sheet)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, change = self.found(ref)
        if "more" in request.POST:
            return self.show(ChangeSheet(request.user, order, change, with_more_rows(request.POST)))
        sheet = ChangeSheet(request.user, order, change, request.POST)
        sheet.examine()
        if "check" in request.POST:
            return self.show(sheet)
        if not sheet.is_valid():
            return self.show(sheet, status=422)
        try:
            target = once_for(request, lambda: self.write(sheet))
        except Refused as refusal:
            sheet.why.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(sheet, status=409)
        return HttpResponseRedirect(target)

    def found(self, ref: str) -> tuple[Order, ChangeRequest | None]:
        order = order_for(self.request.user, ref)
        self.policy.demand(self.request.user, order)
        mine = ChangeRequest.objects.filter(order=order, asked_by=self.request.user.pk, state__in=BEGUN).first()
        return order, mine

    def write(self, sheet: ChangeSheet) -> str:
        request, version = self.request, _version(self.request.POST.get("version"))
        change = services.save_change(sheet.order.pk, wish=sheet.wish(), actor=request.user, version=version)
        if "submit" not in request.POST:
            messages.success(request, _("The change is saved; nobody is asked yet."))
            return change.get_absolute_url()
        change = services.submit_change(change.pk, actor=request.user)
        messages.success(request, _("The change was handed in."))
        return change.get_absolute_url()

    def show(self, sheet: ChangeSheet, status: int = 200) -> HttpResponse:
        return render(self.request, "orders/change_edit.html", context_of(sheet), status=status)


class CheckChange(WriteChange):
    """The live answer while somebody types: what the change would do; nothing is written."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, change = self.found(ref)
        sheet = ChangeSheet(request.user, order, change, request.POST)
        sheet.examine()
        for line in sheet.lines.forms:
            line.quiet = True
        return render(request, "orders/_change_checked.html", context_of(sheet))


def _version(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def context_of(sheet: ChangeSheet) -> dict[str, Any]:
    """What the page and its live fragments are drawn from."""
    shown, silent = sections_of(sheet.findings)
    context: dict[str, Any] = {
        "sheet": sheet,
        "head": sheet.head,
        "lines": sheet.lines,
        "order": sheet.order,
        "change": sheet.change,
        "customer": sheet.order.customer,
        "sections": shown if sheet.proposal else [],
        "silent": silent,
    }
    if sheet.proposal is not None:
        ids = {line.product_id for line in sheet.proposal.lines}
        codes = dict(Product.objects.filter(pk__in=ids).values_list("pk", "code"))
        context |= {
            "priced": sheet.proposal.order,
            "money": money_of(sheet.order, sheet.proposal),
            "impact": lines_of(sheet.standing, sheet.proposal, codes),
        }
    return context


class ChangePage(Guarded):
    """One change: old beside new, what it does, who decides, and how to tell the customer."""

    policy = may_see

    def get(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        change = change_for(request.user, ref, pk)
        shown, silent = sections_of(change.findings)
        context = {
            "change": change,
            "order": change.order,
            "differences": differences_in(change),
            "sections": [one for one in shown if one.findings],
            "acts": acts_of(request.user, change),
            "letter": change_letter(change),
            "side_panels": draw_panels(settings.CHANGE_PANELS, request, change),
        }
        return render(request, "orders/change.html", context)


def acts_of(user: Any, change: ChangeRequest) -> dict[str, bool]:
    """What this person may do with a change now."""
    if not may_request_change(user, change.order):
        return {}
    mine = change.asked_by_id == user.pk
    return {
        "edit": mine and change.state == ChangeState.DRAFT,
        "submit": change.state == ChangeState.DRAFT and change.base_revision == change.order.revision,
        "rebase": change.state == ChangeState.CONFLICTED,
        "apply": change.state == ChangeState.APPROVED,
        "withdraw": change.is_open or change.is_begun,
        "write": True,
    }


class ChangeVerb(VerbView):
    """A verb on the change the address names."""

    policy = may_handle_change

    def get_subject(self) -> ChangeRequest:
        return change_for(self.request.user, self.kwargs["ref"], self.kwargs["pk"])


class SubmitChange(ChangeVerb):
    """Hand a change in."""

    title = gettext_lazy("Hand the change in")
    consequence = gettext_lazy("The change is checked and goes to approval. The order stays as it is until then.")
    button = gettext_lazy("Hand in")
    done = gettext_lazy("The change was handed in.")

    def act(self, subject: ChangeRequest, data: dict[str, Any]) -> ChangeRequest:
        return services.submit_change(subject.pk, actor=self.request.user)


class WithdrawChange(ChangeVerb):
    """Take a change back."""

    title = gettext_lazy("Withdraw the change")
    consequence = gettext_lazy("The change ends; nobody is asked about it any more. The order stays as it is.")
    button = gettext_lazy("Withdraw the change")
    done = gettext_lazy("The change is withdrawn.")
    danger = True

    def act(self, subject: ChangeRequest, data: dict[str, Any]) -> ChangeRequest:
        return services.withdraw_change(subject.pk, actor=self.request.user)


class RebaseChange(ChangeVerb):
    """Bring an overtaken change onto the newest revision."""

    title = gettext_lazy("Bring the change onto the new revision")
    consequence = gettext_lazy(
        "The order has a newer revision. What your change still makes different is kept as a draft; look at it again,"
        " then hand it in."
    )
    button = gettext_lazy("Bring it onto the new revision")
    done = gettext_lazy("Your change stands on the newest revision. Please look at it again.")

    def act(self, subject: ChangeRequest, data: dict[str, Any]) -> ChangeRequest:
        return services.rebase_change(subject.pk, actor=self.request.user)


class WriteToCustomer(ChangeVerb):
    """Send the ready words about a change to the customer."""

    title = gettext_lazy("Write to the customer")
    consequence = gettext_lazy("The words for the customer go out by the channels the order's contact chose.")
    button = gettext_lazy("Send the letter")
    done = gettext_lazy("The letter is on its way; the order page says what became of it.")

    def act(self, subject: ChangeRequest, data: dict[str, Any]) -> ChangeRequest:
        send_change_letter(subject.pk, actor=self.request.user)
        return subject

    def extra_context(self, subject: ChangeRequest) -> dict[str, Any]:
        return {"facts": facts_of(ways_of(subject.order))}


class ApplyChange(ChangeVerb):
    """Try again to put an approved change in force."""

    title = gettext_lazy("Put the change in force")
    consequence = gettext_lazy("The order becomes its next revision; stock, credit and the warehouse follow at once.")
    button = gettext_lazy("Put in force")
    done = gettext_lazy("The change is in force.")

    def act(self, subject: ChangeRequest, data: dict[str, Any]) -> ChangeRequest:
        return services.apply_change(subject.pk, actor=self.request.user)
