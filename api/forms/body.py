"""Reading the body of a request as JSON, and refusing what no table could hold (A33, A36)."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.forms.wrong import Wrong

MOST_BYTES = 1_048_576
DEEPEST = 20


def read_body(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as an object; numbers stay as they were written, so that nothing is rounded.

    413 over 1 MB, 415 when it is not JSON, 400 when it cannot be read; a body left out is an empty object.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES:
        raise Wrong(413, "too_large", _("A request holds at most 1 MB."))
    sent = request.body
    if not sent:
        return {}
    if request.content_type != "application/json":
        raise Wrong(415, "not_json", _("Send JSON, with Content-Type: application/json."))
    found = _parsed(sent)
    if not isinstance(found, dict):
        raise Wrong(400, "not_an_object", _("Send one JSON object."))
    _refuse_unstorable(found)
    return found


def _parsed(sent: bytes) -> Any:
    try:
        return json.loads(
            sent.decode(), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once_each
        )
    except (ValueError, RecursionError) as error:
        # What JSON says of its mistakes is English and stands for programmers.
        place = f" ({error.msg}, {error.lineno}:{error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Wrong(400, "malformed", _("This is not JSON.%(place)s") % {"place": place}) from None


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse_unstorable(found: dict[str, Any]) -> None:
    for path, text, depth in _walk(found):
        if depth > DEEPEST:
            raise Wrong(400, "too_deep", _("Objects may stand at most 20 deep in each other."))
        if "\x00" in text:
            raise Wrong(400, "unreadable", NULL, fields={path: [str(NULL)]})
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise Wrong(400, "unreadable", HALF, fields={_whole(path): [str(HALF)]})


NULL = ProhibitNullCharactersValidator.message
HALF = _("This holds half a character, which is no text.")


def _walk(found: Any) -> Iterator[tuple[str, str, int]]:
    """Every text and every name of a body, with its place and depth; without recursion, however deep it goes."""
    waiting: list[tuple[str, Any, int]] = [("", found, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        yield path, value if isinstance(value, str) else "", depth
        for name, one in parts:
            yield path, str(name), depth
            waiting.append((f"{path}.{name}" if path else str(name), one, depth + 1))


def _whole(path: str) -> str:
    return path.encode("utf-8", "replace").decode()
