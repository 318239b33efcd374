"""Compiles message catalogues to the form Django reads; runs in the project's environment."""

import os
import sys
from pathlib import Path

import polib


def compile_catalogue(source: Path) -> None:
    """Writes beside first and renames, so that a running server never reads half a catalogue."""
    catalogue = polib.pofile(str(source))
    # A header still marked fuzzy would leave out the character set, and with it every Chinese word.
    catalogue.metadata_is_fuzzy = 0
    draft = source.with_suffix(f".mo.{os.getpid()}")
    catalogue.save_as_mofile(str(draft))
    draft.rename(source.with_suffix(".mo"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))
