"""bin/demo as a person has it: it serves, minds its children, goes away whole, and finds its data again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from core.devserver.addresses import PROJECT

# The company to look at takes its time and has its own tests; here it is one word.
DEMO = """
import sys
from core.devserver import database, demo
database.load = lambda: "left out"
sys.exit(demo.main(sys.argv[1:]))
"""


@pytest.fixture
def var():
    folder = Path(tempfile.mkdtemp(prefix="gd"))
    yield folder
    shutil.rmtree(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def demo(var, *words):
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment = clean | {
        "GENDAN_VAR": str(var),
        "GENDAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    command = [sys.executable, "-c", DEMO, *words]
    heard = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=PROJECT, env=environment, **heard)


def ask(port, path="healthz", **headers):
    try:
        question = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers=headers)
        return urllib.request.urlopen(question, timeout=10).status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def wait_for(condition):
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def running(var):
    """Every process that has this demo's folder or sockets in its words or its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if str(var).encode() in words:
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_it_serves_minds_its_children_and_goes_away_whole(var):
    port = free_port()
    first = demo(var, "--port", str(port), "--no-serve")
    assert re.search(r"Database: \d+ migrations applied", first.communicate(timeout=180)[0])
    assert first.returncode == 0
    assert running(var) == []

    second = demo(var, "--port", str(port))
    wait_for(lambda: ask(port) == 200)
    assert ask(port, "sign-in/") == 200
    assert ask(port, "sign-in/", **{"X-Forwarded-For": "127.0.0.1"}) == 403
    assert ask(port, "sign-in/", Host="gendan.example") == 403

    third = demo(var, "--port", str(port))
    assert f"Choose another: bin/demo --port {port + 1}" in third.communicate(timeout=60)[1]
    assert third.returncode == 1

    [web] = [pid for pid in children(second.pid) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    links_lead_to = f"GENDAN_PUBLIC_URL=http://127.0.0.1:{port}\0".encode()
    assert all(links_lead_to in Path(f"/proc/{pid}/environ").read_bytes() for pid in children(second.pid))
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: ask(port) == 200 and web not in children(second.pid))

    second.send_signal(signal.SIGINT)
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 0
    assert "Database: up to date" in said
    assert "web stopped (-9); started again." in said
    assert ask(port) == 0
    assert running(var) == []


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
