"""The embedded servers: as every kind of user, twice at once, and after a sudden death."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from core.devserver import addresses, postgres, servers, shelter, valkey
from core.devserver.identity import Identity, NoServer, namespace_allowed

ROOT = os.geteuid() == 0
# Runs its words as a root who may still become anybody, but in a world where no further namespace can be made.
WITHOUT_NAMESPACES = """
import ctypes, os, sys
made, mapped = os.pipe(), os.pipe()
child = os.fork()
if child == 0:
    ctypes.CDLL(None, use_errno=True).unshare(0x10000000)
    os.write(made[1], b"x")
    os.read(mapped[0], 1)
    with open("/proc/sys/user/max_user_namespaces", "w") as limit:
        limit.write("0")
    os.execvp(sys.argv[1], sys.argv[1:])
os.read(made[0], 1)
for kind in ("uid", "gid"):
    with open(f"/proc/{child}/{kind}_map", "w") as file:
        file.write("0 0 65536")
os.write(mapped[1], b"x")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(not ROOT, reason="only root has to hide")


@pytest.fixture
def var(monkeypatch):
    """A short folder of its own; whatever runs from it is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gd"))
    folder.chmod(0o755)
    monkeypatch.setenv("GENDAN_VAR", str(folder))
    for name in ("DATABASE_URL", "REDIS_URL", "GENDAN_NO_NAMESPACE"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    monkeypatch.setenv("GENDAN_VAR", str(folder))
    for kind in ("test", "demo"):
        servers.stop(kind)
    shutil.rmtree(folder)


def link(dbname="postgres", kind="test"):
    return closing(psycopg2.connect(host=str(addresses.address(kind).sockets), user="postgres", dbname=dbname))


def keep_a_word(kind="test"):
    with link(kind=kind) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE word AS SELECT 'kept' AS text")
        connection.commit()


def read_the_word(kind="test"):
    with link(kind=kind) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT text FROM word")
        return cursor.fetchone()[0]


def call(*words, before=(), **environment):
    command = [*before, sys.executable, "-m", "core.devserver", *words]
    return subprocess.run(
        command, cwd=addresses.PROJECT, env=os.environ | environment, capture_output=True, text=True, timeout=120
    )


def owner_of(pid):
    return int(Path(f"/proc/{pid}").stat().st_uid)


def test_it_starts_both_servers_once_and_keeps_the_data(var):
    assert servers.start("test") == ["PostgreSQL", "Valkey"]
    assert servers.start("test") == []
    assert servers.status("test") == {"PostgreSQL": True, "Valkey": True}
    keep_a_word()
    valkey.ask(addresses.address("test"), "SET word kept")
    assert servers.stop("test") == ["PostgreSQL", "Valkey"]
    assert servers.status("test") == {"PostgreSQL": False, "Valkey": False}
    assert servers.start("test") == ["PostgreSQL", "Valkey"]
    assert read_the_word() == "kept"
    assert "kept" in valkey.ask(addresses.address("test"), "GET word")


def test_nobody_else_can_reach_the_sockets(var):
    servers.start("test")
    assert addresses.address("test").sockets.resolve().stat().st_mode & 0o777 == 0o700


def test_the_database_is_there_and_its_letters_are_unicode(var):
    servers.start("test")
    with link("gendan") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT lower('Ä'), current_setting('listen_addresses'), current_setting('fsync')")
        assert cursor.fetchone() == ("ä", "", "off")


def test_with_urls_in_the_environment_it_touches_no_server(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/gendan")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    assert servers.start("test") == []
    assert servers.status("test") == {"PostgreSQL": False, "Valkey": False}


@as_root
@pytest.mark.skipif(not namespace_allowed(), reason="namespaces are forbidden here")
def test_root_hides_in_a_namespace_and_the_files_stay_roots(var):
    servers.start("test")
    assert (var / "test" / "postgres" / "PG_VERSION").stat().st_uid == 0


@as_root
def test_root_without_namespaces_lends_it_to_nobody_and_takes_it_back(var, monkeypatch):
    monkeypatch.setenv("GENDAN_NO_NAMESPACE", "1")
    servers.start("test")
    keep_a_word()
    assert owner_of(postgres.pid(addresses.address("test"))) == NOBODY.pw_uid
    servers.stop("test")
    monkeypatch.delenv("GENDAN_NO_NAMESPACE")
    servers.start("test")
    assert read_the_word() == "kept"


@as_root
@pytest.mark.skipif(not namespace_allowed(), reason="the denial is made with a namespace")
def test_root_finds_out_by_itself_that_namespaces_are_denied(var):
    said = call("start", "test", before=(sys.executable, "-c", WITHOUT_NAMESPACES))
    assert (said.returncode, said.stdout) == (0, "Started: PostgreSQL, Valkey\n"), said.stderr
    assert owner_of(postgres.pid(addresses.address("test"))) == NOBODY.pw_uid


@as_root
def test_a_project_only_root_may_see_gets_a_shelter_and_keeps_its_data(var, monkeypatch):
    servers.start("test")
    keep_a_word()
    servers.stop("test")
    var.chmod(0o700)
    monkeypatch.setenv("GENDAN_NO_NAMESPACE", "1")
    servers.start("test")
    moved = (var / "test" / "postgres").resolve()
    try:
        assert read_the_word() == "kept"
        assert (var / "test" / "postgres").is_symlink()
        assert moved.stat().st_mode & 0o777 == 0o700
    finally:
        servers.stop("test")
        shutil.rmtree(moved.parent)


@as_root
def test_binaries_only_root_may_see_are_copied_once_with_what_they_need(var, monkeypatch):
    binaries = postgres.installations()[max(postgres.installations())]
    monkeypatch.setattr(shelter, "enterable", lambda folder: False)
    lent = Identity(NOBODY.pw_uid, NOBODY.pw_gid, lent=True)
    copy = shelter.reachable_copy(binaries, var, lent)
    try:
        assert copy != binaries
        assert lent.run([copy / "initdb", "--version"]).stdout.startswith("initdb (PostgreSQL)")
        assert shelter.reachable_copy(binaries, var, lent) == copy
        assert shelter.reachable_copy(binaries, var, Identity(0, 0)) == binaries
    finally:
        shutil.rmtree(shelter.shelter(var))


@as_root
def test_an_ordinary_user_runs_it_directly(var):
    os.chown(var, NOBODY.pw_uid, NOBODY.pw_gid)
    as_nobody = ("setpriv", f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups")
    said = call("start", "test", before=as_nobody, HOME=str(var))
    assert (said.returncode, said.stdout) == (0, "Started: PostgreSQL, Valkey\n"), said.stderr
    assert owner_of(postgres.pid(addresses.address("test"))) == NOBODY.pw_uid
    assert call("stop", "test", before=as_nobody, HOME=str(var)).stdout == "Stopped: PostgreSQL, Valkey\n"


def test_of_two_starters_the_second_finds_it_running(var):
    command = [sys.executable, "-m", "core.devserver", "start", "test"]
    both = [subprocess.Popen(command, cwd=addresses.PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(starter.communicate(timeout=120)[0] for starter in both)
    assert said == ["Started: PostgreSQL, Valkey\n", "Started: nothing, all run already\n"]
    assert [starter.returncode for starter in both] == [0, 0]


def test_after_a_kill_nothing_stale_stands_in_the_way(var):
    servers.start("demo")
    keep_a_word("demo")
    where = addresses.address("demo")
    os.kill(postgres.pid(where), signal.SIGKILL)
    os.kill(int((where.valkey / "pid").read_text()), signal.SIGKILL)
    time.sleep(0.5)
    # The number of the dead may be somebody else's by now; here it is ours.
    leftover = where.cluster / "postmaster.pid"
    leftover.write_text(leftover.read_text().replace(leftover.read_text().split("\n")[0], str(os.getpid()), 1))
    assert servers.status("demo") == {"PostgreSQL": False, "Valkey": False}
    assert servers.start("demo") == ["PostgreSQL", "Valkey"]
    assert read_the_word("demo") == "kept"


def test_a_first_start_that_was_cut_short_is_made_anew(var):
    cluster = var / "test" / "postgres"
    (cluster / "base").mkdir(parents=True)
    (cluster / "PG_VERSION").write_text(f"{max(postgres.installations())}\n")
    assert servers.start("test") == ["PostgreSQL", "Valkey"]


def test_data_of_another_version_are_kept_and_named(var):
    cluster = var / "test" / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(NoServer, match="written by PostgreSQL 9.*Nothing was changed"):
        servers.start("test")
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


def test_a_long_path_gets_a_short_folder_for_its_sockets(monkeypatch):
    monkeypatch.setenv("GENDAN_VAR", "/srv/" + "long/" * 20)
    first, again, other = addresses.address("demo"), addresses.address("demo"), addresses.address("test")
    assert len(str(first.sockets)) <= addresses.LONGEST
    assert first.sockets == again.sockets != other.sockets


def test_a_long_path_really_runs(var, monkeypatch):
    deep = var / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setenv("GENDAN_VAR", str(deep))
    try:
        assert servers.start("test") == ["PostgreSQL", "Valkey"]
        keep_a_word()
        assert read_the_word() == "kept"
    finally:
        servers.stop("test")
        shutil.rmtree(addresses.address("test").sockets)


@as_root
def test_a_folder_a_stranger_put_there_is_refused(var):
    stranger = var / "test" / "run"
    stranger.mkdir(parents=True)
    os.chown(stranger, 12345, 12345)
    with pytest.raises(NoServer, match="belongs to another user"):
        servers.start("test")


def test_the_last_user_stops_what_users_started(var):
    with servers.using("test") as first_shares:
        with servers.using("test") as second_shares:
            pass
        assert servers.status("test") == {"PostgreSQL": True, "Valkey": True}
    assert (first_shares, second_shares) == (False, True)
    assert servers.status("test") == {"PostgreSQL": False, "Valkey": False}


def test_servers_started_by_hand_stay_when_their_users_leave(var):
    servers.start("test")
    with servers.using("test"):
        pass
    assert servers.status("test") == {"PostgreSQL": True, "Valkey": True}


def test_a_command_runs_with_the_servers_up_and_its_answer_is_handed_on(var):
    ask = "import sys; from core.devserver import servers; sys.exit(7 if all(servers.status('test').values()) else 1)"
    assert call("with", "test", sys.executable, "-c", ask).returncode == 7
    assert servers.status("test") == {"PostgreSQL": False, "Valkey": False}
