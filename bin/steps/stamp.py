"""What the steps share: where things lie, what was done already, and how a command is run and heard."""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
VAR = Path(os.environ.get("GENDAN_VAR") or PROJECT / "var").absolute()


class Trouble(Exception):
    """A step could not be done; the message says what to do about it."""


def digest(*files: Path, extra: str = "") -> str:
    """One short name for the contents of these files."""
    sums = hashlib.sha256(extra.encode())
    for file in files:
        sums.update(file.read_bytes())
    return sums.hexdigest()[:16]


def stamped(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def put(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def run(command: Sequence[str | Path], **environment: str) -> None:
    """Runs a command quietly; if it fails, its last words become the trouble."""
    words = [str(word) for word in command]
    said = subprocess.run(
        words, cwd=PROJECT, env=os.environ | environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if said.returncode != 0:
        last = "\n".join(said.stdout.strip().splitlines()[-12:])
        raise Trouble(f"“{' '.join(words[:4])} …” failed:\n{last}")
