"""What every request passes: private pages kept out of caches, and whose address a caller really has."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class PrivatePages:
    """What a signed-in person was shown is not kept by browser or proxy, unless the page says otherwise itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


def client_ip(request: HttpRequest) -> str:
    """The address wrong passwords count for; behind our proxy the one it added last, which no caller can fake."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.GENDAN_BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
