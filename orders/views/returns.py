"""Returns: the list, the one screen to ask on, one return, and a person's verbs on it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.once import once_for
from core.panel import draw_panels
from core.refusal import Refused
from core.search import match_newest
from core.story import LONG, SHORT, own_story
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.forms.returns import PhotoForm, ResolveForm, ReturnSheet, lines_to_settle
from orders.forms.verbs import ReasonForm
from orders.models import Order, Return
from orders.models.return_words import OPEN, ReturnState
from orders.panels.returns import effect_of, steps_of
from orders.policies import (
    may_add_return_photo,
    may_decide_return,
    may_request_return,
    may_resolve_return,
    may_see_returns,
    may_withdraw_return,
)
from orders.services.returns.asking import request_return, withdraw_return
from orders.services.returns.eligible import eligible_lines
from orders.services.returns.photos import add_photo
from orders.services.returns.rows import return_lines
from orders.services.returns.settling import resolve_return
from orders.views.finding import order_for
from orders.views.papers import Offer, PaperList, Tab, buttons_of, paper_for

S = ReturnState
MOST_FOUND = 10
OFFERS = (
    Offer("resolve", _("Settle the return"), may_resolve_return, "resolve", leads=True),
    Offer("withdraw", _("Withdraw"), may_withdraw_return, "withdraw", danger=True),
)


def return_for(user: Any, number: str) -> Return:
    """The return an address names, among those the person sees."""
    rows = Return.objects.visible_to(user).select_related("order__customer", "order__owner", "customer", "asked_by")
    return paper_for(rows.defer("order__search", "customer__search", "order__customer__search"), number)


class ReturnList(PaperList):
    """All returns a person sees, by what is to be done with them."""

    policy, may_begin = may_see_returns, may_request_return
    template, model = "orders/returns.html", Return
    tabs = (
        Tab("", pgettext_lazy("returns", "Open"), lambda rows: rows.filter(state__in=OPEN)),
        Tab("asked", pgettext_lazy("returns", "To decide"), lambda rows: rows.filter(state=S.REQUESTED)),
        Tab("coming", pgettext_lazy("returns", "To receive"), lambda rows: rows.filter(state=S.APPROVED)),
        Tab("inspect", pgettext_lazy("returns", "To inspect"), lambda rows: rows.filter(state=S.RECEIVED)),
        Tab("settle", pgettext_lazy("returns", "To settle"), lambda rows: rows.filter(state=S.INSPECTED)),
        Tab("settled", pgettext_lazy("returns", "Settled"), lambda rows: rows.filter(state=S.RESOLVED)),
        Tab("all", pgettext_lazy("returns", "All"), lambda rows: rows),
    )


class FindReturnable(Guarded):
    """Begin a return by what somebody has in hand: an order number, or words that find one order."""

    policy = may_request_return

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("code", "").replace("\x00", "").strip()[:80]
        found = self._orders(text) if text else []
        if len(found) == 1:
            return HttpResponseRedirect(reverse("orders:return-new", args=[found[0].ref]))
        return render(request, "orders/return_find.html", {"orders": found, "text": text})

    def _orders(self, text: str) -> list[Order]:
        seen = Order.objects.visible_to(self.request.user).live().filter(shipped_at__isnull=False)
        exact = list(seen.called(text.upper()).for_list()[:1])
        return exact or list(match_newest(seen.for_list(), text).order_by("-pk")[:MOST_FOUND])


class NewReturn(Guarded):
    """The one screen (S77): what may come back, asked and decided in one step where no rule asks for a person."""

    policy = may_request_return

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, sheet = self.found(ref)
        return self.show(order, sheet)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, sheet = self.found(ref, request.POST)
        if not sheet.is_valid():
            return self.show(order, sheet, status=422)
        if "check" in request.POST:
            return self.show(order, sheet)
        try:
            target = once_for(request, lambda: self.write(order, sheet))
        except Refused as refusal:
            sheet.head.add_error(None, str(refusal))
            return self.show(order, sheet, status=409)
        return HttpResponseRedirect(target)

    def found(self, ref: str, data: Any = None) -> tuple[Order, ReturnSheet]:
        order = order_for(self.request.user, ref)
        self.policy.demand(self.request.user, order)
        lines = order.lines.select_related("product__unit").defer("product__search").order_by("position")
        return order, ReturnSheet(eligible_lines(order, lines), data)

    def write(self, order: Order, sheet: ReturnSheet) -> str:
        note = sheet.head.cleaned_data["note"]
        returned = request_return(order.pk, wishes=sheet.wishes, note=note, actor=self.request.user)
        words = say("Return %(number)s is %(state)s")
        messages.success(
            self.request, words % {"number": returned.number, "state": returned.get_state_display()}
        )
        return returned.get_absolute_url()

    def show(self, order: Order, sheet: ReturnSheet, status: int = 200) -> HttpResponse:
        context = {"order": order, "sheet": sheet, "effect": effect_of(order, sheet, self.request.user)}
        return render(self.request, "orders/return_form.html", context, status=status)


class CheckReturn(NewReturn):
    """The live answer while somebody types: what the return would do; nothing is written."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        order, sheet = self.found(ref, request.POST)
        effect = effect_of(order, sheet, request.user)
        return render(request, "orders/_return_effect.html", {"order": order, "effect": effect})


