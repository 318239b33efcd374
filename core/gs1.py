"""What a GS1 barcode says: the article's number, its lot, its expiry date, its serial number."""

import datetime
import re
from dataclasses import dataclass

FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
"""How long the elements are that end by themselves; all others end at a separator or at the end."""
OPEN = {"10": 20, "21": 20, "37": 8, "240": 30, "241": 30}
SYMBOLOGY = re.compile(r"^\](C1|d2|Q3|e0)")
BRACKETED = re.compile(r"\((\d{2,4})\)([^(]*)")
SEPARATOR = "\x1d"
TYPED = str.maketrans("|^~", SEPARATOR * 3)
"""What scanners that type send instead of the separator, which no key stands for; no GS1 element may contain these."""


@dataclass(frozen=True)
class Elements:
    """The elements of one code that matter to stock."""

    gtin: str
    lot: str = ""
    serial: str = ""
    expires_on: datetime.date | None = None

    @property
    def barcodes(self) -> tuple[str, ...]:
        """The article's number as products carry it: with 14 digits, 13, 12 or 8."""
        short = self.gtin.lstrip("0")
        return tuple({self.gtin, *(short.zfill(n) for n in (8, 12, 13) if len(short) <= n)})


def read(code: str) -> Elements | None:
    """The elements of a GS1 code; None for what is no such code, or says no article."""
    text = SYMBOLOGY.sub("", code.strip()).translate(TYPED)
    found = dict(BRACKETED.findall(text)) if text.startswith("(") else _plain(text)
    gtin = found.get("01", "")
    if not re.fullmatch(r"\d{14}", gtin):
        return None
    return Elements(gtin, found.get("10", "").strip(), found.get("21", "").strip(), _day(found.get("17", "")))


def _plain(text: str) -> dict[str, str]:
    """Elements written one after the other; what cannot be read ends the reading with nothing."""
    found: dict[str, str] = {}
    rest = text.lstrip(SEPARATOR)
    while rest:
        name = next((rest[:n] for n in (2, 3) if rest[:n] in FIXED or rest[:n] in OPEN), "")
        if not name:
            return {}
        body = rest[len(name) :]
        if name in FIXED:
            value, rest = body[: FIXED[name]], body[FIXED[name] :]
            if len(value) < FIXED[name]:
                return {}
        else:
            value, _mark, rest = body.partition(SEPARATOR)
        found[name], rest = value, rest.lstrip(SEPARATOR)
    return found


def _day(text: str) -> datetime.date | None:
    """A day as YYMMDD; day 00 means the last of the month."""
    if not re.fullmatch(r"\d{6}", text):
        return None
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        if day:
            return datetime.date(year, month, day)
        first = datetime.date(year + month // 12, month % 12 + 1, 1)
        return first - datetime.timedelta(days=1)
    except ValueError:
        return None
