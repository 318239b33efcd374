"""Three versions of one draft made into one: as it was, as I typed it, as somebody else saved it (S122)."""

import json
from typing import Any

from django.http import QueryDict

from orders.forms.differences import HEAD_FIELDS, LINE_FIELDS, as_text, pairs_of, same_row, take_line, typed_row
from orders.forms.head import typed_head
from orders.forms.lines import TypedRow, typed_values
from orders.forms.sheet import Sheet, saved_lines, with_rest
from orders.models import Order, OrderLine

MOST_BASE = 2_000_000
Base = dict[str, str]


def read_base(text: str) -> Base | None:
    """What the page held when it was last saved, as its script remembers it; none when it is no such thing."""
    try:
        pairs = json.loads(text[:MOST_BASE]) if text else None
        return {str(name): str(value) for name, value in pairs} if isinstance(pairs, list) else None
    except (ValueError, TypeError):
        return None


def merged(sheet: Sheet, saved: Order, base: Base) -> QueryDict | None:
    """My page with everything in it that only somebody else changed; none where both changed the same place.

    A line both left alone, or only one of them touched, is no question. Lines added by either stay.
    """
    assert sheet.data is not None
    data = sheet.data.copy()
    if not _merge_head(data, sheet, saved, base):
        return None
    for own, line in pairs_of(sheet, saved_lines(saved)):
        if not _merge_line(data, sheet, own, line, base):
            return None
    data["version"] = str(saved.version)
    return with_rest(data, saved, {value for name, value in base.items() if name.endswith("-product")})


def _merge_head(data: QueryDict, sheet: Sheet, saved: Order, base: Base) -> bool:
    theirs = as_text(typed_head(saved))
    for name in HEAD_FIELDS:
        mine, was = data.get(name, ""), base.get(name, "")
        if mine == was:
            data[name] = theirs[name]
        elif theirs[name] not in (was, mine):
            return False
    return True


def _merge_line(data: QueryDict, sheet: Sheet, own: TypedRow | None, line: OrderLine | None, base: Base) -> bool:
    known = {value for name, value in base.items() if name.endswith("-line")}
    if own is None:
        # Not on my page: I took it out, or somebody added it.
        if line is not None and str(line.pk) not in known:
            take_line(data, None, line)
        return True
    was = _was(base, own)
    mine = typed_row(sheet, own)
    touched = was is None or not same_row(mine, was)
    if line is None:
        # Somebody took it out; what I changed meanwhile stays as a line of its own.
        if own.row.line_id and not touched:
            take_line(data, own, None)
        return True
    theirs: dict[str, Any] = typed_values(line)
    if not touched:
        take_line(data, own, line)
        return True
    return same_row(mine, theirs) or (was is not None and same_row(was, theirs))


def _was(base: Base, own: TypedRow) -> dict[str, str] | None:
    """The row as it was when the page was last saved."""
    place = f"lines-{own.index}-"
    if not base.get(f"{place}product"):
        return None
    return {name: base.get(f"{place}{name}", "") for name in LINE_FIELDS}
