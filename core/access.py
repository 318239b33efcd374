"""Two questions, two answers: what exists for you, and what you may do to it.

`visible_to(user)` is a queryset of each model (outside it a thing does not exist: 404);
a Policy answers whether this person may do this now (no is 403, with the missing right named).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.people import HOUSE

Rule = Callable[[Any, Any], bool]


class Forbidden(PermissionDenied):
    """A person lacks a right; the page names it and says whom to ask. `held`: it is the rule that says no."""

    def __init__(self, label: str | Promise, reason: str | Promise | None = None, *, held: bool = False) -> None:
        super().__init__(_("You may not: %(right)s.") % {"right": label})
        self.label = label
        self.reason = reason
        self.held = held


@dataclass(frozen=True)
class Policy:
    """May this person do this: a right held by role, and a rule about the thing itself.

    `right` is a permission ("orders.submit_order"), `label` names it for people,
    `rule(user, subject)` narrows it to the subject, `reason` says what the rule asks.
    """

    right: str
    label: str | Promise
    rule: Rule | None = None
    reason: str | Promise | None = None

    def __call__(self, user: Any, subject: Any = None) -> bool:
        if not user.has_perm(self.right):
            return False
        return subject is None or self.rule is None or self.rule(user, subject)

    def demand(self, actor: Any, subject: Any = None) -> None:
        """Refuse with 403 unless the actor may; the house itself needs no right."""
        if actor is not HOUSE and not self(actor, subject):
            raise Forbidden(self.label, self.reason, held=actor.has_perm(self.right))


@dataclass(frozen=True)
class Everybody:
    """A page without a right of its own: for all who signed in, or for the whole world."""

    label: str | Promise
    signed_in: bool = True

    def __call__(self, user: Any, subject: Any = None) -> bool:
        return user.is_authenticated or not self.signed_in

    def demand(self, actor: Any, subject: Any = None) -> None:
        if actor is not HOUSE and not self(actor, subject):
            raise Forbidden(self.label)


SIGNED_IN = Everybody(_("sign in"))
PUBLIC = Everybody(_("look"), signed_in=False)


def scope(user: Any, *, model: str, owner: str, department: str) -> Q | None:
    """The rows a person sees by role: everything, their department's, or their own.

    `model` is "orders.order": the rights are `see_all_order`, `see_department_order`.
    None means everything.
    """
    app, name = model.split(".")
    if user.has_perm(f"{app}.see_all_{name}"):
        return None
    own = Q(**{owner: user.pk})
    if user.has_perm(f"{app}.see_department_{name}"):
        return own | Q(**{f"{department}__in": user.department_tree})
    return own
