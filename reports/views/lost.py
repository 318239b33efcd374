"""The page of lost orders, by cause (S46)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.views.guard import Guarded
from orders.models import Order
from reports.figures.lost import lost_orders, totals
from reports.figures.period import CHOICES, period_of
from reports.policies import may_see_reports


class LostOrders(Guarded):
    """What was dropped in the period and what is stuck now: each cause with its orders, money and age."""

    policy = may_see_reports

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of(request.GET)
        dropped, stuck = lost_orders(Order.objects.visible_to(request.user), period)
        context = {
            "period": period,
            "choices": CHOICES,
            "dropped": dropped,
            "stuck": stuck,
            "all_dropped": totals(dropped),
            "all_stuck": totals(stuck),
        }
        return render(request, "reports/lost.html", context)
