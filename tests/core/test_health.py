"""Whether the machines are told the truth: alive, ready, degraded, not ready."""

import datetime
import json
import logging
import sys

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from kombu import Connection

from core import clock, logs, middleware
from core.models import Delivery, Event
from core.views import health


@pytest.fixture
def no_broker(monkeypatch):
    monkeypatch.setattr(health.current_app, "connection_for_write", lambda: Connection("redis://127.0.0.1:1/0"))


def ask(view):
    return view(RequestFactory().get("/readyz"))


@pytest.mark.django_db
def test_it_is_alive_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_it_is_ready_with_database_and_broker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "broker": "ok", "messages": "ok"}


@pytest.mark.django_db
def test_without_a_broker_it_is_degraded_but_ready(no_broker):
    answer = ask(health.ready)
    assert answer.status_code == 200
    assert b'"status": "degraded"' in answer.content
    assert b"The broker does not answer" in answer.content


@pytest.mark.django_db
def test_messages_that_wait_too_long_are_said():
    event = Event.objects.create(stream="x:1", seq=1, topic="x:1", name="x", text="{}", at=clock.now(), hash="0" * 64)
    Delivery.objects.create(event=event, reaction="x", next_try_at=clock.now() - datetime.timedelta(minutes=11))
    answer = ask(health.ready)
    assert answer.status_code == 200
    assert b"Messages wait for more than ten minutes" in answer.content


def test_without_a_database_it_is_not_ready(monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "pending_migrations", away)
    answer = ask(health.ready)
    assert answer.status_code == 503
    assert b"The database does not answer." in answer.content
    assert b"refused" not in answer.content


def test_with_migrations_waiting_it_is_not_ready(monkeypatch):
    monkeypatch.setattr(health, "database_state", lambda: "2 migrations are not applied.")
    answer = ask(health.ready)
    assert answer.status_code == 503
    assert b"2 migrations are not applied." in answer.content


class Person:
    def __init__(self, known):
        self.is_authenticated = known


@pytest.mark.parametrize(("known", "stored"), [(True, False), (False, True)])
def test_a_private_page_is_kept_by_no_cache(known, stored):
    request = RequestFactory().get("/")
    request.user = Person(known)
    answer = middleware.PrivatePages(lambda _: HttpResponse("page"))(request)
    assert ("no-store" not in answer.get("Cache-Control", "")) is stored


def test_a_page_that_speaks_for_itself_is_left_alone():
    request = RequestFactory().get("/")
    request.user = Person(True)
    said = HttpResponse("page", headers={"Cache-Control": "max-age=60"})
    assert middleware.PrivatePages(lambda _: said)(request)["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(("behind", "found"), [(True, "203.0.113.9"), (False, "10.0.0.1")])
def test_a_caller_cannot_choose_the_address_wrong_passwords_count_for(settings, behind, found):
    settings.GENDAN_BEHIND_PROXY = behind
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9", REMOTE_ADDR="10.0.0.1")
    assert middleware.client_ip(request) == found


def test_a_log_line_is_one_json_object_with_its_trace():
    try:
        raise ValueError("跟单")
    except ValueError:
        record = logging.LogRecord("gendan", logging.ERROR, __file__, 1, "lost %s", ("it",), sys.exc_info())
    line = logs.JsonLines().format(record)
    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["level"], entry["logger"], entry["message"]) == ("ERROR", "gendan", "lost it")
    assert "ValueError: 跟单" in entry["trace"]
