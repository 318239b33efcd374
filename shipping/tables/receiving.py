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
from orders.models import Return, ReturnLine
from orders.models.return_words import Resolution, ReturnState
from shipping.models import Scan
from shipping.models.words import Result
from shipping.services.expecting import Coming
from shipping.services.receiving import Desk
from shipping.tables.desk import ANY, LAST_SCANS, Band, band_of
from shipping.tables.queue import Tab

COMING = Tab("", pgettext_lazy("returns", "To receive"))
INSPECT = Tab("inspect", pgettext_lazy("returns", "To inspect"))
REST = Tab("rest", pgettext_lazy("returns", "To send back or repair"))
TABS = (COMING, INSPECT, REST)
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
    """The context of the receiving page and of its parts; one query, for the last scans."""
    scans = list(Scan.objects.filter(returned=desk.returned).order_by("-pk")[:LAST_SCANS])
    last = said or (scans[0] if scans else None)
    return {
        "returned": desk.returned,
        "coming": desk.coming,
        "current": _current(desk.coming, last),
        "counted": sum(one.counted for one in desk.coming),
        "asked": sum(one.line.quantity for one in desk.coming),
        "scans": scans,
        "band": band or _band(last),
        "uuid": uuid.uuid4(),
        "uuid_back": uuid.uuid4(),
    }


def return_codes(coming: Sequence[Coming]) -> dict[str, dict[str, Any]]:
    """What each code on this return stands for, so that the page can answer before the server does."""
    codes: dict[str, dict[str, Any]] = {}
    for one in coming:
        label = f"{one.product.code} {one.product.title}"
        for code in filter(None, (one.product.code, one.product.code.lower(), one.product.barcode)):
            codes[code] = {"label": label, "left": float(one.left)}
        codes[f"-1 {one.product.code}"] = {"label": label, "left": ANY}
    return codes


def _current(coming: Sequence[Coming], last: Scan | None) -> Coming | None:
    """The line in hand if more of it is expected, else the first that is."""
    waiting = [one for one in coming if one.left > 0]
    same = (one for one in waiting if last is not None and one.line.order_line_id == last.order_line_id)
    return next(same, waiting[0] if waiting else None)


def _band(scan: Scan | None) -> Band:
    """What a scan met, in the words of the receiving desk."""
    if scan is None or scan.result not in (Result.WRONG, Result.EXTRA, Result.LATE):
        return band_of(scan)
    if scan.result == Result.WRONG:
        return Band(scan.tone, _("Not on this return"), scan.label)
    if scan.result == Result.LATE:
        return Band(scan.tone, scan.get_result_display(), _("This return is not expected now; nothing was counted."))
    if scan.quantity < 0:
        return Band(scan.tone, _("Nothing to put back"), scan.label)
    words = _("%(product)s: %(n)s is more than was agreed to.") % {"product": scan.label, "n": qty(scan.quantity)}
    return Band(scan.tone, scan.get_result_display(), words)
