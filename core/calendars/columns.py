"""What a file of days calls its columns; an iCalendar says the same in its own words."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.calendars.cells import Line, plain
from core.calendars.icalendar import events_of, is_icalendar
from core.opening import open_table
from core.refusal import Refused

COLUMNS = {
    "first": ("from", "date", "day", "start", "日期", "开始", "开始日期", "起", "起始日期"),
    "last": ("to", "end", "until", "结束", "结束日期", "止", "截止日期"),
    "name": ("name", "occasion", "holiday name", "名称", "节日", "节假日", "假日"),
    "kind": ("kind", "type", "类型", "类别", "安排"),
    "provisional": ("provisional", "暂定", "是否暂定"),
}
NEEDED = ("first", "name", "kind")
MOST_ROWS = 5_000
WORKS, RESTS = re.compile(r"班|work", re.IGNORECASE), re.compile(r"休|假|holiday|off", re.IGNORECASE)
MARKS = re.compile(r"\s*[(（]?(?:补班|上班|班|假期|放假|休|workday|holiday)[)）]?\s*\Z", re.IGNORECASE)


def lines_of(path: Path) -> Iterator[Line]:
    """The rows of a file, whichever of the three kinds it is."""
    lines = _event_lines(path) if is_icalendar(path) else _table_lines(path)
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise Refused(_("%(name)s has more rows than a calendar can have.") % {"name": path.name}, code="long")
        yield line


def _table_lines(path: Path) -> Iterator[Line]:
    table = open_table(path)
    places = _places(path, [plain(head) for head in table.header])
    for number, cells in table.rows:
        texts = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        yield Line(row=number, **{"last": "", "provisional": ""} | texts)


def _places(path: Path, header: list[str]) -> dict[str, int]:
    places = {
        name: next(at for at, head in enumerate(header) if head in words)
        for name, words in COLUMNS.items()
        if set(words) & set(header)
    }
    if missing := [COLUMNS[name][0] for name in NEEDED if name not in places]:
        raise Refused(
            _("%(name)s lacks the column %(missing)s. The first line names the columns: from, to, name, kind.")
            % {"name": path.name, "missing": ", ".join(missing)},
            code="no_column",
        )
    return places


def _event_lines(path: Path) -> Iterator[Line]:
    for row, first, last, summary in events_of(path):
        kind = "work" if WORKS.search(summary) else "off" if RESTS.search(summary) else summary
        name = MARKS.sub("", summary).strip() or summary
        yield Line(row=row, first=first, last=last, name=name, kind=kind)
