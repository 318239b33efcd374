"""The approval inbox: what waits for me with its evidence, what I decided, what I asked for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.evidence import Evidence
from approvals.models import Copy, Request, Task
from approvals.panels import waiting_count
from approvals.policies import may_decide, may_look, may_take_back
from approvals.services.returning import can_take_back, earlier_steps
from approvals.services.talking import comments_on
from approvals.views.arranging import PLAIN, Arranged, arranged
from core import clock
from core.counting import capped_counts
from core.paging import COUNT_CAP, Page, page_of
from core.span import span_words
from core.views.guard import Guarded

SHOWN = 50


def to_do(user: Any, layout: Arranged = PLAIN) -> list[Task]:
    """What waits for a person, the nearest limit first unless another order is asked for; group after group."""
    tasks = list(layout.sorted(Task.objects.awaiting(user).for_list())[:SHOWN])
    return [task for _name, rows in layout.grouped(tasks) for task in rows]


def tabs_of(
    user: Any, tab: str, tasks: list[Task] | None, layout: Arranged = PLAIN
) -> list[dict[str, Any]]:
    """The tabs with the count and age of what waits; the list itself is counted where it is at hand."""
    unread = _count(user, tasks) or None
    count: Any = waiting_count(user)
    if tasks:
        oldest = min(task.opened_at for task in tasks)
        age = span_words(int((clock.now() - oldest).total_seconds()))
        count = _("%(count)s · oldest %(age)s") % {"count": count, "age": age}
    here = reverse("approvals:inbox")
    held = sum(task.represents_id is not None for task in tasks or ()) or None
    return [
        {"label": _("To do"), "url": f"{here}{layout.query}", "count": count, "active": tab == "todo"},
        {"label": pgettext("tasks", "Done"), "url": f"{here}?tab=done{layout.more}", "active": tab == "done"},
        {"label": _("Started by me"), "url": f"{here}?tab=mine{layout.more}", "active": tab == "mine"},
        {"label": _("Copies"), "url": f"{here}?tab=copies{layout.more}", "count": unread, "active": tab == "copies"},
        {
            "label": _("Delegated to me"),
            "url": f"{here}?tab=delegated{layout.more}",
            "count": held,
            "active": tab == "delegated",
        },
    ]


def _count(user: Any, tasks: list[Task] | None) -> int:
    """How many copies are unread, and in the same query what waits, unless the list at hand is all of it."""
    asked: dict[str, Any] = {"unread": Copy.objects.of(user).unread()}
    if tasks is not None and len(tasks) < SHOWN:
        user.approvals_waiting = len(tasks)
    elif may_decide(user):
        asked["waiting"] = Task.objects.awaiting(user)
    found = capped_counts(asked)
    if "waiting" in found:
        user.approvals_waiting = min(found["waiting"], COUNT_CAP)
    return found["unread"]


class Inbox(Guarded):
    """My tasks with the first one open beside them; or what I decided; or what I asked for."""

    policy = may_look

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = {"done": self.done, "mine": self.started_by_me, "copies": self.copies, "delegated": self.delegated}
        return shown.get(request.GET.get("tab", "todo"), self.waiting)(request)

    def waiting(self, request: HttpRequest) -> HttpResponse:
        layout = arranged(request.GET)
        tasks = to_do(request.user, layout)
        context = _desk(request, tasks, layout)
        if tasks:
            context |= shown_task(tasks[0], request.user, mine=True)
        return render(request, "approvals/inbox.html", context)

    def done(self, request: HttpRequest) -> HttpResponse:
        page: Page[Task] = page_of(Task.objects.decided_by(request.user).with_way_back().for_list(), request.GET)
        tabs = tabs_of(request.user, "done", None, arranged(request.GET))
        return render(request, "approvals/done.html", {"page": page, "tabs": tabs})

    def started_by_me(self, request: HttpRequest) -> HttpResponse:
        mine = (
            Request.objects.started_by(request.user)
            .that_asked_somebody()
            .select_related("order__holder")
            .prefetch_related("steps__user")
        )
        page: Page[Request] = page_of(mine, request.GET)
        tabs = tabs_of(request.user, "mine", None, arranged(request.GET))
        return render(request, "approvals/mine.html", {"page": page, "tabs": tabs})

    def delegated(self, request: HttpRequest) -> HttpResponse:
        held = Task.objects.delegated_to(request.user).for_list().by_deadline()
        page: Page[Task] = page_of(held, request.GET)
        tabs = tabs_of(request.user, "delegated", None, arranged(request.GET))
        return render(request, "approvals/delegated.html", {"page": page, "tabs": tabs})

    def copies(self, request: HttpRequest) -> HttpResponse:
        mine = Copy.objects.of(request.user).select_related("request__order__customer", "request__asked_by")
        page: Page[Copy] = page_of(mine.with_task().order_by("-pk"), request.GET)
        tabs = tabs_of(request.user, "copies", None, arranged(request.GET))
        return render(request, "approvals/copies.html", {"page": page, "tabs": tabs})


def _desk(request: HttpRequest, tasks: list[Task], layout: Arranged) -> dict[str, Any]:
    """The list of what waits, laid out as asked for."""
    return {
        "tab": "todo",
        "tasks": tasks,
        "groups": layout.grouped(tasks),
        "layout": layout,
        "is_full": len(tasks) == SHOWN,
        "tabs": tabs_of(request.user, "todo", tasks, layout),
    }


def shown_task(task: Task, user: Any, *, mine: bool) -> dict[str, Any]:
    """What the page shows of one task beside the list."""
    evidence = Evidence(task, user, asked=mine)
    return {
        "task": task,
        "evidence": evidence,
        "may_decide": mine,
        "comments": comments_on(task.step.request),
        "earlier": earlier_steps(evidence.route, task.step) if mine else [],
        "may_take_back": not task.is_open and may_take_back(user, task) and can_take_back(task.step.request, task),
    }


class TaskPage(Guarded):
    """One task with its evidence, among the others that wait; a decided one says by whom and when."""

    policy = may_look

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        layout = arranged(request.GET)
        tasks = to_do(request.user, layout)
        task = next((task for task in tasks if task.pk == pk), None)
        mine = task is not None
        if task is None:
            task = Task.objects.visible_to(request.user).for_list().filter(pk=pk).first()
        if task is None:
            raise Http404
        mine = task.is_open and (mine or may_decide(request.user, task))
        context = _desk(request, tasks, layout) | {"open": True, **shown_task(task, request.user, mine=mine)}
        return render(request, "approvals/inbox.html", context)
