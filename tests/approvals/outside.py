"""What stories about links share: the letter that left, the link in it, and every row of every table."""

import re
import uuid
from typing import Any

from django.core import mail
from django.db import connection
from django.test import Client

from approvals.models import Task, TaskLink
from approvals.services.linking import make_task_link
from core.links import digest_of
from core.models import User
from core.nudge import quietly
from core.outbox import sweep
from notifications.services import send_waiting

COUNTS = """
SELECT c.relname, c.oid::regclass::text, EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'id' AND atttypid IN (20, 23))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'
"""


def reachable(*people: User, language: str = "en") -> None:
    """People with a mailbox."""
    for person in people:
        person.email, person.language = f"{person.username}@example.com", language
        person.save()


def letters_to(person: User) -> list[Any]:
    """Every letter that leaves for somebody now."""
    with quietly():
        while sweep():
            pass
        send_waiting()
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def token_in(letter: Any) -> str:
    return re.search(r"/a/([\w-]{43})/", letter.body)[1]


def key(task: Task, person: User) -> str:
    """The address of a new link."""
    return f"/a/{make_task_link(task.pk, person.pk)}/"


def link_at(url: str) -> TaskLink:
    return TaskLink.objects.get(digest=digest_of(url.split("/")[2]))


def stranger(**more: Any) -> Client:
    """A phone on which nobody signed in."""
    return Client(headers={"accept-language": "en"}, **more)


def answer(outcome: str = "approved", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "opinion": "", "once": str(uuid.uuid4())} | more


def every_table() -> dict[str, tuple[int, int]]:
    """Of every table without exception, sessions and wrong sign-ins too: how many rows, and the highest key."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        tables = cursor.fetchall()
        row = "SELECT '{}', count(*), {} FROM {}"
        rows = [row.format(name, "max(id)" if keyed else "0", table) for name, table, keyed in tables]
        cursor.execute(" UNION ALL ".join(rows))
        return {name: (count, highest or 0) for name, count, highest in cursor.fetchall()}
