"""What every request passes: private pages kept out of caches, discretion, and whose address a caller really has."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from core.links import is_door
from core.whence import acting_from


class PrivatePages:
    """What a signed-in person was shown is not kept by browser or proxy, unless the page says otherwise itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class Discreet:
    """A page whose address is a key is kept by nobody, found by no search, and no other house hears its address.

    Outermost of all, so that a refused or broken answer is as discreet as the page itself (A27).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_door(request.path_info):
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response["Referrer-Policy"] = "no-referrer"
        return response


class FromWhere:
    """What a person does in a request is written down with the address it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(client_ip(request)):
            return self.get_response(request)


def client_ip(request: HttpRequest) -> str:
    """The address wrong passwords count for; behind our proxy the one it added last, which no caller can fake."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.GENDAN_BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
