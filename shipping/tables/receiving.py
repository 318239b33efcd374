"""The receiving desk: which returns wait for what, the piece to count next, how far it is, and the last scans."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.counting import capped_counts, count_words
from core.templatetags.ui import qty
from inventory.models import Lot
from orders.models import Return, ReturnLine
from orders.models.return_words import Resolution, ReturnState
from shipping.models import Scan
from shipping.models.words import Result
from shipping.services.returns.expecting import Coming
from shipping.services.returns.receiving import Desk
from shipping.tables.codes import ANY, MOST_NUMBERS
from shipping.tables.desk import LAST_SCANS, Band, Row, band_of
from shipping.tables.queue import Tab

COMING = Tab("", pgettext_lazy("returns", "To receive"))
INSPECT = Tab("inspect", pgettext_lazy("returns", "To inspect"))
REST = Tab("rest", pgettext_lazy("returns", "To send back or repair"))
TABS = (COMING, INSPECT, REST)
NAMED = (Result.LOT, Result.SERIAL, Result.WHICH)
MOST_NAMES = 12
THEIRS = (Resolution.REPAIR, Resolution.REJECT)


def returns_at(user: Any, tab: Tab) -> QuerySet[Return]:
    """The returns of a tab that a person sees."""
    rows = Return.objects.visible_to(user)
    if tab is COMING:
        return rows.filter(state=ReturnState.APPROVED)
    if tab is INSPECT:
        return rows.filter(state=ReturnState.RECEIVED)
    here = ReturnLine.objects.filter(of=OuterRef("pk"), received__gt=0, sent_back=0, shelved=0)
    waiting = here.filter(resolved__in=THEIRS) | here.filter(repair__gt=0).exclude(resolved__in=("", *THEIRS))
    return rows.filter(Exists(waiting), state=ReturnState.RESOLVED)


def drawn_tabs(user: Any, now: Tab) -> list[dict[str, Any]]:
    """The tabs with their capped counts, all in one query."""
    counts = capped_counts({tab.key: returns_at(user, tab) for tab in TABS})
    page = reverse("shipping:returns")
    return [
        {
            "label": tab.label,
            "url": f"{page}?tab={tab.key}" if tab.key else page,
            "count": count_words(counts[tab.key]),
            "active": tab is now,
        }
        for tab in TABS
    ]


def desk_context(desk: Desk, *, said: Scan | None = None, band: Band | None = None) -> dict[str, Any]:
    """The context of the receiving page and of its parts; one query, for the last scans, and one for lots."""
    scans = list(Scan.objects.filter(returned=desk.returned).order_by("-pk")[:LAST_SCANS])
    last = said or (scans[0] if scans else None)
    current = _current(desk.coming, last)
    return {
        "returned": desk.returned,
        "coming": desk.coming,
        "current": current,
        "named": _names(desk, current),
        "rows": [_row(one) for one in desk.coming],
        "counted": sum(one.counted for one in desk.coming),
        "asked": sum(one.line.quantity for one in desk.coming),
        "scans": scans,
        "band": band or band_of_return(last),
        "uuid": uuid.uuid4(),
        "uuid_back": uuid.uuid4(),
    }


def _row(one: Coming) -> Row:
    return Row(one.key, one.product.code, one.product.title, "", one.counted, one.line.quantity, str(one.product.unit))


def return_codes(desk: Desk) -> dict[str, dict[str, Any]]:
    """What each code on this return stands for, so that the page can answer before the server does."""
    codes: dict[str, dict[str, Any]] = {}
    for one in desk.coming:
        label = f"{one.product.code} {one.product.title}"
        codes[f"-1 {one.product.code}"] = _known(label, ANY, one.key)
        if desk.outside is not None and one.is_traced and not desk.outside.is_plain(one):
            continue
        for code in filter(None, (one.product.code, one.product.code.lower(), one.product.barcode)):
            codes[code] = _known(label, float(one.left), one.key)
    return codes | _named_codes(desk)


def _named_codes(desk: Desk) -> dict[str, dict[str, Any]]:
    """The lots and the numbered pieces that may come back; asked only where goods are known that closely."""
    if desk.outside is None:
        return {}
    codes: dict[str, dict[str, Any]] = {}
    lines = {one.key: one for one in desk.coming if one.is_traced}
    lots = {(key, lot) for key, one in lines.items() if not one.product.by_serial for lot in desk.outside.rooms(one)}
    numbers = dict(Lot.objects.filter(pk__in={lot for _key, lot in lots if lot}).values_list("pk", "number"))
    for key, lot in lots:
        if lot is not None:
            left = float(desk.outside.room(lines[key], lot)) + codes.get(numbers[lot], {}).get("left", 0)
            codes[numbers[lot]] = _known(f"{lines[key].product.code} · {numbers[lot]}", left, key)
    for piece in list(desk.outside.pieces.values())[:MOST_NUMBERS]:
        label = f"{lines[piece.order_line_id].product.code} · {piece.number}"
        codes[piece.number] = _known(label, int(not desk.outside.holds(piece.pk)), piece.order_line_id)
    return codes


def _known(label: str, left: float, line: int) -> dict[str, Any]:
    return {"label": label, "left": left, "lines": [line], "each": 1}


def _names(desk: Desk, current: Coming | None) -> list[str]:
    """The lots or the numbers of which a line still waits for something; one query, for lots."""
    if desk.outside is None or current is None or not current.is_traced:
        return []
    if current.product.by_serial:
        out = [one for one in desk.outside.pieces.values() if one.order_line_id == current.key]
        return sorted(one.number for one in out if not desk.outside.holds(one.pk))[:MOST_NAMES]
    lots = [lot for lot in desk.outside.rooms(current) if lot is not None]
    return sorted(Lot.objects.filter(pk__in=lots).values_list("number", flat=True)[:MOST_NAMES])


def _current(coming: Sequence[Coming], last: Scan | None) -> Coming | None:
    """The line in hand if more of it is expected, else the first that is."""
    waiting = [one for one in coming if one.left > 0]
    same = (one for one in waiting if last is not None and one.line.order_line_id == last.order_line_id)
    return next(same, waiting[0] if waiting else None)


def band_of_return(scan: Scan | None) -> Band:
    """What a scan met, in the words of the receiving desk."""
    if scan is None or scan.result not in (Result.WRONG, Result.EXTRA, Result.LATE, *NAMED):
        return band_of(scan)
    if scan.result in NAMED:
        return _named_band(scan)
    if scan.result == Result.WRONG:
        return Band(scan.tone, _("Not on this return"), scan.label)
    if scan.result == Result.LATE:
        return Band(scan.tone, scan.get_result_display(), _("This return is not expected now; nothing was counted."))
    if scan.quantity < 0:
        return Band(scan.tone, _("Nothing to put back"), scan.label)
    words = _("%(product)s: %(n)s is more than was agreed to.") % {"product": scan.label, "n": qty(scan.quantity)}
    return Band(scan.tone, scan.get_result_display(), words)


def _named_band(scan: Scan) -> Band:
    """The goods are on the return, and this lot or piece is not; or the article alone does not say which."""
    if scan.result == Result.WHICH:
        words = _("%(product)s: scan the lot or the serial number on it.") % {"product": scan.label}
        return Band(scan.tone, scan.get_result_display(), words)
    word = _("Wrong lot") if scan.result == Result.LOT else _("Wrong piece")
    words = _("%(product)s did not leave with this order, or came back before.") % {"product": scan.label}
    return Band(scan.tone, word, words)
