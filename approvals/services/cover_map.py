"""The cover map: for everybody a policy asks, and each coming day, who could decide (B11)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from approvals.models import Delegation, Rule
from approvals.models.words import Asks, PolicyState
from approvals.services.approvers import Approvers
from core import clock
from core.calendar import add_working_days
from core.models import User
from core.roles import ROLE_NAMES

DAYS = 14
BY_MANAGERS = (Asks.MANAGER, Asks.CHAIN)


@dataclass(frozen=True)
class Cell:
    """One node on one day: who could decide."""

    day: datetime.date
    names: tuple[str, ...]

    @property
    def tone(self) -> str:
        """Red where nobody can, amber where it hangs on one person."""
        return ("danger", "warning")[len(self.names)] if len(self.names) < 2 else "success"


@dataclass(frozen=True)
class Node:
    """A role or a person that active policies ask, with its days; `user_ids` are who is meant."""

    label: str
    kinds: frozenset[str]
    user_ids: tuple[int, ...]
    backups: tuple[int, ...]
    cells: tuple[Cell, ...] = ()

    @property
    def absent_id(self) -> int | None:
        """For whom a delegate may be named."""
        return self.user_ids[0] if self.user_ids else None


@dataclass(frozen=True)
class CoverMap:
    """The nodes, and the working days they are shown for."""

    days: tuple[datetime.date, ...]
    nodes: tuple[Node, ...]


def cover_map() -> CoverMap:
    """Who could decide for each role and person the active policies ask, on each of the next working days.

    Who is away counts by their delegate, and a person by the backup of the sentence too. Five queries, however many.
    """
    days = tuple(_days())
    approvers = Approvers()
    leaves: dict[int, list[Delegation]] = {}
    for leave in Delegation.objects.touching(days[0], days[-1]).order_by("pk"):
        leaves.setdefault(leave.user_id, []).append(leave)
    nodes = [replace(node, cells=_cells(node, days, approvers, leaves)) for node in _nodes(approvers)]
    return CoverMap(days, tuple(nodes))


def _days() -> Iterable[datetime.date]:
    day = add_working_days(clock.today(), 0)
    for _n in range(DAYS):
        yield day
        day = add_working_days(day, 1)


def _nodes(approvers: Approvers) -> list[Node]:
    """Each distinct role and person once, with the kinds that ask them and the backups of their sentences."""
    asked: dict[tuple[str, str | int], tuple[set[str], set[int]]] = {}
    rules = list(Rule.objects.filter(policy__state=PolicyState.ACTIVE).select_related("policy"))
    managers = _managers(approvers) if any(rule.asks in BY_MANAGERS for rule in rules) else []
    for rule in rules:
        for key in _keys(rule, managers):
            kinds, backups = asked.setdefault(key, (set(), set()))
            kinds.add(rule.policy.kind)
            if rule.backup_id is not None:
                backups.add(rule.backup_id)
    in_order = sorted(asked, key=lambda key: (key[0] != "role", str(key[1])))
    return [_node(key, asked[key], approvers) for key in in_order]


def _keys(rule: Rule, managers: Iterable[int]) -> list[tuple[str, str | int]]:
    if rule.asks == Asks.PERSON:
        return [("person", pk) for pk in rule.people]
    if rule.asks in BY_MANAGERS:
        return [("person", pk) for pk in managers]
    if rule.asks == Asks.BAND:
        return [("role", role) for _highest, role in rule.bands]
    return [("role", rule.role)]


def _managers(approvers: Approvers) -> list[int]:
    """Whoever manages somebody who is here and may decide."""
    found = User.objects.filter(is_active=True, manager__isnull=False).order_by("manager_id")
    return [pk for pk in found.values_list("manager_id", flat=True).distinct() if pk in approvers.people]


def _node(key: tuple[str, str | int], found: tuple[set[str], set[int]], approvers: Approvers) -> Node:
    kinds, backups = found
    if key[0] == "role":
        role = str(key[1])
        label = str(ROLE_NAMES.get(role, role))
        return Node(label, frozenset(kinds), approvers.holding(role), ())
    user_id = int(key[1])
    return Node(approvers.names([user_id]) or "--", frozenset(kinds), (user_id,), tuple(sorted(backups)))


def _cells(
    node: Node, days: Iterable[datetime.date], approvers: Approvers, leaves: dict[int, list[Delegation]]
) -> tuple[Cell, ...]:
    cells = []
    for day in days:
        able = {_who(pk, node, day, leaves) for pk in (*node.user_ids, *node.backups)} - {None}
        here = [pk for pk in sorted(pk for pk in able if pk is not None) if pk in approvers.people]
        cells.append(Cell(day, tuple(approvers.people[pk].name for pk in here)))
    return tuple(cells)


def _who(user_id: int, node: Node, day: datetime.date, leaves: dict[int, list[Delegation]]) -> int | None:
    """The person, or their delegate, or who stands in for that one, as far as a task would go."""
    found: int | None = user_id
    for _turn in range(3):
        leave = _leave(found, node, day, leaves)
        if leave is None:
            return found
        found = leave.to_id
    return None


def _leave(
    user_id: int | None, node: Node, day: datetime.date, leaves: dict[int, list[Delegation]]
) -> Delegation | None:
    """Why they decide nothing of this that day; who is away for a part only still decides the rest."""
    meant = [leave for leave in leaves.get(user_id or 0, ()) if leave.runs_on(day) and leave.up_to is None]
    meant = [leave for leave in meant if not leave.kinds or node.kinds <= set(leave.kinds)]
    return min(meant, key=lambda leave: (leave.to_id is None, leave.pk), default=None)
