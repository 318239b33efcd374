"""The page of how exactly goods are picked and sent, and the rows behind each of its figures."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import percent as shown
from core.views.guard import Guarded
from orders.models.return_words import Reason
from reports.figures import accuracy
from reports.figures.accuracy.words import WORDS, Word
from reports.figures.after_sales import percent
from reports.figures.period import CHOICES, Period, period_of
from reports.policies import may_see_accuracy
from reports.views.accuracy_lists import LISTS

SPLITS = {"month": _("Month"), "warehouse": _("Warehouse"), "picker": _("Picker")}


class Accuracy(Guarded):
    """Scans caught, claims per line, promises kept, short picks and speed; every figure leads to its rows."""

    policy = may_see_accuracy

    def get(self, request: HttpRequest) -> HttpResponse:
        period, seen = period_of(request.GET), accuracy.seen_by(request.user)
        caught, left = accuracy.mismatches(seen, period), accuracy.lines_left(seen, period)
        claims = accuracy.claimed(seen, period)
        context = {
            "period": period,
            "choices": CHOICES,
            "words": WORDS,
            "kinds": [(kind.value, kind.label) for kind in accuracy.CAUGHT],
            "tiles": _tiles(caught.all, left[0], sum(claims.values()), period),
            "splits": [(by, SPLITS[by], rows) for by, rows in caught.splits.items()],
            "warehouses": left[1:],
            "claims": [(key, Reason(key).label, n) for key, n in claims.items()],
            "paces": accuracy.pace(seen, period),
        }
        return render(request, "reports/accuracy.html", context)


@dataclass(frozen=True)
class Tile:
    """A figure on top: what it is of how many, and the list of its rows."""

    word: Word
    value: Any
    part: int
    whole: int
    url: str


def _tiles(caught: accuracy.Mixed, left: accuracy.Left, claimed: int, period: Period) -> list[Tile]:
    def tile(key: str, value: Any, part: int, whole: int, what: str, kind: str = "") -> Tile:
        url = f"{reverse('reports:accuracy-rows', args=[what])}?days={period.days}&kind={kind}"
        return Tile(WORDS[key], value, part, whole, url)

    rate = "--" if caught.rate is None else f"{caught.rate} ‰"
    return [
        tile("caught", rate, caught.caught, caught.scans, "scans", "caught"),
        tile("claims", shown(percent(claimed, left.gone)), claimed, left.gone, "claims"),
        tile("on-time", shown(left.on_time_rate), left.on_time, left.promised, "lines", "on-time"),
        tile("short", shown(left.short_rate), left.short, left.asked, "lines", "short"),
    ]


class AccuracyRows(Guarded):
    """The rows a figure is made of: exactly those, and no others."""

    policy = may_see_accuracy

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        if what not in LISTS:
            raise Http404
        period = period_of(request.GET)
        asked = {name: request.GET.get(name, "")[:40].replace("\x00", "") for name in ("by", "key", "kind")}
        behind = LISTS[what](accuracy.seen_by(request.user), period, asked, request.GET)
        context = {"period": period, "word": WORDS[behind.word], "behind": behind.labelled(), "page": behind.page}
        return render(request, "reports/accuracy_rows.html", context)
