"""After-sales cases: the list, noting one, one case, and a person's verbs on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.forms.case import AnswerForm, CaseForm, CloseCaseForm, HandCaseForm
from orders.forms.verbs import ReasonForm
from orders.models import Case, Order
from orders.models.case import CaseKind, CaseState
from orders.policies import may_handle_case, may_see_cases
from orders.services.cases import handling
from orders.views.papers import Offer, PaperList, Tab, buttons_of, paper_for, told

OFFERS = (
    Offer("answer", _("Answer"), may_handle_case, "reply", leads=True),
    Offer("close", _("Close"), may_handle_case, "close"),
    Offer("reopen", _("Reopen"), may_handle_case, "reopen"),
)


def case_for(user: Any, number: str) -> Case:
    """The case an address names, among those the person sees."""
    rows = Case.objects.visible_to(user).select_related("customer", "order", "owner", "opened_by")
    return paper_for(rows.defer("customer__search", "order__search"), number)


class CaseList(PaperList):
    """All cases of the customers a person sees."""

    policy, may_begin = may_see_cases, may_handle_case
    template, model = "orders/cases.html", Case
    tabs = (
        Tab("", pgettext_lazy("cases", "Open"), lambda rows: rows.open()),
        Tab("late", pgettext_lazy("cases", "Past their limit"), lambda rows: rows.overdue()),
        Tab("complaints", pgettext_lazy("cases", "Complaints"), lambda rows: rows.filter(kind=CaseKind.COMPLAINT)),
        Tab("answered", pgettext_lazy("cases", "Answered"), lambda rows: rows.filter(state=CaseState.ANSWERED)),
        Tab("closed", pgettext_lazy("cases", "Closed"), lambda rows: rows.filter(state=CaseState.CLOSED)),
        Tab("all", pgettext_lazy("cases", "All"), lambda rows: rows),
    )

    def more(self) -> dict[str, Any]:
        return {"now": clock.now()}


class CasePage(Guarded):
    """What it is about, whose it is, until when, what was answered."""

    policy = may_see_cases

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(request.user, number)
        order = case.order
        sees_order = order is not None and Order.objects.visible_to(request.user).filter(pk=order.pk).exists()
        context = {
            "case": case,
            "order": order if sees_order else None,
            "may_hand": may_handle_case(request.user, case),
            "buttons": buttons_of(request.user, case, "case", OFFERS),
            **told(request, case),
        }
        return render(request, "orders/case.html", context)


class NewCase(Guarded):
    """A case noted, from the menu, an order or a customer."""

    policy = may_handle_case

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {name: request.GET.get(name, "")[:40].replace("\x00", "") for name in ("customer", "order", "kind")}
        return self.show(CaseForm(request.user, initial=asked))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CaseForm(request.user, request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            target = once_for(request, lambda: self.write(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, status=409)
        return HttpResponseRedirect(target)

    def write(self, typed: dict[str, Any]) -> str:
        words = {name: typed[name] for name in ("kind", "cause", "title", "text", "order")}
        case = handling.open_case(typed["customer"], **words, actor=self.request.user)
        messages.success(self.request, say("The case is open."))
        return case.get_absolute_url()

    def show(self, form: CaseForm, status: int = 200) -> HttpResponse:
        return render(self.request, "orders/case_form.html", {"form": form}, status=status)


class CaseVerb(VerbView):
    """A verb on the case the address names."""

    policy = may_handle_case

    def get_subject(self) -> Case:
        return case_for(self.request.user, self.kwargs["number"])


class AnswerCase(CaseVerb):
    """The customer has an answer."""

    title = _("Answer the case")
    consequence = _("The answer is kept with the case, and its limit ends.")
    button = _("Answered")
    done = _("The case is answered.")
    form_class = AnswerForm

    def act(self, subject: Case, data: dict[str, Any]) -> Case:
        return handling.answer_case(subject.pk, **data, actor=self.request.user)


class CloseCase(CaseVerb):
    """Nothing more is to be done."""

    title = _("Close the case")
    consequence = _("The case is done. It can be reopened.")
    button = _("Close case")
    done = _("The case is closed.")
    form_class = CloseCaseForm

    def act(self, subject: Case, data: dict[str, Any]) -> Case:
        return handling.close_case(subject.pk, **data, actor=self.request.user)


class ReopenCase(CaseVerb):
    """The answer was not enough."""

    title = _("Reopen the case")
    consequence = _("The case is open again, with a new limit for the answer.")
    button = _("Reopen case")
    done = _("The case is open again.")
    form_class = ReasonForm

    def act(self, subject: Case, data: dict[str, Any]) -> Case:
        return handling.reopen_case(subject.pk, reason=data["reason"], actor=self.request.user)


class HandCase(CaseVerb):
    """Somebody else answers it."""

    title = _("Hand the case to a colleague")
    consequence = _("The colleague answers it; the limit stays.")
    button = _("Hand over")
    done = _("The case has another owner.")
    form_class = HandCaseForm

    def act(self, subject: Case, data: dict[str, Any]) -> Case:
        return handling.hand_case(subject.pk, **data, actor=self.request.user)
