"""The people who may be asked: who holds the right, in which roles, under which managers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from approvals.models import Delegation
from core import clock
from core.models import User
from core.prepared import prepared
from core.roles import DIRECTOR


@dataclass
class Approver:
    """One person who may decide."""

    pk: int
    name: str
    manager_id: int | None
    department_id: int | None = None
    roles: set[str] = field(default_factory=set)
    leaves: list[Delegation] = field(default_factory=list)

    def leave(self, kind: str, worth: Decimal) -> Delegation | None:
        """Why they do not decide this today: their delegation for it, else that they are away."""
        meant = [leave for leave in self.leaves if leave.covers(kind, worth)]
        return min(meant, key=lambda leave: (leave.to_id is None, leave.pk), default=None)


class Approvers:
    """Everybody active who holds the right to decide through a role, with their leave of today, in one query."""

    def __init__(self) -> None:
        self.people: dict[int, Approver] = {}
        right = {
            "groups__permissions__codename": "decide_task",
            "groups__permissions__content_type__app_label": "approvals",
        }
        people = User.objects.filter(is_active=True, **right).annotate(leaves=_leaves()).order_by("pk")
        for pk, name, username, manager_id, department_id, role, leaves in people.values_list(
            "pk", "name", "username", "manager_id", "department_id", "groups__name", "leaves"
        ):
            person = self.people.setdefault(pk, Approver(pk, name or username, manager_id, department_id))
            person.roles.add(role)
            person.leaves = [_leave(pk, leave) for leave in leaves]

    def up_from(self, user_id: int | None, blocked: Collection[int | None]) -> int | None:
        """This person, or the first of their managers who may decide and is not blocked."""
        seen: set[int] = set()
        while user_id in self.people and user_id not in seen:
            if user_id not in blocked:
                return user_id
            seen.add(user_id)
            user_id = self.people[user_id].manager_id
        return None

    def holding(
        self, role: str, blocked: Collection[int | None] = (), department_id: int | None = None
    ) -> tuple[int, ...]:
        """Who holds a role, without the blocked; where a department is given, only in it."""
        return tuple(
            pk
            for pk, person in self.people.items()
            if role in person.roles and pk not in blocked and department_id in (None, person.department_id)
        )

    def somebody(
        self, user_id: int | None, role: str, blocked: Collection[int | None], backup_id: int | None = None
    ) -> tuple[int | None, str, tuple[int, ...]]:
        """The person or the first of their managers, else who holds the role, the backup, who directs the house.

        Gives the person, the role and all who may decide then; nobody at all when nobody is left.
        """
        person = self.up_from(user_id, blocked)
        if person is not None:
            return person, role, (person,)
        if role and (holders := self.holding(role, blocked)):
            return None, role, holders
        if backup_id in self.people and backup_id not in blocked:
            return backup_id, role, (backup_id,)
        holders = self.holding(DIRECTOR, blocked)
        return (None, DIRECTOR, holders) if holders else (None, "", ())

    def names(self, user_ids: Iterable[int]) -> str:
        return ", ".join(self.people[pk].name for pk in user_ids if pk in self.people)


def _leaves() -> ArraySubquery:
    now = Delegation.objects.running(clock.today()).filter(user=OuterRef("pk")).order_by("pk")
    # The amount as text: a JSON number would come back rounded.
    told = JSONObject(pk="pk", to_id="to", kinds="kinds", up_to=Cast("up_to", TextField()))
    return ArraySubquery(now.values_list(told))


def _leave(user_id: int, told: dict[str, Any]) -> Delegation:
    up_to = told["up_to"]
    known = {"pk": told["pk"], "to_id": told["to_id"], "kinds": told["kinds"]}
    return Delegation(user_id=user_id, up_to=None if up_to is None else Decimal(up_to), **known)


def manager_of(user_id: int | None) -> int | None:
    """Whom a person reports to."""
    found = _manager(user_id) if user_id else []
    return found[0][0] if found else None


@prepared(int)
def _manager(user_id: int) -> Any:
    return User.objects.filter(pk=user_id).order_by().values_list("manager_id")


def holders_of(roles: Collection[str]) -> list[int]:
    """Everybody active who holds one of these roles, whatever they may do."""
    people = User.objects.filter(is_active=True, groups__name__in=roles)
    return list(people.order_by("pk").values_list("pk", flat=True).distinct())
