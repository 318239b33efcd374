"""The refused rows, as a list to look at and as a file to mend and send back."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from orders.importing.accounting import refused_rows
from orders.importing.files import LINE_COLUMN, Files
from orders.importing.reasons import label, remedy

ADDED = (LINE_COLUMN, "import_row", "import_column", "import_reason", "import_fix")
# A spreadsheet takes what begins so for a formula; an apostrophe keeps it text, and reading takes it off again.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d.,]+")


def write_errors(files: Files, out: Path) -> int:
    """Write the refused rows with their own columns, and behind them line, row, column, reason and remedy.

    Rows that were left out only because others were refused are not among them. Mended and sent
    back, each row finds its place by the column `import_line`.
    """
    own = [i for i, name in enumerate(files.header) if name not in ADDED]
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(files.header[i] for i in own), *ADDED])
        for cells, (line, row, column, reason, fix) in _refused(files):
            told = (line, row, column, _(reason), _(fix))
            extra = cells[len(files.header) :]
            mine = [cells[i] if i < len(cells) else "" for i in own]
            writer.writerow([guarded(cell) for cell in (*mine, *told, *extra)])
            count += 1
    return count


def listed(files: Files, most: int = 100) -> list[dict[str, Any]]:
    """The first refused rows: row, line, column, what stands there, reason and remedy; the words still in English."""
    found = []
    for cells, (line, row, column, reason, fix) in _refused(files):
        value = cells[files.header.index(column)] if column in files.header else ""
        found.append({"row": row, "line": line, "column": column, "value": value[:80], "reason": reason, "fix": fix})
        if len(found) == most:
            break
    return found


def guarded(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def _refused(files: Files) -> Iterator[tuple[list[str], tuple[int, int, str, str, str]]]:
    """Both run in the order of the file, so they meet without either standing in memory."""
    rows = files.raw_rows()
    for row, _number, line, reason, column in refused_rows():
        if reason == "all_or_nothing":
            continue
        cells = next(cells for number, cells in rows if number == row)
        yield cells, (line, row, column or "", label(reason), remedy(reason))
