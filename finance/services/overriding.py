"""Asking to release one order over its customer's credit limit, and what becomes of the answer (S33, S40)."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.events import ApprovalAsked, ApprovalWithdrawn
from core.models import User
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from finance.events import (
    CreditOverrideAsked,
    CreditOverrideEnded,
    CreditOverrideGranted,
    CreditOverrideRefused,
)
from finance.models import CreditOverride, CreditProfile
from finance.models.override import NAMES, OverrideState
from finance.policies import may_ask_release
from finance.services.credit import credit_now
from finance.services.rows import take_profile
from finance.services.standing import credit_facts
from orders.models import Order
from orders.models.words import State
from orders.services import take

LONGEST = datetime.timedelta(days=92)


@service
def ask_override(order_id: int, *, reason: str, until: datetime.date, actor: Any) -> CreditOverride:
    """Ask to let an approved order go although its customer's credit does not cover it, until a day (S33).

    It is good for this order alone, once, and for not a cent more than its total of now; the limit stays what it is.
    Whoever asked before and was sent back asks the same people again; what the order has outgrown is given up.
    Refused when the credit covers the order, or when somebody is being asked already.
    """
    order = take(order_id)
    may_ask_release.demand(actor, order)
    profile = take_profile(order.customer_id)
    _refuse_needless(order)
    _refuse_input(reason, until)
    override = _begun(order, actor)
    override.amount, override.currency = order.total, order.currency
    override.exposure, override.limit = profile.exposure + order.total, profile.limit
    override.reason, override.until = reason.strip()[:500], until
    override.asked_by, override.asked_at = actor, clock.now()
    override.save()
    asked = CreditOverrideAsked(**_told(override), reason=override.reason, until=until)
    publish(asked, actor=actor)
    publish(_question(override, order, profile, actor), actor=actor)
    return CreditOverride.objects.get(pk=override.pk)


@service
def withdraw_override(override_id: int, *, actor: Any) -> CreditOverride:
    """Take the question back, or give up a grant before it is used."""
    order, override = take_override(override_id)
    may_ask_release.demand(actor, order)
    return _end(override, override.withdraw, actor)


@service
def grant_override(override_id: int, *, by: Sequence[int] = ()) -> CreditOverride:
    """All who had to be asked agreed: the order may pass the credit check once (S40)."""
    _order, override = take_override(override_id)
    _guard(override, override.grant)
    override.grant(_names(by))
    override.save(update_fields=["state", "agreed_by"])
    granted = CreditOverrideGranted(**_told(override), until=override.until, agreed_by=override.agreed_by)
    publish(granted, actor=HOUSE)
    return override


@service
def refuse_override(override_id: int, *, outcome: str, opinion: str) -> CreditOverride:
    """Somebody said no, or wants to know more (returned) before they agree; the order waits as before."""
    _order, override = take_override(override_id)
    verb = override.send_back if outcome == "returned" else override.refuse
    _guard(override, verb)
    verb(clock.now(), opinion[:1000])
    override.save(update_fields=["state", "closed_at", "answer"])
    told = {"outcome": override.state, "opinion": opinion, "asked_by_id": override.asked_by_id}
    publish(CreditOverrideRefused(**_told(override), **told), actor=HOUSE)
    return override


@service
def end_overrides(order_id: int) -> None:
    """An order that came to its end needs no leave any more."""
    take(order_id)
    for override in CreditOverride.objects.open().filter(order_id=order_id):
        _end(override, override.withdraw, HOUSE)


def expire_overrides() -> int:
    """Every night: what was not used by its last day is over; one transaction each, run again it changes nothing."""
    passed = CreditOverride.objects.passed(clock.today()).order_by("pk").values_list("pk", flat=True)
    return sum(_expire(pk) for pk in list(passed))


@service
def _expire(override_id: int) -> bool:
    _order, override = take_override(override_id)
    if not can_proceed(override.expire) or override.until >= clock.today():
        return False
    _end(override, override.expire, HOUSE)
    return True


def take_override(override_id: int) -> tuple[Order, CreditOverride]:
    """The order first, held until the transaction ends, then its override; nobody moves one without the other."""
    order = take(CreditOverride.objects.values_list("order_id", flat=True).get(pk=override_id))
    return order, CreditOverride.objects.get(pk=override_id)


def _end(override: CreditOverride, verb: Callable[..., Any], actor: Any) -> CreditOverride:
    _guard(override, verb)
    was_asked = override.state == OverrideState.ASKED
    verb(clock.now())
    override.save(update_fields=["state", "closed_at"])
    publish(CreditOverrideEnded(**_told(override), outcome=override.state), actor=actor)
    if was_asked:
        publish(ApprovalWithdrawn(subject=override.stream, order_id=override.order_id), actor=actor)
    return override


def _begun(order: Order, actor: Any) -> CreditOverride:
    """The one that was sent back, for another round, or a new one; what the order has outgrown is given up."""
    standing = CreditOverride.objects.open().filter(order_id=order.pk).first()
    if standing is not None and standing.state == OverrideState.ASKED and standing.amount >= order.total:
        raise Refused(_("Somebody is asked already to release this order."), code="asked_already")
    if standing is not None:
        _end(standing, standing.withdraw, actor)
    back = CreditOverride.objects.filter(order_id=order.pk).order_by("-pk").first()
    if back is None or back.state != OverrideState.RETURNED:
        return CreditOverride(order=order)
    back.ask_again()
    return back


def _refuse_needless(order: Order) -> None:
    if order.state != State.APPROVED:
        raise Refused(
            _("Only an approved order that waits for its customer's credit can be released over the limit."),
            code="wrong_state",
        )
    answer = credit_now(order)
    if not isinstance(answer, Refused):
        raise Refused(_("The customer's credit covers this order; there is nothing to release."), code="needless")
    if answer.code != "credit_over":
        raise answer


def _refuse_input(reason: str, until: datetime.date) -> None:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if until < clock.today():
        raise Refused(_("The last day of the release is over already."), code="passed")
    if until > clock.today() + LONGEST:
        raise Refused(_("An order is released for three months at most."), code="too_long")


def _guard(override: CreditOverride, verb: Callable[..., Any]) -> None:
    if not can_proceed(verb):
        raise Refused(
            _("This release is %(state)s; this step is not possible now.") % {"state": override.get_state_display()},
            code="wrong_state",
        )


def _told(override: CreditOverride) -> dict[str, Any]:
    known = {"override_id": override.pk, "order_id": override.order_id}
    return known | {"amount": override.amount, "currency": override.currency}


def _names(by: Sequence[int]) -> str:
    people = User.objects.in_bulk(by) if by else {}
    return ", ".join(str(people[pk]) for pk in by if pk in people)[:NAMES]


def _question(override: CreditOverride, order: Order, profile: CreditProfile, actor: Any) -> ApprovalAsked:
    facts = credit_facts(order, profile, actor)
    more = {"reason": override.reason, "until": override.until.isoformat(), "round": override.round}
    return ApprovalAsked(
        subject=override.stream,
        kind="credit_override",
        title=f"{order.ref} {order.customer.title}",
        asked_by_id=getattr(actor, "pk", None),
        owner_id=order.owner_id,
        order_id=order.pk,
        amount=override.amount,
        currency=override.currency,
        judged=_judged(override, profile.exposure),
        facts=facts | more | {"order_url": order.get_absolute_url()},
    )


def _judged(override: CreditOverride, used: Decimal) -> str:
    """What is agreed to: this order, this amount, until this day, beside this debt."""
    parts = (override.order_id, override.amount, override.currency, override.until, used, override.limit)
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
