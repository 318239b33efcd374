"""The demo's processes: one that dies is started again, one that dies all the time is reported, all end together."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.devserver import family

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
MORTAL = [sys.executable, "-c", "raise SystemExit(3)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture
def born(tmp_path):
    children = []

    def make(command):
        child = family.Child("child", command, tmp_path / "log" / "child.log")
        children.append(child)
        child.start()
        return child

    yield make
    family.stop(children)


def until(condition):
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_a_killed_child_is_started_again(born, capsys):
    child = born(SLEEPER)
    first = child.process
    first.kill()
    first.wait()
    family.watch([child])
    assert child.process is not first
    assert child.died() is None
    assert capsys.readouterr().out == "child stopped (-9); started again.\n"


def test_a_living_child_is_left_alone(born):
    child = born(SLEEPER)
    first = child.process
    family.watch([child])
    assert child.process is first


def test_a_child_that_dies_all_the_time_is_reported_with_its_log(born):
    child = born(MORTAL)
    with pytest.raises(family.TooManyDeaths, match=r"child stopped 6 times within a minute; see .*child\.log"):
        for _ in range(20):
            child.process.wait()
            family.watch([child])


def test_a_child_that_does_not_listen_is_ended(born, monkeypatch):
    monkeypatch.setattr(family, "PATIENCE", 0.3)
    child = born(DEAF)
    until(lambda: child.log.read_text() == "up\n")
    family.stop([child])
    assert child.died() == -9


def test_a_child_does_not_outlive_a_parent_that_was_killed(tmp_path):
    log = tmp_path / "log"
    parent = (
        "import os, sys; from pathlib import Path; from core.devserver import family\n"
        f"child = family.Child('child', {SLEEPER!r}, Path({str(log)!r})); child.start()\n"
        "print(child.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    said = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, cwd=family.__file__.split("/core/")[0]
    )
    pid = int(said.stdout)
    until(lambda: not alive(pid))


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
