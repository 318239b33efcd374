"""The page of after-sales figures, and the documents behind each of them (S80)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.views.guard import Guarded
from orders.models import Return
from orders.models.case import CaseCause
from orders.models.return_words import Reason
from reports.figures.after_sales import after_sales, complaints, returned_lines
from reports.figures.period import CHOICES, Period, period_of
from reports.policies import may_see_reports

MOST = 200


class AfterSalesReport(Guarded):
    """Complaints by cause, returns by product and reason, claims per shipped line, satisfaction."""

    policy = may_see_reports

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of(request.GET)
        context = {"period": period, "choices": CHOICES, "figures": after_sales(request.user, period)}
        return render(request, "reports/after_sales.html", context)


class AfterSalesDocuments(Guarded):
    """The complaints of a cause, or the returns of a reason or a product, of the period."""

    policy = may_see_reports

    def get(self, request: HttpRequest, by: str, key: str) -> HttpResponse:
        period = period_of(request.GET)
        title, rows = self._found(request.user, by, key.replace("\x00", "?"), period)
        context = {"period": period, "title": title, "rows": list(rows[:MOST]), "by": by}
        return render(request, "reports/after_sales_documents.html", context)

    def _found(self, user: Any, by: str, key: str, period: Period) -> tuple[Any, Any]:
        if by == "cause" and key in CaseCause.values:
            return CaseCause(key).label, complaints(user, period).filter(cause=key).for_list().order_by("-pk")
        lines = returned_lines(user, period)
        if by == "reason" and key in Reason.values:
            return Reason(key).label, _returns(lines.filter(reason=key))
        if by == "product":
            return key, _returns(lines.filter(order_line__product__code=key))
        raise Http404


def _returns(lines: Any) -> Any:
    return Return.objects.filter(pk__in=lines.order_by().values("of")).for_list().order_by("-pk")
