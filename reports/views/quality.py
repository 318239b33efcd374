"""The page of order quality, and the orders behind each of its figures (B8)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.paging import page_of
from core.views.guard import Guarded
from orders.models.change import Cause
from orders.models.correction import Mistake
from reports.figures.period import CHOICES, period_of
from reports.figures.quality import by_kind, by_person, corrections
from reports.policies import may_see_reports


class OrderQuality(Guarded):
    """What was corrected after orders were handed in, by class and cause, and the accuracy of each person."""

    policy = may_see_reports

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of(request.GET)
        rows = corrections(request.user, period)
        kind, cause = request.GET.get("kind", ""), request.GET.get("cause", "")
        shown = rows.filter(kind=kind) if kind in Mistake.values else rows
        shown = shown.filter(cause=cause) if cause in Cause.values else shown
        context = {
            "period": period,
            "choices": CHOICES,
            "causes": Cause.choices,
            "kinds": by_kind(rows),
            "people": by_person(request.user, period),
            "page": page_of(shown, request.GET),
        }
        return render(request, "reports/quality.html", context)
