"""The page of order quality, and the orders behind each of its figures (B8)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.paging import page_of
from core.views.guard import Guarded
from orders.models.change import Cause
from orders.models.correction import Mistake
from reports.figures.period import CHOICES, period_of
from reports.figures.quality import BY, accuracy, by_cause, by_kind, corrections, orders_of
from reports.policies import may_see_reports

SPLITS = {"person": _("Salesperson"), "channel": _("Channel of receipt"), "template": _("Template")}
DEFINITIONS = {
    False: _("Orders handed in in the period."),
    True: _("Orders handed in in the period that had an entry error of ours."),
}


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
            "costs": by_cause(rows),
            "splits": [(by, SPLITS[by], found) for by, found in accuracy(request.user, period).items()],
            "page": page_of(shown, request.GET),
        }
        return render(request, "reports/quality.html", context)


class QualityOrders(Guarded):
    """The orders behind one figure of entry accuracy: of a person, a channel or a template."""

    policy = may_see_reports

    def get(self, request: HttpRequest, by: str) -> HttpResponse:
        if by not in BY:
            raise Http404
        period, wrong = period_of(request.GET), request.GET.get("wrong") == "1"
        key = request.GET.get("key", "")[:20].replace("\x00", "")
        orders = orders_of(request.user, period, by, key, wrong=wrong)
        context = {
            "title": SPLITS[by],
            "definition": DEFINITIONS[wrong],
            "page": page_of(orders.for_list(), request.GET),
            "period": period,
        }
        return render(request, "reports/orders.html", context)
