"""A web process that may be killed: python -m tests.faults.victim, fed with one request per line.

Each request is answered by a forked child of its own, so that `kill -9` ends exactly that request.
A line is {"session", "path", "data", "fault", "htmx"}; its answer is {"status", "url", "text"}, or {"killed": signal}.
Several requests on one line, as a list, are answered side by side.
"""

import json
import os
import sys
from typing import Any

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    _warm_up()
    for line in sys.stdin:
        asked = json.loads(line)
        many = asked if isinstance(asked, list) else [asked]
        answers = [_finish(*begun) for begun in [_begin(one) for one in many]]
        sys.stdout.write(json.dumps(answers if isinstance(asked, list) else answers[0]) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    from django.urls import reverse

    reverse("home")


def _begin(asked: dict[str, Any]) -> tuple[int, int]:
    heard, told = os.pipe()
    child = os.fork()
    if child:
        os.close(told)
        return child, heard
    os.close(heard)
    os.environ["FAULTS"] = asked.get("fault", "")
    with os.fdopen(told, "w") as out:
        json.dump(_answer(asked), out)
    os._exit(0)


def _finish(child: int, heard: int) -> dict[str, Any]:
    with os.fdopen(heard) as answer:
        text = answer.read()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"killed": os.WTERMSIG(status)}
    return json.loads(text)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    if asked.get("session"):
        client.cookies["sessionid"] = asked["session"]
    headers = {"HX-Request": "true"} if asked.get("htmx") else {}
    answer = client.post(asked["path"], asked["data"], headers=headers)
    return {"status": answer.status_code, "url": answer.get("Location", ""), "text": answer.content.decode()}


if __name__ == "__main__":
    main()
