"""Signing in: by password, or in a demonstration by picking a role."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect

from core.access import PUBLIC
from core.demo_guard import is_demo
from core.models import User
from core.roles import ROLE_NAMES
from core.views.guard import Guarded

BACKEND = "core.backends.RoleBackend"


class SignIn(LoginView):
    """The sign-in page; in a demonstration with one card per role."""

    policy = PUBLIC
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"demo_cards": demo_cards() if is_demo(self.request) else []}


def demo_cards() -> list[dict[str, Any]]:
    """One person for each role, the first of each by key, in the order of the roles."""
    people = User.objects.filter(is_active=True, groups__name__in=ROLE_NAMES).order_by("pk")
    first: dict[str, dict[str, Any]] = {}
    for username, name, role in people.values_list("username", "name", "groups__name"):
        first.setdefault(role, {"role": role, "title": ROLE_NAMES[role], "name": name, "username": username})
    return [first[role] for role in ROLE_NAMES if role in first]


def _inside(request: HttpRequest) -> str:
    """Where a message or an address led before the sign-in; only pages of this house, or the first one (A17)."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else "/"


@method_decorator(csrf_protect, name="dispatch")
class DemoSignIn(Guarded):
    """One click signs in as a role, in a demonstration on this machine only (A29)."""

    policy = PUBLIC

    def post(self, request: HttpRequest) -> HttpResponse:
        if not is_demo(request):
            raise PermissionDenied
        allowed = [card["username"] for card in demo_cards()]
        person = get_object_or_404(User, username=request.POST.get("username", "")[:150], username__in=allowed)
        login(request, person, backend=BACKEND)
        return HttpResponseRedirect(_inside(request))
