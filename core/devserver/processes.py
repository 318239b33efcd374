"""Whether a process is still what we think it is: alive, not a zombie, and named as expected."""

import subprocess
from pathlib import Path


def is_running(pid: int, word: str) -> bool:
    """A live process whose command line holds the word; a number given to somebody else since does not count."""
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            return word in (proc / str(pid) / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return False
    said = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return word in said.stdout and "<defunct>" not in said.stdout
