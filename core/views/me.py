"""My own settings, my PIN, and the language switch that remembers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from core.access import PUBLIC, SIGNED_IN
from core.forms import PinForm, PreferencesForm
from core.models import User
from core.panel import draw_panels
from core.pins import has_pin, set_pin
from core.views.guard import Guarded


class Me(Guarded):
    """How I like to see the house."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(PreferencesForm(instance=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PreferencesForm(request.POST, instance=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        person = form.save()
        messages.success(request, _("Saved."))
        response = HttpResponseRedirect(reverse("me"))
        if person.language:
            response.set_cookie("django_language", person.language, samesite="Lax")
        return response

    def show(self, form: PreferencesForm, status: int = 200) -> HttpResponse:
        panels = draw_panels(settings.ME_PANELS, self.request, self.request.user)
        return render(self.request, "core/me.html", {"form": form, "panels": panels}, status=status)


class MyPin(Guarded):
    """Set my PIN; whoever finds this page open must know the password all the same."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(PinForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PinForm(request.POST)
        if form.is_valid() and self.is_proven(form.cleaned_data["password"]):
            set_pin(request.user.pk, pin=form.cleaned_data["pin"])
            messages.success(request, _("Your PIN is set."))
            return HttpResponseRedirect(reverse("me"))
        if form.is_valid():
            form.add_error("password", _("This is not your password."))
        return self.show(form, 422)

    def is_proven(self, password: str) -> bool:
        """Asked as at the sign-in, so that wrong passwords are counted, and shut out, there and here alike."""
        found = authenticate(self.request, username=self.request.user.get_username(), password=password)
        return found is not None and found.pk == self.request.user.pk

    def show(self, form: PinForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "has_pin": has_pin(self.request.user.pk)}
        return render(self.request, "core/pin.html", context, status=status)


class Language(Guarded):
    """Switch the language, for this browser and for the person who signed in."""

    policy = PUBLIC

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("language", "")
        if request.user.is_authenticated and check_for_language(chosen):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        return set_language(request)
