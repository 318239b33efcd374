"""What keeps a demonstration on its own machine, and real work away from a demonstration's database."""

import ipaddress
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _

from core import clock
from core.models import Event, Installation

logger = logging.getLogger(__name__)

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_ORIGINAL",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CLIENT_IP",
    "HTTP_CF_",
    "HTTP_VIA",
)
MARKED = "This database was made for a demonstration; production does not run on it. Name another in DATABASE_URL."


def is_demo(request: HttpRequest) -> bool:
    """Whether this request may see role cards and ready passwords: every condition of the demo holds."""
    return switched_on() and from_this_machine(request) and is_marked()


def switched_on() -> bool:
    """The demo was asked for by its switch, and nothing is being debugged."""
    return bool(settings.GENDAN_DEMO) and not settings.DEBUG


def from_this_machine(request: HttpRequest) -> bool:
    """The caller, and the name it called us by, are this machine, and nobody passed the request on."""
    if any(name.startswith(FORWARDED) for name in request.META):
        return False
    return _calls_loopback(request) and _comes_from_loopback(request)


def _calls_loopback(request: HttpRequest) -> bool:
    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    return any(host == name or host.startswith(f"{name}:") for name in LOOPBACK)


def _comes_from_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def is_marked() -> bool:
    """Whether this database was made for a demonstration."""
    return Installation.objects.filter(demo=True).exists()


def may_be_demo() -> bool:
    """Whether a demonstration may use this database: it holds no tables yet, or is marked, or nobody works in it."""
    tables = connection.introspection.table_names()
    if not tables:
        return True
    return Installation._meta.db_table in tables and (is_marked() or is_unused())


def is_unused() -> bool:
    """Whether nobody has signed up, nothing has happened, and nobody said what the database is for."""
    people = get_user_model().objects
    return not (people.exists() or Event.objects.exists() or Installation.objects.exists())


@transaction.atomic
def mark_while_empty() -> bool:
    """Marks a database nobody has worked in yet as a demonstration; False where somebody has."""
    if is_marked():
        return True
    if not is_unused():
        return False
    Installation.objects.create(demo=True, created_at=clock.now())
    return True


class DemoGuard:
    """A running demo answers only its own machine; whatever came another way gets nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not from_this_machine(request):
            return HttpResponseForbidden(_("The demo answers only the machine it runs on."), content_type="text/plain")
        return self.get_response(request)


class RealWorkOnly:
    """In production nothing is served from a database that was made for a demonstration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.known:
            self.known = require_real_work()
        return self.get_response(request)


def require_real_work() -> bool:
    """Stops production on a marked database; False while the database cannot be asked."""
    try:
        marked = is_marked()
    except (OperationalError, ProgrammingError):
        logger.warning("The database does not answer yet; whether it was made for a demonstration is asked again.")
        return False
    if marked:
        raise ImproperlyConfigured(MARKED)
    return True


@register(Tags.security)
def check_demo(**_kwargs: Any) -> list[CheckMessage]:
    """A demo never debugs and never listens to names other than this machine's."""
    if not settings.GENDAN_DEMO:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("The demo runs with DEBUG on.", hint="Take GENDAN_DEBUG away.", id="core.E001"))
    if not set(settings.ALLOWED_HOSTS) <= set(LOOPBACK) or not settings.ALLOWED_HOSTS:
        found.append(Error("The demo listens to other hosts.", hint="Allow only loopback hosts.", id="core.E002"))
    return found


@register(Tags.database)
def check_database(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Production does not even migrate a database that was made for a demonstration."""
    if not databases or not getattr(settings, "GENDAN_PRODUCTION", False):
        return []
    try:
        return [Error(MARKED, id="core.E003")] if is_marked() else []
    except (OperationalError, ProgrammingError):
        return []
