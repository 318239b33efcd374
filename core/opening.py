"""Opening a file whatever it is called: what it is, how it is written, and its rows one by one."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from core import workbook
from core.refusal import Refused

MOST_BYTES = 1 << 30
LONGEST_LINE = 1 << 20
PIECE = 1 << 18
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """A file's header line, and its rows with their numbers as a spreadsheet counts them."""

    name: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def open_table(path: Path, *, encoding: str = "", sheet: str = "") -> Table:
    """Read a file's header; its rows follow as they are asked for, so that size costs no memory.

    What it is shows in its first bytes: a workbook, something packed, or text.
    """
    rows = _numbered(path, encoding, sheet)
    for _number, cells in rows:
        return Table(path.name, [cell.strip().removeprefix("\ufeff") for cell in cells], rows)
    raise Refused(_("The file %(name)s is empty.") % {"name": path.name}, code="empty_file")


def _numbered(path: Path, encoding: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    # Rows without a single filled cell are no rows, but they count where a spreadsheet counts them.
    for number, cells in enumerate(_cells(path, encoding, sheet), start=1):
        if any(cells):
            yield number, cells


def _cells(path: Path, encoding: str, sheet: str) -> Iterator[list[str]]:
    kind = _kind(path)
    if kind == "workbook":
        yield from workbook.cells(path, sheet)
        return
    encoding = encoding or _encoding_of(path, kind)
    with closing(io.TextIOWrapper(_stream(path, kind), encoding, newline="")) as text:
        yield from _parsed(path, text)


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Refused(_("The file %(name)s cannot be opened.") % {"name": path.name}, code="no_file") from error
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("%(name)s is an old or a locked Excel workbook. Save it as .xlsx without a password.")
            % {"name": path.name},
            code="old_workbook",
        )
    if start.startswith(b"PK"):
        return "workbook"
    return "packed" if start.startswith(b"\x1f\x8b") else "text"


def _stream(path: Path, kind: str) -> IO[bytes]:
    return gzip.open(path, "rb") if kind == "packed" else path.open("rb")  # type: ignore[return-value]


def _encoding_of(path: Path, kind: str) -> str:
    """UTF-8 strictly first, then what Chinese Excel writes; nothing is guessed beyond that."""
    with _stream(path, kind) as stream:
        try:
            start = stream.read(2)
        except (OSError, EOFError, zlib.error) as error:
            raise _broken(path) from error
    if start in UTF16:
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, kind, encoding):
            return encoding
    raise Refused(
        _("%(name)s is neither UTF-8 nor GB18030. Save it as CSV UTF-8, or name its encoding in the mapping.")
        % {"name": path.name},
        code="encoding",
    )


def _decodes(path: Path, kind: str, encoding: str) -> bool:
    decoder, size = codecs.getincrementaldecoder(encoding)(), 0
    try:
        with _stream(path, kind) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    raise _large(path)
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path) from error
    return True


def _lines(path: Path, text: io.TextIOWrapper) -> Iterator[str]:
    # A line without an end must not fill the memory (a packed gigabyte of zeros).
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise _large(path)
        yield line


def _parsed(path: Path, text: io.TextIOWrapper) -> Iterator[list[str]]:
    lines = _lines(path, text)
    try:
        first = next(lines, "")
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(_again(first, lines), delimiter=delimiter, strict=True)
        yield from reader
    except csv.Error as error:
        raise Refused(
            _("Line %(line)s of %(name)s cannot be read: a quotation mark is not closed or stands alone.")
            % {"line": reader.line_num, "name": path.name},
            code="quotes",
        ) from error
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(
            _("%(name)s is not written in the encoding %(encoding)s.")
            % {"name": path.name, "encoding": text.encoding},
            code="encoding",
        ) from error


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _broken(path: Path) -> Refused:
    return Refused(_("%(name)s is damaged and cannot be unpacked.") % {"name": path.name}, code="broken_file")


def _large(path: Path) -> Refused:
    return Refused(_("%(name)s unpacks to more than such a list can be.") % {"name": path.name}, code="too_large")
