"""Which requests and tasks: whose they are, and what waits."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q

from approvals.models.words import RequestState, StepState, TaskState
from core import clock
from orders.models import Order

if TYPE_CHECKING:
    pass


UNSHOWN = ("step__request__order__search", "step__request__order__note", "step__request__order__customer__search")


def _known_to(user: Any, prefix: str) -> Q:
    """Requests about an order one sees, and those one asked oneself."""
    orders = Order.objects.visible_to(user).values("pk")
    return Q(**{f"{prefix}order__in": orders}) | _started_by(user, prefix)


def _started_by(user: Any, prefix: str) -> Q:
    return Q(**{f"{prefix}owner": user.pk}) | Q(**{f"{prefix}asked_by": user.pk})


class RequestQuerySet(models.QuerySet["Request"]):  # type: ignore[name-defined]
    """Adjectives of requests."""

    def visible_to(self, user: Any) -> "RequestQuerySet":
        """All by right; else what one asked, what one sees the order of, and what one is or was asked."""
        if user.has_perm("approvals.see_all_request"):
            return self
        from approvals.models import Copy, Task

        here = Task.objects.filter(step__request=OuterRef("pk"))
        asked = here.filter(Q(user=user.pk) | Q(user=None, role__in=user.groups.values("name")))
        copied = Copy.objects.filter(request=OuterRef("pk"), user=user.pk)
        return self.filter(_known_to(user, "") | Exists(asked) | Exists(copied))

    def started_by(self, user: Any) -> "RequestQuerySet":
        return self.filter(_started_by(user, ""))

    def that_asked_somebody(self) -> "RequestQuerySet":
        """Without those no rule asked about."""
        from approvals.models import Step

        return self.filter(Exists(Step.objects.filter(request=OuterRef("pk"))))


def heard_elsewhere(user: Any) -> Q:
    """Tasks of requests this person decides on in another place already: by name, or by a decision that counts."""
    from approvals.models import Step, Task

    tasks = Task.objects.filter(step__request=OuterRef("step__request"), replaced=False).exclude(pk=OuterRef("pk"))
    asked = Q(user=user.pk, state__in=(TaskState.PENDING, TaskState.ADD_SIGNED)) | Q(decision__decider=user.pk)
    steps = Step.objects.filter(request=OuterRef("step__request")).exclude(pk=OuterRef("step"))
    waits = Q(state=StepState.WAITING) & (Q(user=user.pk) | Q(people__contains=[user.pk]))
    return Q(Exists(tasks.filter(asked))) | Q(Exists(steps.filter(waits | Q(kept__decider=user.pk))))


class TaskQuerySet(models.QuerySet["Task"]):  # type: ignore[name-defined]
    """Adjectives of tasks."""

    def visible_to(self, user: Any) -> "TaskQuerySet":
        """All by right; else those on one's desk, those one decided, and those about what one sees anyway."""
        if user.has_perm("approvals.see_all_request"):
            return self
        from approvals.models import Copy

        own = Q(user=user.pk) | Q(user=None, role__in=user.groups.values("name")) | Q(decision__decider=user.pk)
        copied = Exists(Copy.objects.filter(request=OuterRef("step__request"), user=user.pk))
        return self.filter(own | copied | _known_to(user, "step__request__"))

    def awaiting(self, user: Any, day: datetime.date | None = None) -> "TaskQuerySet":
        """What this person can decide now: theirs by name or role, never their own order, never a second step.

        Cover for somebody away counts on its `day`, which is today.
        """
        by_role = Q(user=None, role__in=user.groups.values("name")) & ~heard_elsewhere(user)
        own = _started_by(user, "step__request__") | Q(step__request__order__owner=user.pk)
        mine = self.pending().filter(Q(user=user.pk) | by_role).exclude(own)
        over = Q(delegation__until_day__lt=day or clock.today()) | Q(delegation__ended_at__isnull=False)
        return mine.exclude(Q(delegation__isnull=False) & over)

    def delegated_to(self, user: Any) -> "TaskQuerySet":
        """What this person holds for somebody who is away."""
        return self.awaiting(user).filter(represents__isnull=False)

    def pending(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.PENDING)

    def overdue(self, now: datetime.datetime) -> "TaskQuerySet":
        return self.pending().filter(due_at__lte=now)

    def decided_by(self, user: Any) -> "TaskQuerySet":
        return self.filter(decision__decider=user.pk)

    def with_way_back(self) -> "TaskQuerySet":
        """Each with whether its decision may still be taken back: it agreed, and nobody has acted since."""
        from approvals.models import Task

        since = Task.objects.filter(
            step__request=OuterRef("step__request"), replaced=False, closed_at__gt=OuterRef("closed_at")
        ).exclude(state=TaskState.VOIDED)
        still = Q(state=TaskState.APPROVED, replaced=False, step__request__state=RequestState.OPEN)
        may = ExpressionWrapper(still & ~Exists(since), output_field=models.BooleanField())
        return self.annotate(has_way_back=may)

    def by_deadline(self) -> "TaskQuerySet":
        return self.order_by("due_at", "pk")

    def for_list(self) -> "TaskQuerySet":
        """With what the inbox shows of a task and its evidence, in one query."""
        return self.select_related(
            "step__request__asked_by",
            "step__request__policy",
            "step__request__order__customer",
            "user",
            "decision__decider",
            "decision__on_behalf_of",
            "added_by",
            "represents",
        ).defer(*UNSHOWN)
