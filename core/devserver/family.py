"""The demo's child processes: started with a log each, watched, started again when they die, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOST_RESTARTS = 5
QUIET_AFTER = 60.0  # seconds a child must live for its earlier deaths to be forgotten
PATIENCE = 10.0
DEATH_SIGNAL = 1  # prctl's name for: tell me when my parent dies


@dataclass
class Child:
    """One process of the family and the story of its restarts."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            # A session of its own: Ctrl-C at the terminal is ours to hand on, once.
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent,
            )  # fmt: skip

    def died(self) -> int | None:
        return self.process.poll() if self.process else None


class TooManyDeaths(RuntimeError):
    """A child dies as often as it is started; somebody has to read its log."""


def watch(children: list[Child]) -> None:
    """Looks after every child once; a dead one is started again, unless it dies all the time."""
    for child in children:
        code = child.died()
        if code is None:
            continue
        now = time.monotonic()
        child.deaths = [*[death for death in child.deaths if now - death < QUIET_AFTER], now]
        if len(child.deaths) > MOST_RESTARTS:
            raise TooManyDeaths(f"{child.name} stopped {len(child.deaths)} times within a minute; see {child.log}.")
        print(f"{child.name} stopped ({code}); started again.", flush=True)
        end_group(child)
        child.start()


def stop(children: list[Child]) -> None:
    """Asks all to finish what they do, waits, and ends who does not listen."""
    alive = [child.process for child in children if child.process and child.died() is None]
    for process in alive:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in alive:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
    for child in children:
        end_group(child)


def end_group(child: Child) -> None:
    """Ends what is left of a child and its own children: orphans of a killed one would hold its port."""
    if child.process:
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def die_with_parent() -> None:
    """On Linux a child hears of our sudden death, so that a killed demo leaves no one behind on its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)
