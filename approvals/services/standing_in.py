"""On whose desk something lies when the one it is meant for is away: their delegate, the backup, the role."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from approvals.models import Delegation, Request, Step, Task
from approvals.models.words import StepState, TaskState
from approvals.services.approvers import Approvers
from core.act import known
from core.roles import DIRECTOR

STANDS = (TaskState.PENDING, TaskState.ADD_SIGNED)


@dataclass(frozen=True)
class Seat:
    """A desk: a person, or whoever holds the role; `represents` is who is away."""

    user_id: int | None
    represents_id: int | None = None
    delegation_id: int | None = None


@dataclass
class Seating:
    """One step being put on desks: who may stand in for whom, each person once."""

    request: Request
    step: Step
    approvers: Approvers
    taken: set[int | None] = field(default_factory=set)

    def seat(self, user_id: int | None) -> Seat:
        """Their own desk, or that of whoever stands in; with nobody left it waits for them."""
        if user_id is None:
            return self._seat_of_role()
        if not self._is_away(user_id):
            return Seat(user_id)
        seat = self._delegate(user_id) or self._backup(user_id) or Seat(user_id)
        self.taken.add(seat.user_id)
        return seat

    def _seat_of_role(self) -> Seat:
        """The role, as long as one of its holders is there; else the delegate of one of them."""
        holders = self.approvers.holding(self.step.role, self.taken)
        if not holders or not all(self._is_away(pk) for pk in holders):
            return Seat(None)
        found = (self._delegate(pk) for pk in holders)
        return next((seat for seat in found if seat), None) or self._backup(None) or Seat(None)

    def _delegate(self, user_id: int) -> Seat | None:
        """Whom they named; where that person is away too, whom those named, and no further."""
        link = self._leave(user_id)
        for _turn in range(2):
            if link is None or link.to_id is None:
                return None
            if self._fits(link.to_id, user_id):
                return Seat(link.to_id, user_id, link.pk)
            link = self._leave(link.to_id)
        return None

    def _backup(self, absent_id: int | None) -> Seat | None:
        """The backup of the sentence, the first who holds the role, or who directs the house."""
        role = self.approvers.holding(self.step.role) if self.step.role else ()
        candidates = [self.step.backup_id, *role, *self.approvers.holding(DIRECTOR)]
        found = next((pk for pk in candidates if pk is not None and self._fits(pk, absent_id)), None)
        return Seat(found, absent_id) if found else None

    def _fits(self, user_id: int, absent_id: int | None) -> bool:
        free = user_id in self.approvers.people and user_id not in self.taken and user_id != absent_id
        return free and not self._is_away(user_id)

    def _is_away(self, user_id: int) -> bool:
        return self._leave(user_id) is not None

    def _leave(self, user_id: int) -> Delegation | None:
        person = self.approvers.people.get(user_id)
        return person.leave(self.request.kind, self.request.worth) if person else None


def seated(request: Request, step: Step, people: Sequence[int | None]) -> list[Seat]:
    """The desk for each of these; nobody who asked, owns or is asked already stands in."""
    approvers = known(Approvers, Approvers)
    if not any(person.leaves for person in approvers.people.values()):
        return [Seat(pk) for pk in people]
    seating = Seating(request, step, approvers, _not_free(request, step, approvers) | set(step.people))
    return [seating.seat(pk) for pk in people]


def _not_free(request: Request, step: Step, approvers: Approvers) -> set[int | None]:
    """Who owns or asked, who is asked or decided already, and whom alone another step can ask."""
    owner = request.order.owner_id if request.order else None
    gone = {request.owner_id, request.asked_by_id, owner, *asked_elsewhere(request, besides=step)}
    here = Task.objects.filter(step=step, replaced=False).filter(Q(state__in=STANDS) | Q(decision__isnull=False))
    for pair in here.values_list("user_id", "decision__decider_id"):
        gone |= set(pair)
    others = request.steps.exclude(pk=step.pk).filter(state__in=(StepState.WAITING, StepState.OPEN), user=None)
    for role in others.filter(people__len=0).values_list("role", flat=True):
        left = approvers.holding(role, gone)
        gone |= set(left) if len(left) == 1 else set()
    return gone - {None}


def asked_elsewhere(request: Request, *, besides: Step | None = None) -> set[int | None]:
    """Who is still asked by name, or has decided, in the steps besides this one."""
    steps = request.steps.exclude(pk=besides.pk) if besides else request.steps.all()
    found: set[int | None] = set()
    rows = steps.values_list(
        "state", "user_id", "people", "kept__decider_id", "tasks__user_id", "tasks__decision__decider_id",
        "tasks__state", "tasks__replaced",
    )  # fmt: skip
    for state, user_id, people, keeper, holder, decider, task_state, replaced in rows:
        found |= {user_id, *people} if state in (StepState.WAITING, StepState.OPEN) else set()
        found |= {keeper, None if replaced else decider}
        found |= {holder} if task_state in (TaskState.PENDING, TaskState.ADD_SIGNED) else set()
    return found - {None}
