"""A short folder a lent user may enter, for roots whose project lies where only root may look."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from core.devserver.identity import Identity, NoServer, enterable


def shelter(base: Path) -> Path:
    """The folder for this project's servers below /var/lib, or below the temp folder where that is read-only."""
    parent = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path(tempfile.gettempdir())
    folder = parent / f"gendan-{hashlib.sha256(str(base).encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise NoServer(f"{folder} belongs to another user. Remove it and start again.")
    folder.chmod(0o711)
    return folder


def within_reach(folder: Path, base: Path, who: Identity) -> Path:
    """The folder as its owner can reach it: itself, or a link to a sheltered one that keeps what was in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink():
        folder.resolve().mkdir(mode=0o700, exist_ok=True)
    elif who.lent and not enterable(folder.parent):
        moved = shelter(base) / folder.name
        if folder.exists():
            shutil.move(folder, moved)
        else:
            moved.mkdir(mode=0o700, exist_ok=True)
        folder.symlink_to(moved)
    return folder


def reachable_copy(binaries: Path, base: Path, who: Identity) -> Path:
    """The installation as its user can run it: itself, or a copy in the shelter made once per version."""
    if not who.lent or enterable(binaries):
        return binaries
    home = binaries.parent
    copy = shelter(base) / f"{home.name}-{int(binaries.stat().st_mtime)}"
    if not copy.exists():
        draft = copy.with_suffix(".part")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(home, draft / home.parent.name / home.name, symlinks=True)
        # A wheel keeps the libraries its programs need beside the package, and finds them by that path only.
        libraries = home.parent.with_name(f"{home.parent.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for folder in (draft, draft / home.parent.name, *draft.glob("*.libs")):
            folder.chmod(0o755)
        draft.rename(copy)
    return copy / home.parent.name / home.name / binaries.name
