"""The Python side: the environment, its packages by hash from the lock, and the compiled translations."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps.stamp import PROJECT, VAR, VENV, Trouble, digest, put, run, stamped

PYTHON = VENV / "bin" / "python"
LOCKS = {"demo": PROJECT / "requirements" / "base.txt", "test": PROJECT / "requirements" / "dev.txt"}
UV = PROJECT / "requirements" / "uv.txt"


def install(purpose: str) -> str | None:
    """Makes the environment and brings it to the lock; a demo never takes a developer's tools away."""
    lock = LOCKS["test"] if purpose == "test" or (VENV / "bin" / "pytest").exists() else LOCKS["demo"]
    mark = f"{lock.stem} {digest(lock, extra=sys.version)}"
    if PYTHON.exists() and stamped(VENV / "stamp", mark):
        return None
    if not PYTHON.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", VENV])
    sync(lock)
    put(VENV / "stamp", mark)
    return f"as locked in requirements/{lock.name}"


def sync(lock: Path) -> None:
    """By uv, which is quick; by pip where uv cannot be had."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    try:
        run([*pip, UV])
        run([VENV / "bin" / "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", lock], **mirror())
    except Trouble as trouble:
        print(f"Python packages: {trouble}\nPython packages: trying again with pip, which takes longer.", flush=True)
        run([*pip, lock])


def mirror() -> dict[str, str]:
    """uv reads nothing of pip's settings, so a mirror or certificate set for pip is passed on."""
    wanted = {"global.index-url": "UV_DEFAULT_INDEX", "global.cert": "SSL_CERT_FILE"}
    said = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    found = {"UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL", ""), "SSL_CERT_FILE": os.environ.get("PIP_CERT", "")}
    for line in said.splitlines():
        key, _, value = line.partition("=")
        if key in wanted and not found[wanted[key]]:
            found[wanted[key]] = value.strip("'")
    return {name: value for name, value in found.items() if value and name not in os.environ}


def texts(purpose: str) -> str | None:
    """Compiles what changed; gettext itself is not needed."""
    sources = sorted(PROJECT.glob("locale/*/LC_MESSAGES/*.po"))
    stamp, mark = VAR / "stamps" / "texts", digest(*sources)
    if not sources or stamped(stamp, mark) and all(path.with_suffix(".mo").exists() for path in sources):
        return None
    run([PYTHON, PROJECT / "bin" / "steps" / "compile_texts.py", *sources])
    put(stamp, mark)
    return f"compiled {len(sources)} catalogues"
