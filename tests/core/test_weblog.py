"""A38: no line of the web server, of requests or of errors, tells a token of an address that is a key."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from gunicorn.config import Config

from core.devserver.addresses import PROJECT
from core.links import DOORS, is_door, masked
from core.weblog import DiscreetLog

TOKEN = "Zx9-_" * 8 + "abc"


@pytest.mark.parametrize("door", DOORS)
def test_a_token_is_masked_wherever_its_address_stands(door):
    for before, after in (("GET ", " HTTP/1.1"), ('"https://gendan.example', '"'), ("https://x", "?next=1"), ("", "")):
        said = masked(f"{before}/{door}/{TOKEN}/received/3/{after}")
        assert TOKEN not in said and f"/{door}/.../received/3/" in said
    assert is_door(f"/{door}/{TOKEN}/") and not is_door(f"/{door}") and not is_door("/orders/")


def test_what_is_no_key_stays_as_it_is():
    for said in ("GET /orders/SO-1/ HTTP/1.1", "/approvals/12/", "/static/js/page.js", "/admin/o"):
        assert masked(said) == said


def test_the_file_every_gunicorn_here_reads_names_the_discreet_log():
    told: dict[str, str] = {}
    exec((PROJECT / "gunicorn.conf.py").read_text(), told)
    config = Config()
    config.set("logger_class", told["logger_class"])
    assert config.logger_class is DiscreetLog


def test_a38_a_running_gunicorn_tells_no_token(tmp_path: Path):
    """The real server, asked for a page that is there, one that breaks, with the token in the referrer too."""
    (tmp_path / "gunicorn.conf.py").write_text((PROJECT / "gunicorn.conf.py").read_text())
    (tmp_path / "plain.py").write_text(
        "def application(environ, start):\n"
        "    if environ['PATH_INFO'].endswith('broken/'):\n"
        "        raise RuntimeError('broken')\n"
        "    start('200 OK', [('Content-Type', 'text/plain')])\n"
        "    return [b'ok']\n"
    )
    log = tmp_path / "log"
    command = [
        sys.executable, "-m", "gunicorn", "plain:application", "--bind", "127.0.0.1:0", "--workers", "1",
        "--no-control-socket", "--access-logfile", "-", "--pythonpath", str(PROJECT),
    ]  # fmt: skip
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT)
        try:
            address = listening(log)
            for door in DOORS:
                ask(f"{address}/{door}/{TOKEN}/", referer=f"https://gendan.example/{door}/{TOKEN}/")
                ask(f"{address}/{door}/{TOKEN}/broken/")
            ask(f"{address}/orders/SO-1/")
        finally:
            server.terminate()
            server.wait(20)

    said = log.read_text()
    assert TOKEN not in said
    assert "GET /orders/SO-1/ HTTP/1.1" in said and "Error handling request GET /a/.../broken/" in said
    assert [said.count(f'"GET /{door}/.../ HTTP/1.1" 200') for door in DOORS] == [1, 1]
    assert [said.count(f'"https://gendan.example/{door}/.../"') for door in DOORS] == [1, 1]


def listening(log: Path) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for line in log.read_text().splitlines():
            if "Listening at: " in line:
                return line.split("Listening at: ")[1].split(" ")[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def ask(url: str, **headers: str) -> None:
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10).read()
    except urllib.error.HTTPError as error:
        assert error.code == 500
