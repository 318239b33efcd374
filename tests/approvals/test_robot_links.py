"""B12: one's own robot brings the case with the key; a shared robot brings only the way to the signed-in task."""

import re

import pytest

from approvals.models import TaskLink
from core.links import digest_of
from core.nudge import quietly
from core.outbox import sweep
from notifications.models import Channel, Kind
from notifications.services import choose_channels, send_waiting
from notifications.services.enclosing import shortened
from tests.approvals.builders import open_task, submit
from tests.notifications.conftest import robot_says
from tests.notifications.gateway import gateway

pytestmark = pytest.mark.django_db
KEY = re.compile(r"/a/([\w-]{43})/")


@pytest.fixture
def robot(settings):
    settings.GENDAN_HTTP_LOOPBACK, settings.LANGUAGE_CODE = True, "en"
    with gateway() as server:
        server.answer = robot_says(0)
        yield server


def asked(ann, bo, robot, settings, name: str) -> str:
    """What the robot of that name says when Bo's decision is needed."""
    settings.GENDAN_CHAT_ROBOTS = {name: robot.url}
    choose_channels(bo, {Kind.TO_DO: [Channel.CHAT]})
    open_task(submit(ann))
    with quietly():
        while sweep():
            pass
        send_waiting()
    (got,) = robot.got
    return got["text"]["content"]


def test_b12_a_persons_own_robot_brings_the_case_and_its_key(ann, bo, robot, settings):
    words = asked(ann, bo, robot, settings, bo.username)

    token = KEY.search(words)[1]
    assert "Total 97,180.00 reaches the limit of 50,000. Agree?" in words
    assert TaskLink.objects.get(digest=digest_of(token)).user == bo


def test_b12_a_robot_that_others_hear_brings_no_key(ann, bo, robot, settings):
    words = asked(ann, bo, robot, settings, "*")

    assert KEY.search(words) is None and "/approvals/" in words
    assert TaskLink.objects.count() == 0


def test_a_long_case_keeps_its_question_and_its_links_within_what_a_robot_takes():
    facts = [f"- fact {n}: {'数' * 60}" for n in range(40)]
    ways = ["", "This link is yours alone:", "https://g/a/token/", "", "Or sign in:", "https://g/t/"]
    text = "\n".join(["Agree?", "", *facts, *ways])

    short = shortened(text, 2000)

    assert len(short.encode()) <= 2000
    assert short.startswith("Agree?\n") and short.endswith("https://g/a/token/\n\nOr sign in:\nhttps://g/t/")


def test_a_question_longer_than_everything_is_cut():
    assert len(shortened("数" * 3000 + "\nhttps://g/", 2000).encode()) <= 2000
    assert shortened("数" * 3000 + "\nhttps://g/", 2000).endswith("\nhttps://g/")