class ReturnPage(Guarded):
    """What comes back and why, where it is, what it led to."""

    policy = may_see_returns

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        returned = return_for(request.user, number)
        panels = draw_panels(settings.RETURN_PANELS, request, returned)
        entries, more = own_story(returned.stream, most=LONG if "all" in request.GET else SHORT)
        context = {
            "returned": returned,
            "order": returned.order,
            "lines": return_lines(returned),
            "steps": steps_of(returned),
            "panels": panels,
            "photos": list(returned.photos.select_related("by").order_by("pk")),
            "may_add_photo": returned.is_open and may_add_return_photo(request.user, returned),
            "photo_form": PhotoForm(),
            "buttons": buttons_of(request.user, returned, "return", OFFERS),
            "entries": entries,
            "more": more,
        }
        return render(request, "orders/return.html", context)


class ReturnVerb(VerbView):
    """A verb on the return the address names."""

    def get_subject(self) -> Return:
        return return_for(self.request.user, self.kwargs["number"])


class WithdrawReturn(ReturnVerb):
    """The goods stay with the customer."""

    policy = may_withdraw_return
    title = _("Withdraw the return")
    consequence = _("The goods stay with the customer; they may be returned another time.")
    button = _("Withdraw return")
    done = _("The return is withdrawn.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        return withdraw_return(subject.pk, reason=data["reason"], actor=self.request.user)


class ResolveReturn(ReturnVerb):
    """Credit, replace, repair, or not accepted."""

    policy = may_resolve_return
    title = _("Settle the return")
    consequence = _(
        "Credited pieces are taken off the bill, replaced ones may be shipped again without a bill,"
        " repaired and not accepted ones go back to the customer. The order keeps its state."
    )
    button = _("Settle the return")
    done = _("The return is settled.")

    def get_form(self, subject: Return, data: Any = None) -> forms.Form:
        may_decide = may_decide_return(self.request.user, subject)
        return ResolveForm(lines_to_settle(subject), data, may_decide=may_decide)

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        outcomes = {int(key.removeprefix("line-")): how for key, how in data.items() if key.startswith("line-")}
        return resolve_return(subject.pk, outcomes=outcomes, answer=data["answer"], actor=self.request.user)


class AddPhoto(Guarded):
    """Put a picture of what came back to a return."""

    policy = may_add_return_photo

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        returned = return_for(request.user, number)
        self.policy.demand(request.user, returned)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, " ".join(error for found in form.errors.values() for error in found))
            return HttpResponseRedirect(returned.get_absolute_url())
        try:
            once_for(request, lambda: str(add_photo(returned.pk, form.cleaned_data["file"], actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, say("The photo is with the return."))
        return HttpResponseRedirect(returned.get_absolute_url())


class FetchPhoto(Guarded):
    """A photo as a download, never shown in the page's own origin (A21)."""

    policy = may_see_returns

    def get(self, request: HttpRequest, number: str, pk: int) -> FileResponse:
        photo = get_object_or_404(return_for(request.user, number).photos, pk=pk)
        if not default_storage.exists(photo.path):
            raise Http404
        file = default_storage.open(photo.path)
        return FileResponse(file, as_attachment=True, filename=photo.name, content_type=photo.kind)
