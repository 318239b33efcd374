"""My work today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import SIGNED_IN
from core.views.guard import Guarded
from orders.models import Order
from orders.policies import may_see
from reports.figures import measured
from reports.figures.period import period_of
from reports.figures.table import COMPLETED, LATE, OVERDUE, PLACED
from reports.today import FALLEN, cases_for, fallen_for, jobs_for, returns_for, work_of

NUMBERS = (PLACED, COMPLETED, LATE, OVERDUE)


class Home(Guarded):
    """What to do first: where I am sent, what I hold and am asked by deadline, and four numbers of thirty days."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of({"days": "30"})
        seen = may_see(request.user)
        numbers = measured(NUMBERS, Order.objects.visible_to(request.user), period) if seen else {}
        groups = work_of(request.user) if seen else []
        fallen = fallen_for(request.user)
        context = {
            "jobs": jobs_for(request.user),
            "returns": returns_for(request.user),
            "cases": cases_for(request.user),
            "groups": groups,
            "fallen": fallen[:FALLEN],
            "more_fallen": len(fallen) > FALLEN,
            "numbers": list(numbers.values()),
            "period": period,
        }
        return render(request, "reports/home.html", context)
