"""The live report page, and the orders behind each of its figures."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.charts import Row, bars_of
from core.paging import page_of
from core.views.guard import Guarded
from orders.models import Order
from orders.models.words import Stage
from reports.figures import FIGURES, Measured, find, measured, stage_times
from reports.figures.clock import passed_through
from reports.figures.lost import LOST
from reports.figures.period import CHOICES, Period, period_of
from reports.figures.quality import accuracy
from reports.figures.table import BY_STAGE, TOP
from reports.policies import may_see_reports


class LiveReport(Guarded):
    """Orders by stage, time per stage, delivery on time, overdue money: one page, every figure a link."""

    policy = may_see_reports

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of(request.GET)
        values = measured(FIGURES, Order.objects.visible_to(request.user), period)
        delivered = values["delivered"].count
        context = {
            "period": period,
            "choices": CHOICES,
            "top": [values[figure.key] for figure in TOP],
            "stages": [values[figure.key] for figure in BY_STAGE],
            "chart": bars_of([_("Orders")], [_bar(values[figure.key], period) for figure in BY_STAGE]),
            "on_time": Decimal(values["on_time"].count * 100) / delivered if delivered else None,
            "times": stage_times(request.user, period),
            "channels": accuracy(request.user, period)["channel"],
        }
        return render(request, "reports/live.html", context)


def _bar(value: Measured, period: Period) -> Row:
    url = f"{reverse('reports:figure', args=[value.figure.key])}?days={period.days}"
    return Row(str(value.figure.label), [value.count], url)


class FigureOrders(Guarded):
    """The orders a figure is made of: exactly those, and no others."""

    policy = may_see_reports

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        period, visible = period_of(request.GET), Order.objects.visible_to(request.user)
        figure = find((*FIGURES, *LOST), key)
        if figure is None:
            raise Http404
        value = measured([figure], visible, period)[key]
        page = page_of(figure.orders(visible, period).for_list(), request.GET)
        context = {"title": figure.label, "definition": figure.definition, "value": value, "page": page}
        return render(request, "reports/orders.html", context | {"period": period})


class StageOrders(Guarded):
    """The orders that came to a stage in the period."""

    policy = may_see_reports

    def get(self, request: HttpRequest, stage: str) -> HttpResponse:
        if stage not in Stage.values:
            raise Http404
        period, visible = period_of(request.GET), Order.objects.visible_to(request.user)
        orders = visible.filter(pk__in=passed_through(stage, period))
        context = {"title": Stage(stage).label, "page": page_of(orders.for_list(), request.GET), "period": period}
        return render(request, "reports/orders.html", context)
