"""For a container's health check: 0 while web answers that it is ready, or while beat's clock file still moves."""

import os
import sys
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
OLDEST = 600  # beat writes its file every three minutes


def web() -> bool:
    """Asked under a name the house listens to, whatever address the question takes."""
    name = os.environ.get("GENDAN_ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    port = os.environ.get("GENDAN_PORT", "8000")
    question = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": name})
    try:
        return urllib.request.urlopen(question, timeout=8).status == 200
    except OSError as error:
        print(error)
        return False


def beat() -> bool:
    var = Path(os.environ.get("GENDAN_VAR") or PROJECT / "var")
    moved = [path.stat().st_mtime for path in var.glob("beat-schedule*")]
    return bool(moved) and time.time() - max(moved) < OLDEST


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
