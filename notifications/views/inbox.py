"""The page of a person's messages."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.access import SIGNED_IN
from core.paging import page_of
from core.views.guard import Guarded
from notifications.models import Message
from notifications.services import mark_all_read, mark_read


class MessageList(Guarded):
    """My messages, the unread ones or all."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Message.objects.visible_to(request.user)
        tab = "all" if request.GET.get("tab") == "all" else "unread"
        page = page_of(mine if tab == "all" else mine.unread(), request.GET)
        return render(request, "notifications/list.html", {"page": page, "tab": tab})


class MarkAllRead(Guarded):
    """Mark everything I have as read."""

    policy = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_all_read(request.user)
        return HttpResponseRedirect(reverse("notifications:list"))


class OpenMessage(Guarded):
    """Mark one message as read and go to what it is about."""

    policy = SIGNED_IN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
        mark_read(request.user, message.pk)
        inside = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
        return HttpResponseRedirect(message.url if message.url and inside else reverse("notifications:list"))
