"""The page where a person says how they want to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import SIGNED_IN
from core.views.guard import Guarded
from notifications.forms import ChannelsForm
from notifications.services import choose_channels


class Settings(Guarded):
    """Kinds of messages by channels, a tick for each."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "notifications/settings.html", {"form": ChannelsForm(request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChannelsForm(request.user, request.POST)
        if form.is_valid():
            choose_channels(request.user, form.chosen())
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("notifications:settings"))
