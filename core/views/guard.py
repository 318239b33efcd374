"""The frame of every page: it names its policy, and nobody passes without it."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View

from core.access import PUBLIC, Everybody, Policy


class Guarded(View):
    """A page with a policy of its own; the anonymous are led to sign in, others get 403.

    The policy is asked about the person; what it says about one object is asked again
    where the object is known, and by the service.
    """

    policy: Policy | Everybody

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.policy is not PUBLIC:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            self.policy.demand(request.user)
        return super().dispatch(request, *args, **kwargs)
