"""The door of the API: whose key it is, how often it asks, and what it may; no cookie opens it (A8, A10, A34)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from api.forms.body import read_body
from api.forms.wrong import Wrong
from api.models import ApiKey
from api.policies import may_use_api
from api.services import open_key
from api.views import errors
from core.access import Policy
from core.limiting import Limiter
from core.middleware import client_ip
from core.models import User

LIMITS = Limiter()


@method_decorator(csrf_exempt, name="dispatch")
class Door(View):
    """An address for whoever sends a key. A session is not looked at, so no foreign page can act through one.

    `policy` is the right of the page that shows or does the same; using the API is a right of its own beside it.
    """

    policy: Policy = may_use_api
    http_method_names = ["get", "post", "head", "options"]
    key: ApiKey
    user: User | None = None
    body: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.enter(request)
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except errors.SAID as error:
            answer = errors.answer_to(error, self.user)
        add_never_cache_headers(answer)
        return answer

    def enter(self, request: HttpRequest) -> None:
        """Who asks, whether not too often, and whether they may; then what they sent."""
        self.key = self._opened(request)
        self.user = request.user = self.key.user  # type: ignore[assignment]
        self._keep_pace(f"key:{self.key.pk}", settings.GENDAN_API_CALLS)
        may_use_api.demand(self.user)
        self.policy.demand(self.user)
        self.body = read_body(request) if request.method == "POST" and hasattr(self, "post") else {}

    def _opened(self, request: HttpRequest) -> ApiKey:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        key = open_key(token.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            self._keep_pace(f"guess:{client_ip(request)}", settings.GENDAN_API_GUESSES)
            message = _("Send an API key that is good: Authorization: Bearer gdn_…")
            raise Wrong(401, "unauthorized", message, headers={"WWW-Authenticate": 'Bearer realm="api"'})
        return key

    def _keep_pace(self, name: str, most: int) -> None:
        if wait := LIMITS.wait(name, most):
            message = _("Too many requests. Please wait %(seconds)s seconds.") % {"seconds": wait}
            raise Wrong(429, "too_many", message, headers={"Retry-After": str(wait)})
        LIMITS.count(name)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return errors.method_not_allowed(request, self._allowed_methods())


class Nothing(Door):
    """Every address below that there is none at."""

    def get(self, request: HttpRequest, rest: str) -> HttpResponse:
        message = _("There is no such address; each ends with a slash.")
        raise Wrong(404, "no_such_address", message)

    post = get
