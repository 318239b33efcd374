"""How approvals go: hours by rule, step and person, rework loops, and what the rules saw of later corrections."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Step
from core.calendar import working_hours_between
from core.paging import page_of
from core.views.guard import Guarded
from reports.figures.answers import BY, answers_of, paces
from reports.figures.period import CHOICES, period_of
from reports.figures.rework import LOOPS, RETURNED, loops, orders_in, share
from reports.policies import may_see_approval_figures

TITLES = {"rule": gettext_lazy("Rule"), "step": gettext_lazy("Step"), "person": gettext_lazy("Approver")}


class ApprovalFigures(Guarded):
    """One page of figures about approvals; each leads to its list."""

    policy = may_see_approval_figures

    def get(self, request: HttpRequest) -> HttpResponse:
        period = period_of(request.GET)
        found, counts = paces(request.user, period), loops(request.user, period)
        context = {
            "period": period,
            "choices": CHOICES,
            "splits": [(by, TITLES[by], found[by]) for by in BY],
            "counts": counts,
            "returned": [(loop, counts[loop.key], share(counts[loop.key], counts["all"])) for loop in RETURNED],
            "proportions": _proportions(counts),
            "caught": share(counts["flagged-corrected"], counts["corrected"]),
        }
        return render(request, "reports/approvals.html", context)


def _proportions(counts: dict[str, int]) -> list[tuple[Any, int, Any, int, Decimal | None]]:
    """Of the orders a rule asked about, and of the others, those that were corrected later."""
    groups = {loop.key: loop for loop in LOOPS}
    return [
        (groups[key], counts[key], groups[f"{key}-corrected"], counts[f"{key}-corrected"],
         share(counts[f"{key}-corrected"], counts[key]))
        for key in ("flagged", "unflagged")
    ]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One row behind a figure."""

    title: str
    url: str
    since: datetime
    until: datetime
    hours: Decimal
    late: bool
    raised: bool


def _answer(row: Any) -> Answer:
    asked = row.request if isinstance(row, Step) else row.step.request
    hours = working_hours_between(row.since, row.until).quantize(Decimal("0.01"))
    return Answer(asked.title, asked.url, row.since, row.until, hours, bool(row.late), bool(row.raised))


class Answers(Guarded):
    """The answers behind a figure of approvals: of a rule, a step or a person."""

    policy = may_see_approval_figures

    def get(self, request: HttpRequest, by: str) -> HttpResponse:
        if by not in BY:
            raise Http404
        period, key = period_of(request.GET), request.GET.get("key", "")[:80].replace("\x00", "")
        page = page_of(answers_of(request.user, period, by, key, request.GET.get("only", "")), request.GET)
        context = {"title": TITLES[by], "page": page, "answers": [_answer(row) for row in page.rows], "period": period}
        return render(request, "reports/answers.html", context)


class LoopOrders(Guarded):
    """The orders behind a figure of rework or of later corrections."""

    policy = may_see_approval_figures

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        loop = next((loop for loop in LOOPS if loop.key == key), None)
        if loop is None:
            raise Http404
        period = period_of(request.GET)
        context = {
            "title": loop.label,
            "definition": _("Among the orders handed in in these days; an order change corrects an order later."),
            "page": page_of(orders_in(request.user, period, loop).for_list(), request.GET),
            "period": period,
        }
        return render(request, "reports/orders.html", context)
