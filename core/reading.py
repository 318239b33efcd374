"""Numbers and days as people write them in a hurry: 12*4, ¥1,200.00, 今, +3, 0815, 周五, 8月15日."""

import datetime
import re
import unicodedata
from decimal import Decimal, DecimalException

LONGEST = 40
SIGNS = re.compile(r"\d+(?:\.\d+)?|\.\d+|[-+*/()]|\S")
MOST_DEPTH = 12
WEEKDAYS = "一二三四五六日"
MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2})|(\d)(\d{2})")
AHEAD = re.compile(r"\+(\d{1,3})")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")


def half_width(text: str) -> str:
    """Digits and signs as a Chinese keyboard may send them, in the ordinary width."""
    return unicodedata.normalize("NFKC", text).strip()


def worked_out(text: str) -> str:
    """A small sum worked out exactly: 12*4+2 is 50; what is no sum comes back as it was."""
    sum_ = half_width(text).removeprefix("=").replace("×", "*").replace("÷", "/")
    if len(sum_) > LONGEST or not re.search(r"\d\s*[-+*/(]", sum_):
        return text
    try:
        value = _Sum(SIGNS.findall(sum_)).value()
    except (ValueError, DecimalException):
        return text
    return f"{value.normalize():f}"


class _Sum:
    """A tiny descent over + - * / and brackets."""

    def __init__(self, signs: list[str]) -> None:
        self.signs, self.at, self.depth = signs, 0, 0

    def value(self) -> Decimal:
        value = self._sum()
        if self.at != len(self.signs):
            raise ValueError(self.signs)
        return round(value, 6)

    def _next(self) -> str:
        return self.signs[self.at] if self.at < len(self.signs) else ""

    def _take(self) -> str:
        self.at += 1
        return self.signs[self.at - 1] if self.at <= len(self.signs) else ""

    def _sum(self) -> Decimal:
        value = self._product()
        while self._next() in ("+", "-") and self._next():
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._unit()
        while self._next() in ("*", "/") and self._next():
            value = value * self._unit() if self._take() == "*" else value / self._unit()
        return value

    def _unit(self) -> Decimal:
        self.depth += 1
        sign = self._take()
        if self.depth > MOST_DEPTH or not sign:
            raise ValueError(self.signs)
        if sign == "-":
            return -self._unit()
        if sign != "(":
            return Decimal(sign)
        inside = self._sum()
        if self._take() != ")":
            raise ValueError(self.signs)
        return inside


def short_day(text: str, today: datetime.date) -> datetime.date | None:
    """A day said in short, counted from today: t or 今, +3, 0815 or 8-15 (the next one), 周五; none otherwise."""
    said = half_width(text).lower()
    if said in ("t", "今", "今天", "today"):
        return today
    if ahead := AHEAD.fullmatch(said):
        return today + datetime.timedelta(days=int(ahead[1]))
    if weekday := WEEKDAY.fullmatch(said):
        there = WEEKDAYS.index(weekday[1].replace("天", "日"))
        return today + datetime.timedelta(days=(there - today.weekday()) % 7 or 7)
    return _named_day(said, today)


def _named_day(said: str, today: datetime.date) -> datetime.date | None:
    try:
        if whole := CHINESE_DAY.fullmatch(said):
            return datetime.date(int(whole[1]), int(whole[2]), int(whole[3]))
        if not (short := MONTH_DAY.fullmatch(said)):
            return None
        month, day = (int(part) for part in short.groups() if part)
        there = datetime.date(today.year, month, day)
        return there if there >= today else datetime.date(today.year + 1, month, day)
    except ValueError:
        return None
