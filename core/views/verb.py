"""One page for every verb: GET says in words what will happen, POST does it once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded


class NoQuestions(forms.Form):
    """A verb that asks nothing but the confirmation."""


class VerbView(Guarded):
    """A verb on one subject.

    A subclass says: `policy`, `title`, `consequence` (what will happen, in words), `button`,
    `done` (the message afterwards), `form_class`, `get_subject()` (through visible_to),
    `act(subject, data)` (calls one service), `success_url(subject)`. An act of many transactions, which adds
    nothing when it is run again, says `is_once = False`: the one-time key would hold them all in one.
    """

    title: str | Promise = ""
    consequence: str | Promise = ""
    button: str | Promise = _("Confirm")
    done: str | Promise = _("Done.")
    danger = False
    is_once = True
    form_class: type[forms.Form] = NoQuestions
    template_name = "core/verb.html"

    def get_subject(self) -> Any:
        raise NotImplementedError

    def act(self, subject: Any, data: dict[str, Any]) -> Any:
        raise NotImplementedError

    def success_url(self, subject: Any) -> str:
        return subject.get_absolute_url()

    def get_form(self, subject: Any, data: Any = None) -> forms.Form:
        return self.form_class(data)

    def extra_context(self, subject: Any) -> dict[str, Any]:
        return {}

    def examine(self, subject: Any) -> None:
        """Refuse what is not possible now before anybody fills in the form for it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.get_subject()
        self.policy.demand(request.user, subject)
        try:
            self.examine(subject)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(subject.get_absolute_url())
        return self.show(subject, self.get_form(subject))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.get_subject()
        self.policy.demand(request.user, subject)
        form = self.get_form(subject, request.POST)
        if not form.is_valid():
            return self.show(subject, form, status=422)
        try:
            target = self.run_once(lambda: self.done_url(subject, self.act(subject, form.cleaned_data)))
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(subject, form, status=409)
        messages.success(request, self.done)
        return HttpResponseRedirect(target)

    def run_once(self, act: Callable[[], str]) -> str:
        return once_for(self.request, act) if self.is_once else act()

    def done_url(self, subject: Any, result: Any) -> str:
        return self.success_url(result if hasattr(result, "get_absolute_url") else subject)

    def show(self, subject: Any, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "verb": self,
            "subject": subject,
            "form": form,
            "back_url": self.success_url(subject),
        }
        return render(
            self.request,
            self.template_name,
            context | self.extra_context(subject),
            status=status,
        )
