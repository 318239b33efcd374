"""Reading a workbook: the values of its first visible sheet, as text."""

import datetime
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.refusal import Refused

# A workbook packs about ten to one; far beyond that it was made to fill a memory, not to hold a list.
MOST_BYTES = 256 << 20
STEEPEST = 120
UNREADABLE = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, OSError, EOFError)


def cells(path: Path, sheet: str = "") -> Iterator[list[str]]:
    """Every row as text; formulas give the value Excel last showed, merged cells count once."""
    _examine(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _rows(path, book, sheet)
        finally:
            book.close()
    except UNREADABLE as error:
        raise _unreadable(path) from error


def _rows(path: Path, book: Any, sheet: str) -> Iterator[list[str]]:
    visible = [page for page in book.worksheets if page.sheet_state == "visible"]
    page = next((page for page in visible if not sheet or page.title == sheet), None)
    if page is None:
        raise Refused(
            _("%(name)s has no visible sheet %(sheet)s.") % {"name": path.name, "sheet": sheet}, code="no_sheet"
        )
    page.reset_dimensions()
    width = 0
    for row in page.iter_rows(values_only=True):
        texts = [as_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        width = width or len(texts)
        yield texts + [""] * (width - len(texts))


def as_text(value: Any) -> str:
    """A cell as the person sees it: whole numbers without .0, dates year first, no binary dust."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}" if value == value and abs(value) < 1e30 else str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _examine(path: Path) -> None:
    """Refuse a bomb before anything of it is unpacked: too big, too steep, or with entities of its own."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_BYTES or size > max(STEEPEST * path.stat().st_size, 4 << 20):
                raise Refused(
                    _("%(name)s unpacks to more than such a list can be.") % {"name": path.name}, code="too_large"
                )
            for part in parts:
                with archive.open(part) as inside:
                    if b"<!DOCTYPE" in inside.read(1024):
                        raise _unreadable(path)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> Refused:
    return Refused(_("%(name)s is not a workbook that can be read.") % {"name": path.name}, code="broken_file")
