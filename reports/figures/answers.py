"""How long approvals take in working hours: by rule, by step and by person (S36, S40)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Max, Min, Q
from django.utils import timezone

from approvals.models import Request, Step, Task
from approvals.models.words import AtLimit, StepState, TaskState
from approvals.wording import named
from core.models import User
from core.worked import TABLE, local_day, worked_days, worked_seconds
from reports.figures.period import Period
from reports.figures.seen import among

DONE = (StepState.APPROVED, StepState.RETURNED, StepState.REJECTED)

# A step lasts from its first question to its last answer; a person's part is one task of theirs.
ANSWERS = """
WITH {table}, ended AS (
    SELECT s.id, s.position, s.reasons, min(t.opened_at) AS since, max(t.closed_at) AS until,
           bool_and(t.closed_at <= t.due_at) FILTER (WHERE d.id IS NOT NULL OR t.state = 'expired') AS in_time,
           bool_or(t.state = 'expired' AND s.at_limit = 'escalate')::int AS raised
    FROM approvals_step s JOIN approvals_task t ON t.step_id = s.id
    LEFT JOIN approvals_decision d ON d.task_id = t.id
    WHERE s.state IN ('approved', 'returned', 'rejected') {visible} AND s.id IN (
        SELECT step_id FROM approvals_task WHERE closed_at >= %(begin)s AND closed_at < %(end)s)
    GROUP BY s.id HAVING max(t.closed_at) >= %(begin)s AND max(t.closed_at) < %(end)s
), answered AS (
    SELECT COALESCE(d.decider_id, t.user_id) AS person, t.opened_at AS since,
           CASE WHEN d.id IS NOT NULL THEN t.closed_at END AS until, t.closed_at <= t.due_at AS in_time,
           (t.state = 'expired' AND s.at_limit = 'escalate')::int AS raised
    FROM approvals_task t JOIN approvals_step s ON s.id = t.step_id LEFT JOIN approvals_decision d ON d.task_id = t.id
    WHERE t.closed_at >= %(begin)s AND t.closed_at < %(end)s {visible}
      AND (d.id IS NOT NULL OR (t.state = 'expired' AND t.user_id IS NOT NULL))
), told AS (
    SELECT 'step' AS by, position::text AS key, since, until, in_time, raised FROM ended
    UNION ALL
    SELECT 'rule', one.name, since, until, in_time, raised FROM ended CROSS JOIN LATERAL (
        SELECT DISTINCT reason ->> 'name' AS name FROM jsonb_array_elements(reasons) AS reason) AS one
    UNION ALL
    SELECT 'person', person::text, since, until, until IS NOT NULL AND in_time, raised FROM answered
), timed AS (
    SELECT told.*, ({till}) - ({from_}) AS seconds
    FROM told JOIN worked a ON a.day = {since_day} LEFT JOIN worked b ON b.day = {until_day}
)
SELECT by, key, count(seconds), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds), count(*) FILTER (WHERE in_time), sum(raised)
FROM timed GROUP BY by, key ORDER BY by, count(seconds) DESC, key
"""


@dataclass(frozen=True)
class Pace:
    """How many answers, their working hours, how many came within the limit, and how many went one level up."""

    key: str
    label: str
    count: int
    median: Decimal | None
    slowest_tenth: Decimal | None
    in_time: int
    raised: int

    @property
    def share(self) -> Decimal | None:
        """Percent that came within the limit."""
        return (Decimal(100) * self.in_time / self.count).quantize(Decimal("0.1")) if self.count else None


def paces(user: Any, period: Period) -> dict[str, list[Pace]]:
    """Answers of a period by rule, step and person, among the approvals somebody may see; three queries for all."""
    visible, seen = among(Request.objects.visible_to(user), "s.request_id", "v")
    with connection.cursor() as cursor:
        cursor.execute(_statement(visible), {"begin": period.begin, "end": period.end, **seen, **_days(period)})
        rows = cursor.fetchall()
    people = _people(key for by, key, *_rest in rows if by == "person")
    found = {by: [_pace(row, people) for row in rows if row[0] == by] for by in BY}
    found["step"].sort(key=lambda pace: int(pace.key))
    return found


BY = ("rule", "step", "person")


def _statement(visible: str) -> str:
    return ANSWERS.format(
        table=TABLE,
        visible=visible,
        till=worked_seconds("until", "b"),
        from_=worked_seconds("since", "a"),
        since_day=local_day("since"),
        until_day=local_day("until"),
    )


def _days(period: Period) -> dict[str, Any]:
    """Every day from the first question that was answered in the period."""
    near = Q(step__tasks__closed_at__gte=period.begin, step__tasks__closed_at__lt=period.end)
    asked = Task.objects.filter(near).aggregate(first=Min("opened_at"))["first"]
    first = min(timezone.localdate(asked), period.first) if asked else period.first
    return worked_days(first, period.last)


def _people(keys: Iterable[str]) -> dict[str, str]:
    rows = User.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "name", "username")
    return {str(pk): name or username for pk, name, username in rows}


def _pace(row: tuple[Any, ...], people: dict[str, str]) -> Pace:
    by, key, count, median, slowest, in_time, raised = row
    label = people.get(key, key) if by == "person" else named(key) if by == "rule" else key
    return Pace(key, label, count, _hours(median), _hours(slowest), in_time, int(raised))


def _hours(seconds: float | None) -> Decimal | None:
    return None if seconds is None else (Decimal(seconds) / 3600).quantize(Decimal("0.01"))


def answers_of(user: Any, period: Period, by: str, key: str, only: str = "") -> Any:
    """The answers behind a figure: the steps of a rule or a position, or the tasks of a person; newest first.

    `only` narrows them to those in time, or to those that went one level up.
    """
    rows = _tasks(user, period, key, only) if by == "person" else _steps(user, period, by, key)
    narrow = {"in-time": {"late": False}, "raised": {"raised": True}}
    return rows.filter(**narrow.get(only, {}))


def _tasks(user: Any, period: Period, key: str, only: str) -> Any:
    tasks = Task.objects.filter(step__request__in=Request.objects.visible_to(user).values("pk"))
    tasks = tasks.filter(closed_at__gte=period.begin, closed_at__lt=period.end)
    theirs = Q(user=_number(key), decision=None) if only == "raised" else Q(decision__decider=_number(key))
    return tasks.filter(theirs).select_related("step__request__order", "decision").annotate(**_OF_TASK)


def _steps(user: Any, period: Period, by: str, key: str) -> Any:
    steps = Step.objects.filter(state__in=DONE, request__in=Request.objects.visible_to(user).values("pk"))
    steps = steps.filter(reasons__contains=[{"name": key}]) if by == "rule" else steps.filter(position=_number(key))
    steps = steps.annotate(**_OF_STEP).filter(until__gte=period.begin, until__lt=period.end)
    return steps.select_related("request__order")


_EXPIRED = Q(state=TaskState.EXPIRED)
_OF_TASK = {
    "since": F("opened_at"),
    "until": F("closed_at"),
    "late": ExpressionWrapper(Q(closed_at__gt=F("due_at")), output_field=BooleanField()),
    "raised": ExpressionWrapper(_EXPIRED & Q(step__at_limit=AtLimit.ESCALATE), output_field=BooleanField()),
}
_ENDED = Q(tasks__decision__isnull=False) | Q(tasks__state=TaskState.EXPIRED)
_OF_STEP = {
    "since": Min("tasks__opened_at"),
    "until": Max("tasks__closed_at"),
    "late": BoolOr(Q(tasks__closed_at__gt=F("tasks__due_at")), filter=_ENDED),
    "raised": BoolOr(Q(tasks__state=TaskState.EXPIRED, at_limit=AtLimit.ESCALATE)),
}


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
