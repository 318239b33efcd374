"""The door of every page a customer opens by a link: limits, the same answer to all that opens nothing, discretion."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from core.access import PUBLIC
from core.limiting import Limiter
from core.middleware import client_ip
from core.views.guard import Guarded
from portal.models import digest_of
from portal.services import Opened, open_link

LIMITS = Limiter()


class Door(Guarded):
    """A page for whoever holds a link. Looking writes nothing; nothing of it is kept, listed or passed on (A27)."""

    policy = PUBLIC
    opened: Opened

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return discreet(self.enter(request, *args, **kwargs))

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        caller, token = client_ip(request), kwargs["token"]
        look, guess = f"look:{caller}:{digest_of(token)}", f"guess:{caller}"
        wait = LIMITS.wait(look, settings.GENDAN_LINK_LOOKS) or LIMITS.wait(guess, settings.GENDAN_LINK_GUESSES)
        if wait:
            return too_often(self.shut(429), wait)
        LIMITS.count(look)
        opened = open_link(token)
        if opened is None:
            LIMITS.count(guess)
            return self.shut(404)
        self.opened = opened
        return super().dispatch(request, *args, **kwargs)

    def shut(self, status: int) -> HttpResponse:
        return render(self.request, "portal/shut.html", {"nav": (), "busy": status == 429}, status=status)


def too_often(answer: HttpResponse, seconds: int) -> HttpResponse:
    """Say when to come again."""
    answer["Retry-After"] = str(seconds)
    return answer


def discreet(answer: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody, found by no search, and no other house hears the address."""
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
