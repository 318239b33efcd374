"""Whether the house stands, for whoever watches the machines."""

from celery import current_app
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError

from core import clock
from core.models import Delivery

HEADERS = {"Cache-Control": "no-store"}
_migrated: list[bool] = []


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"}, headers=HEADERS)


def ready(request: HttpRequest) -> JsonResponse:
    """503 while the database is away or not migrated; without broker or worker people work on, letters wait."""
    found = {"database": database_state(), "broker": broker_state()}
    if found["database"] != "ok":
        return JsonResponse({"status": "not ready", **found}, status=503, headers=HEADERS)
    found["messages"] = messages_state()
    status = "ready" if set(found.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, **found}, headers=HEADERS)


def database_state() -> str:
    try:
        waiting = pending_migrations()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "The database does not answer."
    return f"{waiting} migrations are not applied." if waiting else "ok"


def pending_migrations() -> int:
    """How many migrations wait; where none did once, this process asks no more: its own code grows no new ones."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if waiting := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
            return waiting
        _migrated.append(True)
    return 0


def broker_state() -> str:
    """Asked with one quick try, so that a missing broker does not hold up the answer."""
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=1)
    except (OperationalError, OSError):
        return "The broker does not answer; messages wait for it."
    return "ok"


def messages_state() -> str:
    """What should have left long ago says that no worker runs, or no beat."""
    if Delivery.objects.overdue(clock.now()).exists():
        return "Messages wait for more than ten minutes; is a worker running, and beat?"
    return "ok"
