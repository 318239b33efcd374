"""A30: what every page says to the browser, and that production asks for nothing less."""

import os
import subprocess
import sys

import pytest

from core.devserver.addresses import PROJECT
from core.models import User

pytestmark = pytest.mark.django_db

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "GENDAN_SECRET_KEY": "kJ4-q9Zt_w2Xv7Lm0Rb6Yc1Hn8Pd3Sf5Ga_uEiOoQzTyWxVrUeNsMkJhLgFdBp",
    "GENDAN_ALLOWED_HOSTS": "gendan.example",
    "DATABASE_URL": "postgres://gendan@db.example/gendan",
    "REDIS_URL": "redis://broker.example/0",
}


def production(*words, **changes):
    # The browser tests of the same worker ask Django to be lenient; production never hears of it.
    told = os.environ | {"GENDAN_DEMO": None, "DJANGO_ALLOW_ASYNC_UNSAFE": None} | PRODUCTION | changes
    environment = {name: value for name, value in told.items() if value is not None}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=300)


def test_every_page_says_what_it_may_load_and_from_where(client):
    answer = client.get("/sign-in/")
    rules = dict(rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";"))
    script, *nonce = rules.pop("script-src").split()
    assert rules == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert script == "'self'"
    assert all(word.startswith("'nonce-") for word in nonce)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def test_what_a_signed_in_person_sees_is_kept_nowhere(client):
    client.force_login(User.objects.create_user("ann", password=None))
    answer = client.get("/me/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_production_passes_the_check_for_deployment():
    said = production("check", "--deploy", "--fail-level", "WARNING")
    assert said.returncode == 0, said.stderr
    assert "no issues (0 silenced)" in said.stdout


@pytest.mark.parametrize("name", ["GENDAN_SECRET_KEY", "GENDAN_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without_what_it_must_be_told(name):
    said = production("check", **{name: None})
    assert said.returncode != 0
    assert f"{name} must be set in production." in said.stderr


def test_production_does_not_start_as_a_demonstration():
    said = production("check", GENDAN_DEMO="1")
    assert said.returncode != 0
    assert "GENDAN_DEMO must not be set in production." in said.stderr
