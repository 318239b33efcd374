"""Where the embedded servers keep their data and where their sockets are found."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LONGEST = 80  # a socket path may hold about 100 characters, the server's own file name included
OWNER = "postgres"


def var_dir() -> Path:
    """The folder for everything this machine made itself; GENDAN_VAR moves it."""
    return Path(os.environ.get("GENDAN_VAR") or PROJECT / "var").absolute()


@dataclass(frozen=True)
class Address:
    """One pair of embedded servers: the demo has its own, the tests have theirs."""

    kind: str
    base: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        return self.base / "postgres"

    @property
    def valkey(self) -> Path:
        return self.base / "valkey"

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{self.sockets}/valkey.sock?virtual_host=0"


def address(kind: str) -> Address:
    """The address of the servers of this kind; the same answer in every process of this user."""
    base = var_dir() / kind
    return Address(kind, base, short(base / "run"))


def short(folder: Path) -> Path:
    """The folder itself, or a short one under the temp folder where its name would be too long for a socket."""
    if len(str(folder)) <= LONGEST:
        return folder
    mark = hashlib.sha256(f"{os.geteuid()}:{folder}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"gendan-{mark}"
