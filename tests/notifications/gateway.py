"""A gateway that is really there: a server on this machine that answers as it is told and keeps what it got."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from core import posting

Answer = Callable[["Line"], None]


class Gateway:
    """Takes posts; `answers` says how, by the number a message goes to, `answer` for all others."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/send"
        self.got: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.asked: list[str] = []
        self.answers: dict[str, Answer] = {}
        self.answer: Answer = says(200, b'{"ok": true}')
        self.closed = threading.Event()

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.got]


class Line(BaseHTTPRequestHandler):
    """One call."""

    gateway: Gateway

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway = self.gateway
        gateway.got.append(content)
        gateway.tokens.append(self.headers.get("Authorization", ""))
        gateway.asked.append(self.path)
        try:
            gateway.answers.get(content.get("to", ""), gateway.answer)(self)
        except OSError:
            """The other side hung up, as it should on a slow or endless answer."""

    do_GET = do_POST

    def log_message(self, *_said: Any) -> None:
        """Quiet."""


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    """A plain answer."""

    def answer(line: Line) -> None:
        line.send_response(status)
        for name, value in headers.items():
            line.send_header(name.replace("_", "-"), value)
        line.send_header("Content-Length", str(len(body)))
        line.end_headers()
        line.wfile.write(body)

    return answer


def sleeps(line: Line) -> None:
    """Never answers while the test lasts."""
    line.gateway.closed.wait(20)


def trickles(line: Line) -> None:
    """Sends a header byte by byte, each in time and none the last."""
    line.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not line.gateway.closed.is_set():
        line.wfile.write(b"a")
        time.sleep(0.05)


@contextmanager
def hurried(answer: Answer) -> Iterator[None]:
    """Half a second for what never comes to its end; any other answer has the house's own patience."""
    with pytest.MonkeyPatch.context() as patched:
        if answer in (sleeps, trickles):
            patched.setattr(posting, "SECONDS", 0.5)
        yield


@contextmanager
def gateway() -> Iterator[Gateway]:
    """A gateway for the length of a test."""
    line = type("OwnLine", (Line,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), line)
    server.daemon_threads = True
    line.gateway = Gateway(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield line.gateway
    finally:
        line.gateway.closed.set()
        server.shutdown()
        server.server_close()
        thread.join()
