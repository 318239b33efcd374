"""Raising a credit limit beyond what one may set alone: asked for, and set when it is agreed to (S33)."""

import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from catalog.services import rate_of
from core import clock
from core.bus import publish
from core.events import ApprovalAsked, ApprovalWithdrawn
from core.locks import one_by_one
from core.models import User
from core.money import in_base, rounded
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from customers.models import Customer, Tier
from finance.events import LimitRaiseAsked, LimitRaiseEnded
from finance.models import CreditProfile, LimitChange
from finance.policies import may_set_limit
from finance.services.credit import is_beyond_right, refuse_bad_limit, set_limit
from finance.services.rows import take_profile
from finance.services.standing import exposure_figures, oldest_debt

ONE = Decimal(1)


def change_limit(customer_id: int, limit: Decimal, *, reason: str, actor: Any) -> CreditProfile | LimitChange:
    """Set what a customer may owe at most, or ask for it where it is more than one may set alone."""
    profile = CreditProfile.objects.filter(customer_id=customer_id).first()
    if profile is not None and is_beyond_right(profile, limit, actor):
        return ask_limit(customer_id, limit, reason=reason, actor=actor)
    return set_limit(customer_id, limit, reason=reason, actor=actor)


@service
def ask_limit(customer_id: int, limit: Decimal, *, reason: str, actor: Any) -> LimitChange:
    """Ask the house for a higher limit of a customer, for good; until it is agreed to the old one holds."""
    may_set_limit.demand(actor)
    one_by_one(f"credit limit of {customer_id}")
    profile = take_profile(customer_id)
    refuse_bad_limit(limit)
    after = rounded(limit, profile.currency)
    if after <= profile.limit:
        raise Refused(_("Only a higher limit has to be asked for."), code="needless")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if LimitChange.objects.filter(customer_id=customer_id, state="asked").exists():
        raise Refused(_("Somebody is asked already about this customer's limit."), code="asked_already")
    change = LimitChange.objects.create(
        customer_id=customer_id,
        before=profile.limit,
        after=after,
        currency=profile.currency,
        reason=reason.strip()[:500],
        asked_by=actor,
        asked_at=clock.now(),
    )
    publish(LimitRaiseAsked(**_told(change), before=change.before, reason=change.reason), actor=actor)
    publish(_question(change, profile, actor), actor=actor)
    return LimitChange.objects.get(pk=change.pk)


@service
def withdraw_limit(change_id: int, *, actor: Any) -> LimitChange:
    """Ask no more; the limit stays what it is."""
    change = _taken(change_id)
    may_set_limit.demand(actor)
    _end(change, lambda: change.withdraw(clock.now()), change.withdraw, actor)
    publish(ApprovalWithdrawn(subject=change.stream), actor=actor)
    return change


@service
def grant_limit(change_id: int, *, by: Sequence[int] = ()) -> LimitChange:
    """The house agreed: the limit is set, with the reason it was asked for."""
    change = _taken(change_id)
    people = User.objects.in_bulk(by) if by else {}
    names = ", ".join(str(people[pk]) for pk in by if pk in people)[:200]
    _end(change, lambda: change.grant(clock.now(), names), change.grant, HOUSE)
    set_limit(change.customer_id, change.after, reason=change.reason, actor=HOUSE)
    return change


@service
def refuse_limit(change_id: int, *, outcome: str, opinion: str) -> LimitChange:
    """Somebody said no, or wants to know more before it is asked for again; the limit stays what it is."""
    change = _taken(change_id)
    verb = change.send_back if outcome == "returned" else change.refuse
    _end(change, lambda: verb(clock.now(), opinion[:1000]), verb, HOUSE)
    return change


def _taken(change_id: int) -> LimitChange:
    # The name first: whoever decides holds it before the question, and so does whoever takes it back.
    one_by_one(f"credit_limit:{change_id}")
    return LimitChange.objects.get(pk=change_id)


def _end(change: LimitChange, move: Callable[[], None], verb: Callable[..., Any], actor: Any) -> None:
    if not can_proceed(verb):
        raise Refused(
            _("This question is %(state)s; this step is not possible now.") % {"state": change.get_state_display()},
            code="wrong_state",
        )
    move()
    change.save(update_fields=["state", "closed_at", "answer", "agreed_by"])
    told = {"outcome": change.state, "opinion": change.answer, "asked_by_id": change.asked_by_id}
    publish(LimitRaiseEnded(**_told(change), **told), actor=actor)


def _told(change: LimitChange) -> dict[str, Any]:
    return {
        "change_id": change.pk,
        "customer_id": change.customer_id,
        "after": change.after,
        "currency": change.currency,
    }


def _question(change: LimitChange, profile: CreditProfile, actor: Any) -> ApprovalAsked:
    customer = Customer.objects.select_related("terms").get(pk=change.customer_id)
    judged = "|".join(map(str, (change.customer_id, change.before, change.after, change.currency)))
    return ApprovalAsked(
        subject=change.stream,
        kind="credit_limit",
        title=f"{customer.code} {customer.title}",
        asked_by_id=getattr(actor, "pk", None),
        owner_id=customer.owner_id,
        amount=change.after,
        currency=change.currency,
        judged=hashlib.sha256(judged.encode()).hexdigest(),
        facts=_facts(change, profile, customer),
    )


def _facts(change: LimitChange, profile: CreditProfile, customer: Customer) -> dict[str, Any]:
    rate, late = rate_of(change.currency, clock.today()) or ONE, oldest_debt(customer.pk)
    percent = (change.raised * 100 / change.before).quantize(Decimal("0.1")) if change.before else Decimal(100)
    return {
        "ref": customer.code,
        "url": profile.get_absolute_url(),
        "customer": customer.title,
        "customer_id": customer.pk,
        "department": customer.department_id,
        "tier": customer.tier,
        "new_customer": customer.tier == Tier.NEW,
        "prepaid": customer.terms.prepaid,
        "currency": change.currency,
        "total": str(change.after),
        "base_total": str(in_base(change.after, rate)),
        "credit_limit": str(in_base(change.before, rate)),
        "raise_percent": str(percent),
        "overdue_days": late["days"],
        "lines": 1,
        "reason": change.reason,
        "findings": [],
        "figures": exposure_figures(profile, late),
    }
