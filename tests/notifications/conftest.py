"""A gateway in the neighbourhood, and time that can be moved on."""

import datetime

import pytest

from core import clock
from tests.notifications.gateway import gateway, says


@pytest.fixture
def sms(settings):
    """The house's text messages go to a gateway on this machine."""
    with gateway() as server:
        settings.GENDAN_HTTP_LOOPBACK = True
        settings.GENDAN_SMS_URL, settings.GENDAN_SMS_TOKEN = server.url, "s3cret"
        yield server


@pytest.fixture
def robot(settings):
    """A chat robot for everybody."""
    with gateway() as server:
        settings.GENDAN_HTTP_LOOPBACK = True
        settings.GENDAN_CHAT_ROBOTS = {"*": server.url}
        server.answer = robot_says(0)
        yield server


def robot_says(code: int, words: str = "ok"):
    """How these robots answer, good or bad: with status 200."""
    return says(200, f'{{"errcode": {code}, "errmsg": "{words}"}}'.encode())


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""

    def pass_by(**span: float) -> None:
        moment = clock.now() + datetime.timedelta(**span)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return pass_by
