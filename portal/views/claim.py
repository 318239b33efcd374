"""The page on which a customer says that goods are to come back."""

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.once import once_for
from core.refusal import Refused
from portal.forms import ClaimForm
from portal.services.claiming import ask_by_link
from portal.views.door import Door


class AskReturn(Door):
    """A small form; looking writes nothing. Where the house does not take returns by link, there is no such page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.GENDAN_RETURNS_BY_LINK:
            return self.shut(404)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(ClaimForm(), sent="sent" in request.GET)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ClaimForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            once_for(request, lambda: self.ask(form), user=self.opened.link.made_by)
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(form, 409)
        return HttpResponseRedirect(f"{reverse('portal:return', args=[token])}?sent=1")

    def ask(self, form: ClaimForm) -> str:
        return ask_by_link(self.opened, **form.cleaned_data).number

    def show(self, form: ClaimForm, status: int = 200, *, sent: bool = False) -> HttpResponse:
        who = {"customer": self.opened.customer, "owner": self.opened.receiver}
        context = {"nav": (), "form": form, "sent": sent, **who}
        return render(self.request, "portal/return.html", context, status=status)
