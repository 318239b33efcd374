"""Chat robots say what somebody asked for, in each robot's dialect and never more than it allows (B12, B13)."""

from pathlib import Path

import pytest

from notifications.models import Channel, Kind, Message
from notifications.services import choose_channels, send_waiting, tell
from notifications.services.robots import robot_for, spoken, words_of
from tests.notifications.conftest import robot_says
from tests.notifications.gateway import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def listener(ann):
    """Ann hears from a robot what she has to do, and of it nothing else anywhere but in the app."""
    choose_channels(ann, {Kind.TO_DO: [Channel.INBOX, Channel.CHAT]})
    return ann


def say(ann, event: int = 1, **more) -> None:
    tell(event, [ann.pk], subject="Approve SO-1", url="/tasks/1/", kind=Kind.TO_DO, **more)


def chats() -> list[tuple[bool, bool, int, str]]:
    rows = Message.objects.filter(channel=Channel.CHAT).order_by("pk")
    return [(one.sent_at is not None, one.given_up, one.attempts, one.error) for one in rows]


def test_b12_a_to_do_goes_to_the_robot_once_with_its_link(robot, listener, settings):
    settings.GENDAN_PUBLIC_URL = "https://gendan.example.com"
    say(listener)
    say(listener)

    assert (send_waiting(), send_waiting()) == (1, 0)

    (got,) = robot.got
    assert got == {
        "msgtype": "text",
        "text": {"content": "Ann: Approve SO-1\nhttps://gendan.example.com/tasks/1/"},
        "id": Message.objects.get(channel=Channel.CHAT).reference,
    }
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["chat", "inbox"]


def test_b13_a_robot_hears_twenty_a_minute_and_the_rest_waits(robot, listener, later):
    for event in range(45):
        say(listener, event)

    assert (send_waiting(), send_waiting()) == (20, 0)
    later(seconds=59)
    assert send_waiting() == 0
    later(seconds=2)
    assert (send_waiting(), send_waiting()) == (20, 0)
    later(seconds=61)
    assert send_waiting() == 5
    assert len(robot.got) == len(set(robot.ids)) == 45
    assert {attempts for _sent, _gone, attempts, _said in chats()} == {0}


def test_b13_two_names_of_one_robot_share_its_limit(robot, listener, bo, settings):
    settings.GENDAN_CHAT_ROBOTS = {"*": robot.url, "bo": robot.url}
    choose_channels(bo, {Kind.TO_DO: [Channel.CHAT]})
    for event in range(15):
        tell(event, [listener.pk, bo.pk], subject="Look", kind=Kind.TO_DO)

    assert (send_waiting(), len(robot.got)) == (20, 20)


def test_b13_what_a_robot_refuses_counts_too(robot, listener):
    robot.answer = robot_says(310000, "keywords not in content")
    for event in range(25):
        say(listener, event)

    assert (send_waiting(), send_waiting(), len(robot.got)) == (0, 0, 20)
    assert chats()[0] == (False, True, 1, "310000 keywords not in content")


def test_f27_a_robot_asked_too_often_is_asked_again_later(robot, listener, later):
    """DingTalk and WeCom say it with status 200."""
    robot.answer = robot_says(130101, "send too fast")
    say(listener)
    assert (send_waiting(), chats()) == (0, [(False, False, 1, "130101 send too fast")])

    robot.answer = robot_says(0)
    later(minutes=3)
    assert (send_waiting(), chats()) == (1, [(True, False, 1, "")])
    assert len(set(robot.ids)) == 1


def test_f27_a_robot_that_was_taken_out_is_given_up(robot, listener):
    robot.answer = says(404, b"no such robot")
    say(listener)

    assert (send_waiting(), chats()) == (0, [(False, True, 1, "HTTP 404 no such robot")])


def test_a_robot_no_longer_set_up_says_nothing_to_another(robot, listener, settings):
    settings.GENDAN_CHAT_ROBOTS = {"ann": robot.url}
    say(listener)
    settings.GENDAN_CHAT_ROBOTS = {"bo": robot.url}

    assert (send_waiting(), robot.got) == (0, [])
    assert chats() == [(False, True, 1, "this robot is no longer set up")]


def test_a_persons_own_robot_comes_before_the_departments_and_everybodys(ann, settings):
    every = {"ann": "https://a.example", "North": "https://n.example", "*": "https://e.example"}
    found = []
    for gone in ("", "ann", "North", "*"):
        every.pop(gone, None)
        settings.GENDAN_CHAT_ROBOTS = dict(every)
        settings.GENDAN_OUTBOX = ""
        found.append(robot_for(ann))
    assert found == ["ann", "North", "*", ""]


def test_nobody_hears_from_a_robot_who_did_not_ask(robot, ann):
    say(ann)

    assert (send_waiting(), robot.got) == (0, [])


def test_without_a_robot_what_it_would_say_becomes_a_file(listener, settings, tmp_path):
    settings.GENDAN_OUTBOX = str(tmp_path)
    say(listener)

    assert send_waiting() == 1
    (file,) = Path(tmp_path, "chat").iterdir()
    assert file.read_text() == f"Ann: Approve SO-1\n{settings.GENDAN_PUBLIC_URL}/tasks/1/\n"


def test_each_robot_is_spoken_to_in_its_own_dialect(listener):
    say(listener)
    message = Message.objects.get(channel=Channel.CHAT)
    words = words_of(message)

    ding = spoken("https://oapi.dingtalk.com/robot/send?access_token=x", message, words)
    wecom = spoken("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", message, words)
    feishu = spoken("https://open.feishu.cn/open-apis/bot/v2/hook/x", message, words)
    assert ding["text"]["content"] == words
    assert wecom == {"msgtype": "text", "text": {"content": words}}
    assert feishu == {"msg_type": "text", "content": {"text": words}}
