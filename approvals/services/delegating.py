"""Entering leave with who stands in, and ending it early."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.events import DelegationEnded, DelegationMade
from approvals.models import Delegation
from approvals.models.policy import every_kind
from approvals.policies import may_delegate, may_end_delegation
from approvals.services.approvers import Approvers
from core import clock
from core.bus import publish
from core.locks import locked, one_by_one
from core.models import User
from core.refusal import Refused
from core.service import service

LONGEST = 366
LINKS = 10


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What somebody enters: who is away when, and who decides what for them."""

    user_id: int
    to_id: int | None
    from_day: datetime.date
    until_day: datetime.date
    reason: str
    kinds: Sequence[str] = ()
    up_to: Decimal | None = None
    takes_open: bool = False


@service
def make_delegation(leave: Leave, *, actor: Any) -> Delegation:
    """While somebody is away their approvals are decided by a colleague who may decide, both names kept.

    Refused for oneself as delegate, for two at the same time over the same things, and in a circle.
    Without a delegate the backup of the sentence is asked, or the role.
    """
    one_by_one("delegations")
    person = User.objects.get(pk=leave.user_id)
    may_delegate.demand(actor, person)
    _refuse_dates(leave)
    _refuse_people(leave)
    _refuse_overlap(leave)
    _refuse_circle(leave)
    made = Delegation.objects.create(**_fields(leave), made_by=actor, made_at=clock.now())
    publish(DelegationMade(**_told(made), reason=made.reason), actor=actor)
    return made


def _fields(leave: Leave) -> dict[str, Any]:
    return {
        "user_id": leave.user_id,
        "to_id": leave.to_id,
        "from_day": leave.from_day,
        "until_day": leave.until_day,
        "kinds": sorted(leave.kinds),
        "up_to": leave.up_to,
        "reason": leave.reason.strip()[:300],
        "takes_open": leave.takes_open,
    }


@service
def end_delegation(delegation_id: int, *, actor: Any) -> Delegation:
    """From this moment nobody decides for them; whoever decides in the same moment and comes first has decided."""
    delegation = locked(Delegation.objects.filter(pk=delegation_id).select_related("user", "to")).get()
    may_end_delegation.demand(actor, delegation)
    if delegation.ended_at is not None or delegation.until_day < clock.today():
        raise Refused(_("It is over already."), code="over")
    delegation.ended_at = clock.now()
    delegation.save(update_fields=["ended_at"])
    publish(DelegationEnded(**_told(delegation)), actor=actor)
    return delegation


def _told(made: Delegation) -> dict[str, Any]:
    return {
        "delegation_id": made.pk,
        "user_id": made.user_id,
        "to_id": made.to_id,
        "who": str(made.user),
        "to": str(made.to or ""),
        "from_day": made.from_day,
        "until_day": made.until_day,
    }


def _refuse_dates(leave: Leave) -> None:
    if leave.from_day < clock.today():
        raise Refused(_("A delegation starts today or later."), code="past")
    if leave.until_day < leave.from_day:
        raise Refused(_("The last day lies before the first."), code="dates")
    if (leave.until_day - leave.from_day).days >= LONGEST:
        raise Refused(_("A delegation lasts at most a year."), code="too_long")
    if not leave.reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")


def _refuse_people(leave: Leave) -> None:
    approvers = Approvers()
    if leave.user_id not in approvers.people:
        raise Refused(_("They decide on no approvals, so there is nothing to delegate."), code="nothing")
    if leave.to_id == leave.user_id:
        raise Refused(_("Nobody delegates to themselves."), code="self")
    if leave.to_id is not None and leave.to_id not in approvers.people:
        raise Refused(_("Choose a colleague who may decide on approvals."), code="unfit")
    if unknown := set(leave.kinds) - {kind for kind, _label in every_kind()}:
        raise Refused(_("Unknown kind: %(kind)s.") % {"kind": ", ".join(sorted(unknown))}, code="kind")


def _refuse_overlap(leave: Leave) -> None:
    """A leave nobody stands in for yet may get a delegate; two delegates for the same things it may not."""
    there = Delegation.objects.touching(leave.from_day, leave.until_day)
    for other in there.filter(user=leave.user_id, to__isnull=leave.to_id is None).select_related("to"):
        if not other.kinds or not leave.kinds or set(other.kinds) & set(leave.kinds):
            raise Refused(
                _("From %(from)s to %(until)s this is delegated to %(to)s already; end that first.")
                % {"from": other.from_day, "until": other.until_day, "to": other.to or "--"},
                code="overlap",
            )


def _refuse_circle(leave: Leave) -> None:
    """Following the delegates from day to day never leads back."""
    there = Delegation.objects.touching(leave.from_day, leave.until_day).exclude(to=None)
    pairs = list(there.values_list("user_id", "to_id"))
    reached = {leave.to_id}
    for _turn in range(LINKS):
        reached |= {to for user, to in pairs if user in reached}
    if leave.user_id in reached:
        raise Refused(
            _("They delegate to you in these days themselves, directly or through others; choose somebody else."),
            code="circle",
        )
