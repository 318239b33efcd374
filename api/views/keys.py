"""Making a key for oneself, and revoking it; both from one's own settings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from api.forms.keys import KeyForm
from api.models import ApiKey
from api.policies import may_use_api
from api.services import make_key, revoke_key
from core.access import SIGNED_IN
from core.once import once_for
from core.refusal import Refused
from core.views.verb import VerbView


class MakeKey(VerbView):
    """Make a key. It is on the answer and nowhere else; the house cannot say it a second time."""

    policy = may_use_api
    title = _("Make an API key")
    consequence = _(
        "Whoever holds the key can do over the API what you may do yourself, in your name. "
        "Give it to one system only, and revoke it when that system needs it no more."
    )
    button = _("Make the key")
    form_class = KeyForm

    def get_subject(self) -> Any:
        return self.request.user

    def success_url(self, subject: Any) -> str:
        return reverse("me")

    def extra_context(self, subject: Any) -> dict[str, Any]:
        # What it is about is one's own settings, not oneself.
        return {"subject": _("My settings")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = KeyForm(request.POST)
        if not form.is_valid():
            return self.show(request.user, form, status=422)
        told: list[str] = []
        try:
            once_for(request, lambda: self.make(form.cleaned_data, told))
        except Refused as refusal:
            form.add_error(NON_FIELD_ERRORS, str(refusal))
            return self.show(request.user, form, status=409)
        if not told:
            messages.warning(request, _("The key was shown once already. Make another one if it is lost."))
            return HttpResponseRedirect(reverse("me"))
        return render(request, "api/key_made.html", {"token": told[0], "name": form.cleaned_data["name"]})

    def make(self, data: dict[str, Any], told: list[str]) -> str:
        key, token = make_key(name=data["name"], days=data["days"], actor=self.request.user)
        told.append(token)
        return str(key.pk)


class RevokeKey(VerbView):
    """Revoke a key of one's own; for that one needs no right."""

    policy = SIGNED_IN
    title = _("Revoke the API key")
    consequence = _("The key opens nothing any more, at once. What was done with it stays.")
    button = _("Revoke")
    done = _("The key is revoked.")
    danger = True

    def get_subject(self) -> ApiKey:
        return get_object_or_404(ApiKey.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def act(self, subject: Any, data: dict[str, Any]) -> ApiKey:
        return revoke_key(subject.pk, actor=self.request.user)
