"""What a version would do: one case tried, the past replayed, and what a trial wrote down."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as say

from approvals.forms.sentences import RehearseForm, TryForm
from approvals.models import Policy, Rehearsal, TrialRun
from approvals.policies import may_publish
from approvals.services.rehearsing import ask_rehearsal
from approvals.services.sentences import read, role_words
from approvals.services.trying import Tried, facts_of_order, try_facts
from approvals.services.vocabulary import condition_words
from approvals.views.policies import policy_for
from core.once import once_for
from core.paging import page_of
from core.refusal import Refused
from core.views.guard import Guarded
from orders.models import Order


class TryOut(Guarded):
    """One case by order number or typed facts; looking changes nothing, so the case stands in the address."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_for(pk)
        asked = bool(set(request.GET) & {"order", "total", "findings"})
        form = TryForm(request.GET if asked else None, kind=policy.kind)
        context: dict[str, Any] = {"policy": policy, "form": form}
        if asked and form.is_valid():
            context |= self.outcome(policy, form)
        return render(request, "approvals/policy_try.html", context)

    def outcome(self, policy: Policy, form: TryForm) -> dict[str, Any]:
        facts, owner, order = form.as_facts(), form.cleaned_data["asker"], None
        if number := form.cleaned_data["order"].strip().replace("\x00", ""):
            order = self.order(number)
            if order is None:
                form.add_error("order", say("There is no such order."))
                return {}
            facts, owner = dict(facts_of_order(order, policy.kind, self.request.user)), order.owner_id
        rules = list(policy.rules.select_related("backup").order_by("position"))
        return {"order": order, "tried": drawn(try_facts(rules, facts, owner, owner))}

    def order(self, number: str) -> Order | None:
        seen = Order.objects.visible_to(self.request.user).select_related("customer", "terms")
        return seen.filter(number=number).first()


def drawn(tried: Tried) -> dict[str, Any]:
    """The outcome in words."""
    near = {one.rule.pk: condition_words(one.missing) for one in tried.near}
    return {
        "steps": tried.steps,
        "refused": tried.refused,
        "fired": read(tried.fired),
        "near": [(sentence, near[sentence.rule.pk]) for sentence in read([one.rule for one in tried.near])],
        "hours": round(tried.hours, 1),
        "known": tried.hours_known,
    }


class Rehearse(Guarded):
    """Ask for a rehearsal; earlier ones stand below."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(policy_for(pk), RehearseForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy, form = policy_for(pk), RehearseForm(request.POST)
        if not form.is_valid():
            return self.show(policy, form, status=422)
        history = form.cleaned_data["history"]
        try:
            target = once_for(
                request, lambda: ask_rehearsal(pk, history=history, actor=request.user).get_absolute_url()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(policy, form, status=409)
        return HttpResponseRedirect(target)

    def show(self, policy: Policy, form: RehearseForm, status: int = 200) -> HttpResponse:
        earlier = policy.rehearsals.select_related("by").defer("report")[:20]
        context = {"policy": policy, "form": form, "earlier": earlier}
        return render(self.request, "approvals/policy_rehearse.html", context, status=status)


class RehearsalPage(Guarded):
    """What a rehearsal found; while a worker replays, the page looks again by itself."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int, rehearsal: int) -> HttpResponse:
        found = get_object_or_404(Rehearsal.objects.select_related("policy", "by"), pk=rehearsal, policy=pk)
        report = found.report
        context = {
            "rehearsal": found,
            "policy": found.policy,
            "report": report,
            "desks": [_desk(row) for row in report.get("desks", ())],
            "hours_more": _more(*map(Decimal, report.get("hours", ("0", "0")))),
            "asked_more": _more(*report.get("asked", (0, 0))),
            "hours_note": " → ".join(report.get("hours", ())),
            "asked_note": " → ".join(map(str, report.get("asked", ()))),
            "changed": [_changed(row) for row in report.get("changed", ())],
            "stale": found.edition != found.policy.edition,
        }
        return render(request, "approvals/policy_rehearsal.html", context)


def _more(before: Any, after: Any) -> str:
    return f"{after - before:+}" if after != before else "0"


def _desk(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"label": desk_words(row), "more": _more(row["before"], row["after"])}


def _changed(row: dict[str, Any]) -> dict[str, Any]:
    after = say("Nobody is left who may decide") if row["blocked"] else path_words(row["after"])
    return row | {"before": path_words(row["before"]), "after": after}


def desk_words(row: dict[str, Any]) -> str:
    return row["who"] or role_words(row["role"])


def path_words(steps: list[dict[str, Any]]) -> str:
    return " → ".join(desk_words(step) for step in steps) or say("nobody")


class Trial(Guarded):
    """What a version on trial would have asked, as it is written now, beside what was asked."""

    policy = may_publish

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_for(pk)
        runs = TrialRun.objects.filter(policy=policy, edition=policy.edition)
        counts = runs.aggregate(all=Count("pk"), agree=Count("pk", filter=Q(agrees=True)))
        if request.GET.get("show") == "differences":
            runs = runs.filter(agrees=False)
        page: Any = page_of(runs.select_related("request__order"), request.GET)
        rows = [_run(run) for run in page.rows]
        differ = counts["all"] - counts["agree"]
        context = {"policy": policy, "counts": counts | {"differ": differ}, "page": page, "rows": rows}
        return render(request, "approvals/policy_trial.html", context)


def _run(run: TrialRun) -> dict[str, Any]:
    words = say("Nobody is left who may decide") if run.blocked else path_words(run.asked)
    return {"run": run, "was": path_words(run.was), "would": words}
