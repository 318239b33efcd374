"""Chat robots: which one speaks to whom, in its own dialect and never more often than it allows (B12, B13)."""

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from core import clock
from core.models import User
from core.posting import Declined, NoAnswer, post_json
from notifications.models import Channel, Message
from notifications.services.attempts import Outcome, in_turn
from notifications.services.carriers import put_into_outbox
from notifications.services.enclosing import shortened

MOST_A_MINUTE = 20
EVERYBODY = "*"
LONGEST = 1000
MOST_BYTES = 2000
"""What the strictest of them takes in one text."""

TOO_OFTEN = (-1, 45009, 45033, 130101, 9499, 11232)
"""What the robots of WeCom, DingTalk and Feishu say when they are busy or asked too often."""


def robot_for(person: User) -> str:
    """The robot that speaks to a person: their own, their department's, or everybody's; empty for none."""
    robots = settings.GENDAN_CHAT_ROBOTS
    names = (person.username, person.department.name if person.department else "", EVERYBODY)
    found = next((name for name in names if name and name in robots), "")
    return found or (EVERYBODY if not robots and settings.GENDAN_OUTBOX else "")


def let_speak(send: Callable[[int], Outcome], *, limit: int) -> int:
    """Send what each robot is to say, at most twenty a minute; the rest waits for the next run (B13)."""
    due = Message.objects.unsent(clock.now(), Channel.CHAT)
    names = due.order_by("robot").values_list("robot", flat=True).distinct()
    return sum(_let_one_speak(name, send, limit) for name in list(names))


def _let_one_speak(robot: str, send: Callable[[int], Outcome], limit: int) -> int:
    now = clock.now()
    recent = Message.objects.posted_since(_same_as(robot), now - datetime.timedelta(minutes=1)).count()
    due = Message.objects.unsent(now, Channel.CHAT).filter(robot=robot).order_by("next_try_at", "pk")
    room = max(0, min(limit, MOST_A_MINUTE - recent))
    return in_turn(due.values_list("pk", "robot")[:room], send)


def _same_as(robot: str) -> list[str]:
    """All names of one robot: its limit is counted by its address."""
    robots = settings.GENDAN_CHAT_ROBOTS
    return [name for name, url in robots.items() if url == robots.get(robot)] or [robot]


def say(message: Message, enclosed: str) -> None:
    """Hand one message to its robot, with what is enclosed for its person alone; raises when it was not taken."""
    words = words_of(message, enclosed)
    url = settings.GENDAN_CHAT_ROBOTS.get(message.robot, "")
    if url:
        answer = post_json(url, spoken(url, message, words), loopback=settings.GENDAN_HTTP_LOOPBACK)
        _heed(answer)
    elif message.robot == EVERYBODY:
        put_into_outbox("chat", message.reference, f"{words}\n")
    else:
        raise Declined("this robot is no longer set up")


def words_of(message: Message, enclosed: str = "") -> str:
    """Who is meant, what it is, and the link: one's own robot brings the case and a key to it (B12).

    Whoever opens the link of a shared robot signs in; either way only a form decides.
    """
    if enclosed:
        return shortened(enclosed, MOST_BYTES)
    link = f"\n{settings.GENDAN_PUBLIC_URL}{message.url}" if message.url else ""
    return f"{message.user}: {message.subject}"[:LONGEST] + link


def spoken(url: str, message: Message, words: str) -> Mapping[str, Any]:
    """The message in the dialect of the robot at this address."""
    host = urlsplit(url).hostname or ""
    if host.endswith((".feishu.cn", ".larksuite.com")):
        return {"msg_type": "text", "content": {"text": words}}
    said = {"msgtype": "text", "text": {"content": words}}
    known = host.endswith((".weixin.qq.com", ".dingtalk.com"))
    return said if known else said | {"id": message.reference}


def _heed(answer: bytes) -> None:
    """These robots say no with status 200 and a number in the answer."""
    try:
        said = json.loads(answer)
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    code = said.get("errcode", said.get("code", 0))
    if code in (0, "0", None):
        return
    words = f"{code} {said.get('errmsg', said.get('msg', ''))}"[:200]
    raise NoAnswer(words, 60) if code in TOO_OFTEN else Declined(words)
