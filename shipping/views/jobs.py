"""The dispatch list and the page of one job."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import clock
from core.paging import page_of
from core.views.guard import Guarded
from orders.models import Order
from shipping.models import DispatchJob
from shipping.panels import acts_of
from shipping.policies import may_plan, may_see_jobs
from shipping.services.jobs.rows import job_lines
from shipping.tables.jobs import (
    DAY,
    FINISHED,
    TO_PLAN,
    JobTab,
    day_of,
    diaries_of,
    drawn_tabs,
    jobs_of,
    tabs_for,
    to_plan,
    with_services,
)
from shipping.views.finding import job_for

ONE_DAY = datetime.timedelta(days=1)


class JobList(Guarded):
    """My jobs, what is to be planned, who goes when, one day at a time, and what is done."""

    policy = may_see_jobs

    def get(self, request: HttpRequest) -> HttpResponse:
        tabs, asked = tabs_for(request.user), request.GET.get("tab", "")
        tab = next((one for one in tabs if one.key == asked), tabs[0])
        context = {"tab": tab.key, "tabs": drawn_tabs(request.user, tab), "may_plan": may_plan(request.user)}
        return render(request, "shipping/jobs.html", context | self._rows(request, tab))

    def _rows(self, request: HttpRequest, tab: JobTab) -> dict[str, Any]:
        if tab is DAY:
            return self._day(request)
        if tab is TO_PLAN:
            waiting, following = to_plan(request.user, request.GET.get("after", ""))
            return {"waiting": waiting, "next_key": following}
        if tab is FINISHED:
            rows = with_services(DispatchJob.objects.visible_to(request.user).done())
            page: Any = page_of(rows, request.GET)
            return {"jobs": page.rows, "page": page}
        return {"jobs": jobs_of(request.user, tab)}

    def _day(self, request: HttpRequest) -> dict[str, Any]:
        day = day_of(request.GET.get("day", ""))
        address = f"{reverse('shipping:jobs')}?tab={DAY.key}&day="
        return {
            "day": day,
            "today": clock.today(),
            "diaries": diaries_of(request.user, day),
            "before_url": f"{address}{day - ONE_DAY}",
            "today_url": f"{address}{clock.today()}",
            "after_url": f"{address}{day + ONE_DAY}",
        }


class JobPage(Guarded):
    """Where to go, when, for what, and what came of it."""

    policy = may_see_jobs

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        job = job_for(request.user, number)
        seen = Order.objects.visible_to(request.user).filter(pk=job.order_id)
        context = {
            "job": job,
            "order": job.order,
            "lines": job_lines(job.pk),
            "acts": acts_of(request.user, job),
            "may_open_order": request.user.has_perm("orders.view_order") and seen.exists(),
        }
        return render(request, "shipping/job.html", context)
