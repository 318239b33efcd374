"""Requirement notes: the list, one note with its quotations, typing it, and its verbs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.forms.requirement import RequirementForm
from orders.forms.verbs import ReasonForm
from orders.models import Quotation, Requirement
from orders.models.requirement import RequirementState
from orders.policies import may_quote, may_see_requirements
from orders.services.quotes import requirements
from orders.views.papers import Offer, PaperList, Tab, buttons_of, paper_for, told

S = RequirementState
OFFERS = (
    Offer("confirm", _("Confirmed with the customer"), may_quote, "confirm", leads=True),
    Offer("quote", _("Make a quotation"), may_quote, "quote", leads=True),
    Offer("edit", _("Edit"), may_quote, key="e"),
    Offer("drop", _("Drop"), may_quote, "drop", danger=True),
)


def requirement_for(user: Any, number: str) -> Requirement:
    """The note an address names, among those the person sees."""
    rows = Requirement.objects.visible_to(user).select_related("customer__owner", "owner", "contact")
    return paper_for(rows.defer("customer__search"), number)


class RequirementList(PaperList):
    """All requirement notes about the customers a person sees."""

    policy, may_begin = may_see_requirements, may_quote
    template, model = "orders/requirements.html", Requirement
    tabs = (
        Tab("", pgettext_lazy("requirements", "All"), lambda rows: rows),
        Tab("open", pgettext_lazy("requirement", "To confirm"), lambda rows: rows.filter(state=S.OPEN)),
        Tab("confirmed", _("To quote"), lambda rows: rows.filter(state=S.CONFIRMED)),
        Tab("quoted", pgettext_lazy("requirement", "Quoted"), lambda rows: rows.filter(state=S.QUOTED)),
    )


class RequirementPage(Guarded):
    """What the customer asks for, and the quotations made of it."""

    policy = may_see_requirements

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        note = requirement_for(request.user, number)
        context = {
            "note": note,
            "quotations": list(note.quotations.for_list().order_by("-pk")),
            "buttons": buttons_of(request.user, note, "requirement", OFFERS),
            **told(request, note),
        }
        return render(request, "orders/requirement.html", context)


class NewRequirement(Guarded):
    """A note typed."""

    policy = may_quote

    def note(self) -> Requirement | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code = request.GET.get("customer", "")[:40].replace("\x00", "")
        note = self.note()
        return self.show(RequirementForm(request.user, note, customer=code), note)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        note = self.note()
        form = RequirementForm(request.user, note, request.POST)
        if not form.is_valid():
            return self.show(form, note, status=422)
        try:
            target = once_for(request, lambda: self.write(form, note))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, note, status=409)
        return HttpResponseRedirect(target)

    def write(self, form: RequirementForm, note: Requirement | None) -> str:
        version = form.cleaned_data["version"]
        saved = requirements.save_requirement(
            note.pk if note else None, card=form.as_card(), version=version, actor=self.request.user
        )
        messages.success(self.request, say("The note is saved."))
        return saved.get_absolute_url()

    def show(self, form: RequirementForm, note: Requirement | None, status: int = 200) -> HttpResponse:
        return render(self.request, "orders/requirement_form.html", {"form": form, "note": note}, status=status)


class EditRequirement(NewRequirement):
    """A note written again, while it is not confirmed."""

    def note(self) -> Requirement:
        note = requirement_for(self.request.user, self.kwargs["number"])
        self.policy.demand(self.request.user, note)
        return note


class RequirementVerb(VerbView):
    """A verb on the note the address names."""

    policy = may_quote

    def get_subject(self) -> Requirement:
        return requirement_for(self.request.user, self.kwargs["number"])


class ConfirmRequirement(RequirementVerb):
    """The customer agreed to the note."""

    title = _("Confirmed with the customer")
    consequence = _("The note stays as it is from now on and may be quoted.")
    button = _("Confirm note")
    done = _("The note is confirmed.")

    def act(self, subject: Requirement, data: dict[str, Any]) -> Requirement:
        return requirements.confirm_requirement(subject.pk, actor=self.request.user)


class QuoteRequirement(RequirementVerb):
    """Make a quotation of it."""

    title = _("Make a quotation")
    consequence = _("A quotation draft for this customer, linked to the note.")
    button = _("Make quotation")
    done = _("Here is the quotation; add its lines.")

    def act(self, subject: Requirement, data: dict[str, Any]) -> Quotation:
        return requirements.quote_requirement(subject.pk, actor=self.request.user)

    def done_url(self, subject: Requirement, result: Any) -> str:
        return reverse("orders:quotation-edit", args=[result.number])


class DropRequirement(RequirementVerb):
    """Nothing will be offered."""

    title = _("Drop the note")
    consequence = _("Nothing will be offered for it; the note and the reason stay.")
    button = _("Drop note")
    done = _("The note is dropped.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Requirement, data: dict[str, Any]) -> Requirement:
        return requirements.drop_requirement(subject.pk, actor=self.request.user, reason=data["reason"])
