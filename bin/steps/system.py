"""What only the system can give: libraries for PDFs, a Chinese font, a browser for the tests."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from steps.stamp import VENV, Trouble, run

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def libraries(purpose: str) -> str | None:
    """Installs what is missing; without it only PDFs do not work, so a person without rights is told and goes on."""
    if sys.platform != "linux":
        return None
    missing = [package for name, package in LIBRARIES.items() if not loads(name)]
    missing += [] if shutil.which("fc-list") else ["fontconfig"]
    missing += [] if chinese_font() else ["fonts-wqy-microhei"]
    missing += [] if venv_works() else ["python3-venv"]
    if not missing:
        return None
    if not may_install():
        if "python3-venv" in missing:
            raise Trouble(f"ask an administrator for: apt-get install {' '.join(missing)}")
        return f"PDFs need them; ask an administrator for: apt-get install {' '.join(missing)}"
    apt(missing)
    return "installed " + ", ".join(missing)


def browser(purpose: str) -> str | None:
    """The tests need Chromium; Ubuntu's package only points to a snap, so there Playwright brings its own."""
    if purpose != "test" or any(map(shutil.which, ("chromium", "google-chrome"))) or own_browser():
        return None
    if not may_install():
        raise Trouble("the tests need Chromium; ask an administrator for: apt-get install chromium")
    if is_ubuntu() or not shutil.which("apt-get"):
        run([VENV / "bin" / "playwright", "install", "--with-deps", "chromium"], **QUIET)
        return "installed Playwright's Chromium"
    apt(["chromium"])
    return "installed chromium"


def loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True).stdout.strip())


def venv_works() -> bool:
    if (VENV / "bin" / "python").exists():
        return True
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def own_browser() -> bool:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return any(cache.glob("chromium*"))


def is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text().splitlines()


def may_install() -> bool:
    """As root, or with a sudo that asks nothing or may ask a person at the terminal."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        return True
    if not shutil.which("sudo"):
        return False
    return sys.stdin.isatty() or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def apt(names: Iterable[str]) -> None:
    rights = [] if os.geteuid() == 0 else ["sudo", "--preserve-env=DEBIAN_FRONTEND"]
    run([*rights, "apt-get", "update", "-qq"], **QUIET)
    run([*rights, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], **QUIET)
