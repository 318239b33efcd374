"""The page of slow stock and turnover days (S67)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.policies import may_see_cost
from core.views.guard import Guarded
from inventory.policies import may_see
from reports.figures.turnover import IDLE_CHOICES, IDLE_DAYS, slow_stock, turning, worth_of


class Turnover(Guarded):
    """What does not leave the house, and how long the rest lasts; what it is worth for who may see cost."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("days", "")
        days = int(asked) if asked in [str(one) for one in IDLE_CHOICES] else IDLE_DAYS
        costs, tab = may_see_cost(request.user), request.GET.get("show", "")
        rows = turning(request.user) if tab == "turning" else slow_stock(request.user, days, by_worth=costs)
        worth, still = worth_of(request.user, days) if costs else (None, None)
        context = {
            "days": days,
            "choices": IDLE_CHOICES,
            "turning": tab == "turning",
            "rows": rows,
            "may_see_cost": costs,
            "worth": worth,
            "still": still,
        }
        return render(request, "reports/turnover.html", context)
