"""As whom PostgreSQL may run: it refuses root, so root hides behind a namespace or lends it another user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOBODY = "nobody"
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


class NoServer(RuntimeError):
    """An embedded server cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Identity:
    """The owner of the server's files, and how a command is run as that owner."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    lent: bool = False  # another user than ours, who may not see our folders

    def run(self, command: Sequence[object]) -> subprocess.CompletedProcess[str]:
        """Runs the command to its end; its words come back as text."""
        extra: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}
        try:
            return subprocess.run(
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, cwd="/", **extra,
            )  # fmt: skip
        except PermissionError as error:
            raise NoServer(
                "PostgreSQL refuses to run as root, and this machine allows neither a user namespace "
                "nor another user. Run the command as an ordinary user, or set DATABASE_URL."
            ) from error


def identity() -> Identity:
    """An ordinary user runs it directly; root by a namespace, or as nobody where namespaces are forbidden."""
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    if namespace_allowed():
        return Identity(0, 0, NAMESPACE)
    entry = pwd.getpwnam(NOBODY)
    return Identity(entry.pw_uid, entry.pw_gid, lent=True)


def namespace_allowed() -> bool:
    """Whether unshare works here; GENDAN_NO_NAMESPACE=1 says no without trying."""
    if os.environ.get("GENDAN_NO_NAMESPACE") == "1" or not shutil.which("unshare"):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0


def own_folder(folder: Path, who: Identity) -> Path:
    """Makes a private folder for this owner, and refuses one that a stranger put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    ours = {os.geteuid(), who.uid}
    if os.geteuid() == 0:
        ours.add(pwd.getpwnam(NOBODY).pw_uid)  # lent earlier, on a day without namespaces
    if found.st_uid not in ours:
        raise NoServer(f"{folder} belongs to another user. Remove it, or set GENDAN_VAR to a folder of your own.")
    if found.st_uid != who.uid:
        give(folder, who)
    folder.chmod(0o700)
    return folder


def give(folder: Path, who: Identity) -> None:
    """Hands the folder and all in it to the owner; the folder itself last, so that a half-done hand-over shows."""
    for path, names, files in os.walk(folder):
        for name in [*names, *files]:
            os.chown(os.path.join(path, name), who.uid, who.gid, follow_symlinks=False)
    os.chown(folder, who.uid, who.gid)


def enterable(folder: Path) -> bool:
    """Whether any user may walk down to this folder and read it."""
    real = folder.resolve()
    return all(step.stat().st_mode & 0o005 == 0o005 for step in [real, *real.parents] if step.exists())
