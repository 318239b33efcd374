"""The door of every page that is opened by a link: limits, and the same answer to all that opens nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.access import PUBLIC
from core.limiting import Limiter
from core.links import digest_of
from core.middleware import client_ip
from core.views.guard import Guarded

LIMITS = Limiter()


class Door(Guarded):
    """A page for whoever holds a link. Looking writes nothing, so limits are counted in memory (A27, A34).

    A subclass says `open(token)`, what a token opens now or None, and `shut_template`, drawn with `busy`.
    """

    policy = PUBLIC
    opened: Any
    shut_template: str

    def open(self, token: str) -> Any:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        caller, token = client_ip(request), kwargs["token"]
        look, guess = f"look:{caller}:{digest_of(token)}", f"guess:{caller}"
        wait = LIMITS.wait(look, settings.GENDAN_LINK_LOOKS) or LIMITS.wait(guess, settings.GENDAN_LINK_GUESSES)
        if wait:
            return too_often(self.shut(429), wait)
        LIMITS.count(look)
        opened = self.open(token)
        if opened is None:
            LIMITS.count(guess)
            return self.shut(404)
        self.opened = opened
        return super().dispatch(request, *args, **kwargs)

    def shut(self, status: int) -> HttpResponse:
        return render(self.request, self.shut_template, {"nav": (), "busy": status == 429}, status=status)


def too_often(answer: HttpResponse, seconds: int) -> HttpResponse:
    """Say when to come again."""
    answer["Retry-After"] = str(seconds)
    return answer
