"""docs/api.md does what it says: each example is sent as it stands there."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings

from tests.api.builders import Caller
from tests.cast import make_product

pytestmark = pytest.mark.django_db
PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()


def examples() -> list[tuple[list[str], int]]:
    """Every curl line, with the status behind it."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
    found = [line.rpartition("    # ") for line in blocks.splitlines() if line]
    return [(shlex.split(command), int(status)) for command, _mark, status in found]


def send(caller: Caller, words: list[str], known: dict[str, str]):
    """What curl would send."""
    assert words[0] == "curl"
    for name, value in known.items():
        words = [word.replace(f"${name}", value) for word in words]
    options = {"-H": [], "-d": [], "-X": []}
    rest = iter(words[1:])
    urls = [word for word in rest if word not in options or options[word].append(next(rest))]
    headers = dict(line.split(": ", 1) for line in options["-H"])
    method = (options["-X"] or ["POST" if options["-d"] else "GET"])[0]
    kind = headers.pop("Content-Type", "")
    return caller.client.generic(method, urls[0], "".join(options["-d"]), content_type=kind, headers=headers)


def test_every_example_answers_as_the_page_says(shop: Caller, customer):
    make_product("A-1043")
    known = {"GENDAN": "", "KEY": shop.token}
    for words, status in examples():
        answer = send(shop, words, known)
        assert answer.status_code == status, (words, answer.content.decode())
        if status == 201:
            known["ORDER"] = answer.json()["ref"]

    assert len(examples()) == 12


def test_every_status_it_tells_of_has_an_example_or_a_test():
    told = set(re.findall(r"\b(4\d\d)\b", PAGE.partition("## Errors")[2]))
    tested = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))

    assert told == {"400", "401", "403", "404", "405", "413", "415", "409", "422", "429"}
    assert {status for status in told if status not in tested} == set()
