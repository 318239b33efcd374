"""Posting to the house's own outside services: a limit in time and size, no redirects, no detours (A18, F27).

The addresses come from the operator's environment, never from what people type.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

SECONDS = 15
CONNECT_SECONDS = 5
MOST_BYTES = 64 * 1024
AGAIN = (408, 425, 429)
LONGEST_WAIT = 3600


class NoAnswer(OSError):
    """Nobody answered in time, or not with yes or no: worth another try, not before `wait` seconds."""

    def __init__(self, said: str, wait: int = 0) -> None:
        super().__init__(said)
        self.wait = wait


class Declined(Exception):
    """The other side understood and said no; asking again would not help."""


def fault_of(url: str, *, loopback: bool = False) -> str:
    """What is wrong with an address to post to; empty when it is fit.

    Only https, or http to this machine where the operator allows it for trying things out.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if not host or parts.username is not None or parts.fragment or not url.isascii() or not url.isprintable():
        return "must be a plain address without user, fragment or foreign signs"
    if parts.scheme == "https" or (parts.scheme == "http" and loopback and _is_loopback(host)):
        return ""
    return "must begin with https://"


def post_json(
    url: str, content: Mapping[str, Any], *, token: str = "", loopback: bool = False, most: int = MOST_BYTES
) -> bytes:
    """Post once and give the answer's first bytes; raises NoAnswer or Declined when it was not taken."""
    if fault := fault_of(url, loopback=loopback):
        raise Declined(f"the address {fault}")
    parts = urlsplit(url)
    line = _line(parts)
    # The line's own limit starts anew with every byte, so a trickle would hold a worker for ever.
    over = Event()
    guard = Timer(SECONDS, _cut, [line, over])
    guard.daemon = True
    guard.start()
    try:
        line.connect()
        line.sock.settimeout(SECONDS)
        said = _asked(line, parts, content, token, most)
    except (OSError, http.client.HTTPException) as error:
        raise error if isinstance(error, NoAnswer) else NoAnswer(f"no answer: {_cause(error, over)}") from error
    else:
        # What was cut off in the middle may read like a whole answer.
        if over.is_set():
            raise NoAnswer("no answer: time is over")
        return said
    finally:
        guard.cancel()
        line.close()


def _line(parts: SplitResult) -> http.client.HTTPConnection:
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS, context=context)


def _cut(line: http.client.HTTPConnection, over: Event) -> None:
    over.set()
    # Whoever reads the answer may end the line in the same moment.
    sock = line.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _asked(
    line: http.client.HTTPConnection, parts: SplitResult, content: Mapping[str, Any], token: str, most: int
) -> bytes:
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", "Connection": "close"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    target = parts.path or "/"
    line.request("POST", f"{target}?{parts.query}" if parts.query else target, body, headers)
    answer = line.getresponse()
    said = answer.read(most)
    if 200 <= answer.status < 300:
        return said
    words = f"HTTP {answer.status} {' '.join(said[:400].decode('utf-8', 'replace').split())[:160]}".strip()
    if 400 <= answer.status < 500 and answer.status not in AGAIN:
        raise Declined(words)
    raise NoAnswer(words, _wait(answer))


def _wait(answer: http.client.HTTPResponse) -> int:
    said = answer.headers.get("Retry-After", "")
    return min(int(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else 0


def _cause(error: Exception, over: Event) -> str:
    if over.is_set() or isinstance(error, TimeoutError):
        return "time is over"
    return " ".join(str(error).split())[:160] or repr(error)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
