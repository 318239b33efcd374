"""How the inbox is laid out: grouped by kind or customer, sorted by deadline or by who asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.models import Task
from approvals.models.policy import every_kind

GROUPS: dict[str, str | Promise] = {"": _("No groups"), "kind": _("By type"), "customer": _("By customer")}
SORTS: dict[str, str | Promise] = {"": _("By deadline"), "asked": _("Asked first")}
ORDERS = {"": ("due_at", "pk"), "asked": ("opened_at", "pk")}


@dataclass(frozen=True)
class Arranged:
    """What an address asks for; nonsense in it asks for nothing."""

    group: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """The end of every address that keeps the layout."""
        told = {name: value for name, value in (("group", self.group), ("sort", self.sort)) if value}
        return f"?{urlencode(told)}" if told else ""

    @property
    def more(self) -> str:
        """The same behind another parameter."""
        return self.query.replace("?", "&", 1)

    def sorted(self, tasks: Any) -> Any:
        return tasks.order_by(*ORDERS[self.sort])

    def choices(self) -> list[list[tuple[str, str | Promise, bool]]]:
        """The links that change one part and keep the other: query, words, whether it is so now."""
        groups = [(Arranged(key, self.sort).query or "?", words, key == self.group) for key, words in GROUPS.items()]
        sorts = [(Arranged(self.group, key).query or "?", words, key == self.sort) for key, words in SORTS.items()]
        return [groups, sorts]

    def grouped(self, tasks: Sequence[Task]) -> list[tuple[Any, list[Task]]]:
        """The tasks by group, in the order their first task has in the list; all of them under no name without."""
        kinds = dict(every_kind())
        found: dict[Any, list[Task]] = {}
        for task in tasks:
            asked = task.step.request
            name = {"kind": kinds.get(asked.kind, asked.kind), "customer": asked.customer}.get(self.group, "")
            found.setdefault(str(name), []).append(task)
        return list(found.items())


PLAIN = Arranged()


def arranged(params: Any) -> Arranged:
    """The layout an address asks for."""
    group, sort = params.get("group", ""), params.get("sort", "")
    return Arranged(group if group in GROUPS else "", sort if sort in SORTS else "")
