"""bin/demo after the set-up: servers, database, demo data, then web, worker and beat until Ctrl-C."""

import argparse
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from core.devserver import database, family, servers
from core.devserver.addresses import PROJECT, var_dir
from core.devserver.identity import NoServer

HOST = "127.0.0.1"
LONGEST_START = 180  # seconds; a small busy machine takes its time


def main(words: list[str]) -> int:
    options = read(words)
    listen(leave)
    try:
        with servers.using("demo") as shared:
            return run(options, shared)
    except (NoServer, database.NotADemo, family.TooManyDeaths) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def read(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/demo", description="Gendan with a company to look at, on this machine only.")
    parser.add_argument("--port", type=int, default=8000, help="where the pages are served (8000)")
    parser.add_argument("--no-serve", action="store_true", help="set everything up, then stop")
    return parser.parse_args(words)


asked_to_stop: list[int] = []


def listen(answer: Callable[[int, FrameType | None], None]) -> None:
    # Both by name: a shell starts its background jobs deaf to Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, answer)


def note(number: int, _frame: FrameType | None) -> None:
    """While children live the wish is only noted: raised at a bad moment, Python would lose it."""
    asked_to_stop.append(number)


def leave(number: int, frame: FrameType | None) -> None:
    """During the set-up the wish cuts short what is going on; a second one does not cut the end short."""
    note(number, frame)
    listen(note)
    raise KeyboardInterrupt


def run(options: argparse.Namespace, shared: bool) -> int:
    if not options.no_serve and taken(options.port):
        print(f"Port {options.port} is in use. Choose another: bin/demo --port {options.port + 1}", file=sys.stderr)
        return 1
    # Links in letters and on paper lead to this port, not to the usual one.
    os.environ.setdefault("GENDAN_PUBLIC_URL", f"http://{HOST}:{options.port}")
    # Looking at a database that was ready yesterday can wait until a page is served.
    prepared = database.is_prepared()
    if options.no_serve or not prepared:
        step("Database", database.prepare)
        step("Demo data", database.load)
    if options.no_serve:
        print("Everything is set up. Start it with bin/demo.")
        return 0
    serve(options.port, shared, later=[("Demo data", database.load)] if prepared else [])
    return 0


def step(name: str, work: Callable[[], str]) -> None:
    began = time.monotonic()
    done = work()
    print(f"{name}: {done} ({time.monotonic() - began:.1f} s)", flush=True)


def taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def serve(port: int, shared: bool, later: list[tuple[str, Callable[[], str]]]) -> None:
    """Web, worker and beat; beside another running demo only the web, since one beat is enough."""
    began = time.monotonic()
    os.chdir(PROJECT)
    web, *others = kin(port)
    children = [web]
    listen(note)
    try:
        web.start()
        wait_for_page(port, children)
        # Only now: three starts at once would make the first page wait on a small machine.
        for child in [] if shared else others:
            children.append(child)
            child.start()
        print(f"Web: http://{HOST}:{port}/ ({time.monotonic() - began:.1f} s)", flush=True)
        for name, work in later:
            step(name, work)
        print(f"Logs are in {var_dir() / 'log'}. Ctrl-C stops everything.", flush=True)
        while not asked_to_stop:
            time.sleep(0.2)
            family.watch(children)
    finally:
        print("Stopping.", flush=True)
        family.stop(children)


def kin(port: int) -> list[family.Child]:
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    commands = {
        "web": [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2",
                "--threads", "4", "--preload", "--no-control-socket", "--access-logfile", "-"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip",
                   "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", ""],
    }  # fmt: skip
    return [family.Child(name, command, var_dir() / "log" / f"{name}.log") for name, command in commands.items()]


def wait_for_page(port: int, children: list[family.Child]) -> None:
    """Until the sign-in page, or whatever stands at the root, was really served."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and not asked_to_stop:
        family.watch(children)
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10).read()
            return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    if asked_to_stop:
        raise KeyboardInterrupt
    raise family.TooManyDeaths(
        f"No page was served within {LONGEST_START} seconds; see {var_dir() / 'log' / 'web.log'}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
