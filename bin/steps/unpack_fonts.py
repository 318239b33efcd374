"""Unpacks Noto Sans SC, regular and bold, to TrueType; runs in the project's environment."""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

WEIGHTS = (400, 700)


def unpack(source: Path, target: Path) -> None:
    """Once here takes seconds; from the web form it would take them for every PDF."""
    target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        font = TTFont(source / "files" / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2")
        font.flavor = None
        font.save(target / f"noto-sans-sc-{weight}.ttf")
    shutil.copy(source / "LICENSE", target / "LICENSE")


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
