"""Past requests replayed against a draft and the active policy: who gets more, which go another way (B6)."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.conditions import Facts
from approvals.events import RehearsalAsked
from approvals.models import Policy, Rehearsal, Request, Rule
from approvals.policies import may_publish
from approvals.services.approvers import manager_of
from approvals.services.expecting import Hours
from approvals.services.routing import PlannedStep
from approvals.services.trying import desk_of, plan_or_why, told
from core import clock
from core.act import in_hand
from core.bus import publish
from core.locks import locked
from core.models import User
from core.refusal import Refused
from core.service import service
from orders.models import Order
from orders.models.words import Origin

LOOK_BACK = datetime.timedelta(days=90)
MOST = 5_000
AT_ONCE = 500
SHOWN = 200


@dataclass(frozen=True)
class Case:
    """One thing that was asked about, or an order of history."""

    title: str
    url: str
    facts: Facts
    owner_id: int | None
    asker_id: int | None


@service
def ask_rehearsal(policy_id: int, *, history: bool, actor: Any) -> Rehearsal:
    """Replay the last 90 days against a draft; up to 500 cases at once, more by a worker, at most 5,000."""
    may_publish.demand(actor)
    policy = Policy.objects.get(pk=policy_id)
    if not Policy.objects.active(policy.kind).exists():
        raise Refused(_("No approval policy is active. Ask the administrator to publish one."), code="no_policy")
    rehearsal = Rehearsal.objects.create(
        policy=policy, edition=policy.edition, history=history, by=actor, at=clock.now()
    )
    if how_many(policy.kind, history=history) <= AT_ONCE:
        _finish(rehearsal)
    else:
        publish(RehearsalAsked(rehearsal_id=rehearsal.pk, policy_id=policy.pk), actor=actor)
    return rehearsal


@service
def work_rehearsal(rehearsal_id: int) -> None:
    """Replay for a worker; asked for twice it does it once."""
    rehearsal = locked(Rehearsal.objects.filter(pk=rehearsal_id).select_related("policy")).first()
    if rehearsal is not None and rehearsal.done_at is None:
        _finish(rehearsal)


def _finish(rehearsal: Rehearsal) -> None:
    rehearsal.report = rehearse(rehearsal.policy, history=rehearsal.history)
    rehearsal.done_at = clock.now()
    rehearsal.save(update_fields=["report", "done_at"])


def how_many(kind: str, *, history: bool) -> int:
    """How many cases there are, counting no further than one more than are replayed."""
    requests = _requests(kind)[: MOST + 1].count()
    return requests + (_past_orders()[: MOST + 1].count() if history and kind == "order" else 0)


@service
def rehearse(policy: Policy, *, history: bool = False) -> dict[str, Any]:
    """What this policy would have asked beside what the active one would have, with the people of today.

    Reads sets, never single rows: the same few queries for ten cases and for five thousand.
    """
    draft = list(policy.rules.order_by("position"))
    active = list(Rule.objects.filter(policy__in=Policy.objects.active(policy.kind)).order_by("position"))
    _know_managers()
    hours = Hours([*draft, *active])
    seen = Replay(hours)
    for case in cases(policy.kind, history=history):
        seen.add(case, _outcome(active, case), _outcome(draft, case))
    return seen.report()


def cases(kind: str, *, history: bool) -> Iterator[Case]:
    """The newest first, no more than are replayed and one that says there were more."""
    rows = _requests(kind).values_list(
        "title", "order__number", "order_id", "facts", "owner_id", "asked_by_id"
    )[: MOST + 1]
    left = MOST + 1
    for title, number, order_id, facts, owner, asker in rows:
        left -= 1
        yield Case(title, _url(number, order_id, facts), facts, owner, asker)
    if history and kind == "order" and left > 0:
        yield from _history(left)


def _requests(kind: str) -> Any:
    return Request.objects.filter(kind=kind, opened_at__gte=clock.now() - LOOK_BACK).order_by("-pk")


def _past_orders() -> Any:
    return Order.objects.filter(origin=Origin.HISTORY).order_by("-pk")


def _history(most: int) -> Iterator[Case]:
    """Imported orders by what is known of them: amount, tier, terms and lines."""
    rows = _past_orders().annotate(rows=Count("lines")).values_list(
        "pk", "number", "customer__name", "total", "currency", "rate", "customer__tier", "terms__prepaid", "rows",
        "owner_id",
    )  # fmt: skip
    for pk, number, customer, total, currency, rate, tier, prepaid, lines, owner in rows[:most]:
        base = total if rate is None else total * rate
        facts = {"total": str(total), "base_total": str(base), "currency": currency, "tier": tier,
                 "prepaid": prepaid, "lines": lines, "customer": customer, "findings": []}  # fmt: skip
        yield Case(f"{number} {customer}", order_url(number, pk), facts, owner, owner)


def _url(number: str | None, order_id: int | None, facts: Facts) -> str:
    if order_id is None:
        return str(facts.get("url", ""))
    return str(facts.get("change") or order_url(number, order_id))


def order_url(number: str | None, order_id: int) -> str:
    """Where an order is read, without loading it."""
    return reverse("orders:order", args=[number or f"D-{order_id}"])


def _know_managers() -> None:
    """Whom everybody reports to, in one query; the evaluator finds it in hand instead of asking for each owner."""
    for pk, boss in User.objects.values_list("pk", "manager_id"):
        in_hand()[manager_of, pk] = boss


def _outcome(rules: Sequence[Rule], case: Case) -> "Outcome":
    steps, refused = plan_or_why(rules, case.facts, case.owner_id, case.asker_id)
    return Outcome(steps, bool(refused))


@dataclass(frozen=True)
class Outcome:
    """Whom one policy would ask about one case."""

    steps: tuple[PlannedStep, ...]
    blocked: bool

    @property
    def desks(self) -> list[str]:
        """Each step by its desk; nobody at all when nobody is left."""
        return ["-"] if self.blocked else [desk_of(step) for step in self.steps]

    @property
    def names(self) -> list[dict[str, str]]:
        return [{name: told(step)[name] for name in ("who", "role")} for step in self.steps]


class Replay:
    """Counts while the cases pass."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.total = self.asked_before = self.asked_after = self.differing = self.blocked = 0
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        self.labels: dict[str, dict[str, str]] = {}
        self.hours_before = self.hours_after = Decimal(0)
        self.changed: list[dict[str, Any]] = []
        self.known = True
        self.capped = False

    def add(self, case: Case, active: Outcome, draft: Outcome) -> None:
        if self.total == MOST:
            self.capped = True
            return
        self.total += 1
        self.asked_before += bool(active.steps)
        self.asked_after += bool(draft.steps)
        self.blocked += draft.blocked
        self._count(self.before, active)
        self._count(self.after, draft)
        self.hours_before += self._lasting(active)
        self.hours_after += self._lasting(draft)
        if active.desks != draft.desks:
            self._note(case, active, draft)

    def _count(self, tasks: Counter[str], outcome: Outcome) -> None:
        if outcome.blocked:
            return
        for desk, name in zip(outcome.desks, outcome.names, strict=True):
            tasks[desk] += 1
            self.labels.setdefault(desk, name)

    def _lasting(self, outcome: Outcome) -> Decimal:
        hours, known = self.hours.route(outcome.steps)
        self.known = self.known and known
        return hours

    def _note(self, case: Case, active: Outcome, draft: Outcome) -> None:
        self.differing += 1
        if len(self.changed) < SHOWN:
            self.changed.append(
                {
                    "title": case.title,
                    "url": case.url,
                    "before": active.names,
                    "after": draft.names,
                    "blocked": draft.blocked,
                }
            )

    def report(self) -> dict[str, Any]:
        desks = sorted(self.labels, key=lambda desk: (self.before[desk] - self.after[desk], desk))
        return {
            "cases": self.total,
            "capped": self.capped,
            "asked": [self.asked_before, self.asked_after],
            "blocked": self.blocked,
            "hours": [str(round(self.hours_before, 1)), str(round(self.hours_after, 1))],
            "hours_known": self.known,
            "desks": [self.labels[one] | {"before": self.before[one], "after": self.after[one]} for one in desks],
            "differing": self.differing,
            "changed": self.changed,
        }
