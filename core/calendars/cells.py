"""Reading one cell of a file of days, or saying why it cannot be read."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models.calendar import DayKind

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T]00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})")
OFF = {"off", "holiday", "day off", "放假", "休", "休息", "假期", "假日", "节假日", "放假调休"}
WORK = {"work", "workday", "working day", "make-up day", "上班", "班", "补班", "调休上班", "工作日"}
YES = {"yes", "y", "true", "1", "是", "暂定", "provisional"}
NO = {"", "no", "n", "false", "0", "否"}
LONGEST_NAME = 40


class Unreadable(Exception):
    """A cell that cannot be taken; becomes a fault of its row."""

    def __init__(self, column: str | Promise, value: str, reason: str | Promise, fix: str | Promise) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.fix = column, value, reason, fix


@dataclass(frozen=True)
class Line:
    """One row of a file in the texts it has."""

    row: int
    first: str
    last: str
    name: str
    kind: str
    provisional: str = ""


def plain(text: str) -> str:
    """Half-width, small, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def day_in(text: str, column: str | Promise) -> datetime.date:
    """A day in any of the ways a Chinese or English table writes it, year first."""
    if found := DAY.fullmatch(plain(text)):
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            pass
    reason = _("This is no day.") if text.strip() else _("The day is missing.")
    raise Unreadable(column, text, reason, _("Write it year first, for example 2026-02-15."))


def kind_in(line: Line) -> str:
    """Whether the row speaks of days off or of make-up days."""
    word = plain(line.kind)
    if word in OFF:
        return DayKind.OFF
    if word in WORK:
        return DayKind.WORK
    reason = _("It does not say whether people work on that day.")
    raise Unreadable(_("Kind"), line.kind, reason, _("Write holiday or workday, 放假 or 上班."))


def name_in(line: Line) -> str:
    """What the day is called."""
    name = unicodedata.normalize("NFC", line.name).strip()
    if not name:
        raise Unreadable(_("Occasion"), "", _("The occasion is missing."), _("Name the holiday the row belongs to."))
    if len(name) > LONGEST_NAME:
        raise Unreadable(_("Occasion"), name[:40], _("The occasion is too long."), _("Use at most 40 characters."))
    if not name.isprintable():
        raise Unreadable(_("Occasion"), "", _("The occasion has characters that cannot be shown."),
                         _("Type it anew."))  # fmt: skip
    return name


def yes_in(line: Line) -> bool:
    """Whether the row is provisional."""
    word = plain(line.provisional)
    if word not in YES | NO:
        raise Unreadable(_("Provisional"), line.provisional, _("This is neither yes nor no."),
                         _("Write yes, or leave it empty."))  # fmt: skip
    return word in YES
