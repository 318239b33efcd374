"""A29: role cards and ready passwords exist only where every condition of the demo holds."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from config.celery import only_real_work
from core import clock, demo_guard
from core.models import Installation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(settings):
    settings.GENDAN_DEMO = True
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "gendan.example"]
    return Installation.objects.create(demo=True, created_at=clock.now())


def ask(host="localhost:8000", peer="127.0.0.1", **headers):
    return RequestFactory().get("/", HTTP_HOST=host, REMOTE_ADDR=peer, **headers)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8123", "[::1]:8000", "[::1]"])
def test_it_is_a_demo_where_all_conditions_hold(marked, host):
    assert demo_guard.is_demo(ask(host))


def test_it_is_no_demo_without_the_switch(marked, settings):
    settings.GENDAN_DEMO = False
    assert not demo_guard.is_demo(ask())


def test_it_is_no_demo_while_debugging(marked, settings):
    settings.DEBUG = True
    assert not demo_guard.is_demo(ask())


def test_it_is_no_demo_on_a_database_without_the_mark(marked):
    marked.delete()
    assert not demo_guard.is_demo(ask())


def test_it_is_no_demo_on_a_database_marked_for_real_work(marked):
    Installation.objects.update(demo=False)
    assert not demo_guard.is_demo(ask())


@pytest.mark.parametrize("host", ["gendan.example", "localhost.gendan.example", "localhost@gendan.example", ""])
def test_it_is_no_demo_under_another_name(marked, host):
    assert not demo_guard.is_demo(ask(host))


@pytest.mark.parametrize("peer", ["10.0.0.7", "", "unix:"])
def test_it_is_no_demo_for_another_machine(marked, peer):
    assert not demo_guard.is_demo(ask(peer=peer))


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_FORWARDED",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REAL_IP",
        "HTTP_VIA",
        "HTTP_CF_CONNECTING_IP",
    ],
)
def test_it_is_no_demo_behind_a_proxy(marked, header):
    assert not demo_guard.is_demo(ask(**{header: "127.0.0.1"}))


def test_the_guard_lets_this_machine_in_and_turns_everybody_else_away(marked):
    door = demo_guard.DemoGuard(lambda request: HttpResponse("in"))
    assert door(ask()).content == b"in"
    assert door(ask(HTTP_X_FORWARDED_FOR="127.0.0.1")).status_code == 403
    assert door(ask("gendan.example")).status_code == 403


def test_an_empty_database_can_be_marked_and_stays_marked():
    assert demo_guard.mark_while_empty()
    assert demo_guard.mark_while_empty()
    assert Installation.objects.count() == 1


def test_a_database_somebody_signed_up_in_cannot_be_marked():
    User.objects.create_user("ann", password=None)
    assert not demo_guard.mark_while_empty()
    assert not Installation.objects.exists()


def test_a_database_marked_for_real_work_cannot_become_a_demo():
    Installation.objects.create(demo=False, created_at=clock.now())
    assert not demo_guard.mark_while_empty()


def test_production_refuses_a_marked_database(marked):
    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        demo_guard.require_real_work()
    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        demo_guard.RealWorkOnly(lambda request: HttpResponse("in"))(ask())


def test_in_production_no_worker_starts_on_a_marked_database(marked, settings):
    settings.GENDAN_PRODUCTION = True
    with pytest.raises(SystemExit, match="demonstration"):
        only_real_work()


def test_production_serves_a_database_without_the_mark():
    assert demo_guard.require_real_work()
    assert demo_guard.RealWorkOnly(lambda request: HttpResponse("in"))(ask()).content == b"in"


def test_production_does_not_even_migrate_a_marked_database(marked):
    with override_settings(GENDAN_PRODUCTION=True):
        assert [error.id for error in demo_guard.check_database(databases=["default"])] == ["core.E003"]
    assert demo_guard.check_database(databases=["default"]) == []


def test_the_system_check_names_a_debugging_demo_and_a_listening_one(settings):
    settings.GENDAN_DEMO = True
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["localhost", "gendan.example"]
    assert [error.id for error in demo_guard.check_demo()] == ["core.E001", "core.E002"]
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["localhost"]
    assert demo_guard.check_demo() == []
