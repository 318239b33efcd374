"""The files of one import as one stream of rows, each with its matching records from the files beside it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.opening import Table, open_table
from core.refusal import Refused
from orders.importing.mapping import Join, Mapping
from orders.importing.values import CONTROL

LINE_COLUMN = "import_line"
GUARDED = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True)
class Row:
    """One row with its number in the file, and the joined records by the order of the joins."""

    number: int
    cells: Sequence[str]
    joined: Sequence[Sequence[str] | None]


Getter = Callable[[Row], str]


class Files:
    """The rows file and the files joined to it, found beside each other."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.mapping = mapping
        self.path, folder = _rows_file(path, mapping)
        self._paths = [self.path, *(folder / join.file for join in mapping.joins)]
        self.header = self._open().header
        self._headers: dict[str, list[str]] = {}
        self._records: list[dict[str, Sequence[str]]] = []
        self._keys: list[Getter] = []
        for join in mapping.joins:
            self._load(join, folder)

    @property
    def is_repair(self) -> bool:
        """Whether this is an error file sent back, which names the line each row was."""
        return LINE_COLUMN in self.header

    def fingerprint(self) -> str:
        """One SHA-256 over all files, so that the same content is recognised whatever its name."""
        digest = hashlib.sha256()
        for path in self._paths:
            with path.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        return digest.hexdigest()

    def raw_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows as they stand, without what is joined."""
        return self._open().rows

    def rows(self) -> Iterator[Row]:
        """Every row of the file, in its order."""
        for number, cells in self.raw_rows():
            row = Row(number, cells, joined := [])
            for key, records in zip(self._keys, self._records, strict=True):
                joined.append(records.get(key(row)))
            yield row

    def getter(self, column: str) -> Getter:
        """How to read a column, `name` of the row or `file.name` of a joined record, without blanks and null words."""
        nulls = self.mapping.nulls
        place, position = self._locate(column)

        def get(row: Row) -> str:
            cells = row.cells if place is None else row.joined[place]
            text = cells[position].strip() if cells is not None and position < len(cells) else ""
            if text.startswith(GUARDED):
                text = text[1:]
            return "" if text in nulls else text

        return get

    def missing_record(self, column: str) -> Callable[[Row], bool]:
        """Whether a row lacks the joined record this column stands in."""
        place, _position = self._locate(column)
        return (lambda row: False) if place is None else (lambda row: row.joined[place] is None)

    def _open(self) -> Table:
        return open_table(self.path, encoding=self.mapping.encoding, sheet=self.mapping.sheet)

    def _locate(self, column: str) -> tuple[int | None, int]:
        joins = list(self._headers)
        if column not in self.header:
            file, _dot, name = column.partition(".")
            if file in joins:
                return joins.index(file), _position(
                    name, self._headers[file], self.mapping.joins[joins.index(file)].file
                )
        return None, _position(column, self.header, self.path.name)

    def _load(self, join: Join, folder: Path) -> None:
        key = self.getter(join.on)
        table = open_table(folder / join.file, encoding=self.mapping.encoding)
        position = _position(join.key, table.header, join.file)
        records: dict[str, Sequence[str]] = {}
        for number, cells in table.rows:
            if any(CONTROL.search(cell) for cell in cells) or len(cells) <= position:
                raise Refused(
                    _("Row %(row)s of %(name)s cannot be read.") % {"row": number, "name": join.file}, code="joined"
                )
            records.setdefault(cells[position].strip(), cells)
        self._headers[join.name] = table.header
        self._records.append(records)
        self._keys.append(key)


def _rows_file(path: Path, mapping: Mapping) -> tuple[Path, Path]:
    """A folder, or any one of the files that belong together, stands for all of them."""
    if path.is_dir():
        if not mapping.rows_file:
            raise Refused(_("%(name)s is a folder; name the file.") % {"name": path.name}, code="folder")
        return path / mapping.rows_file, path
    together = {mapping.rows_file, *(join.file for join in mapping.joins)}
    return (path.parent / mapping.rows_file if path.name in together else path), path.parent


def _position(column: str, header: list[str], name: str) -> int:
    found = header.count(column)
    if found == 1:
        return header.index(column)
    if found:
        raise Refused(
            _("%(name)s has the column %(column)s twice.") % {"name": name, "column": column}, code="column_twice"
        )
    raise Refused(
        _("%(name)s has no column %(column)s. Its columns are: %(header)s.")
        % {"name": name, "column": column, "header": ", ".join(header)[:500]},
        code="no_column",
    )
