"""Credit: opened with the customer, committed with each confirmed order, let go when the order ends."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.services import rate_of
from core import clock
from core.bus import publish
from core.models import Event
from core.money import in_base, rounded
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from finance.events import CreditLimitSet, CreditOverrideUsed
from finance.models import CreditCheck, CreditOverride, CreditProfile
from finance.models.words import Basis
from finance.policies import may_set_any_limit, may_set_limit
from finance.services.billing import refuse_misfit
from finance.services.rows import make_profile, take_profile
from orders.models import Order, OrderRevision
from orders.models.words import Stage
from orders.services import take
from orders.services.life.confirming import confirm_if_approved

ZERO = Decimal(0)
HIGHEST = Decimal("9999999999.99")


@service
def open_profile(customer_id: int, *, limit: Decimal | None = None, currency: str = "") -> None:
    """Give a customer a credit profile; without a limit it is the house's standard one, none for prepayers.

    A customer who has one keeps it.
    """
    make_profile(customer_id, limit=limit, currency=currency)


@service
def set_limit(customer_id: int, limit: Decimal, *, reason: str, actor: Any) -> CreditProfile:
    """Set what a customer may owe at most; the old limit, the new one and the reason are kept.

    Refused where it is raised beyond what this person may set alone: that is asked for.
    """
    may_set_limit.demand(actor)
    profile = take_profile(customer_id)
    refuse_bad_limit(limit)
    if is_beyond_right(profile, limit, actor):
        raise Refused(_("A limit this high is asked for; it is more than you may set alone."), code="ask_first")
    before, profile.limit = profile.limit, rounded(limit, profile.currency)
    profile.save(update_fields=["limit"])
    changed = CreditLimitSet(
        customer_id=customer_id, before=before, after=profile.limit, currency=profile.currency, reason=reason
    )
    publish(changed, actor=actor)
    return profile


def refuse_bad_limit(limit: Decimal) -> None:
    """Refuse what no limit can be."""
    if not limit.is_finite() or not ZERO <= limit <= HIGHEST:
        raise Refused(_("A credit limit is zero or more, and below ten billion."), code="bad_amount")


def is_beyond_right(profile: CreditProfile, limit: Decimal, actor: Any) -> bool:
    """Whether a limit is raised beyond what this person may set alone; lowering one is always theirs."""
    if actor is HOUSE or not limit.is_finite() or limit <= profile.limit or may_set_any_limit(actor):
        return False
    rate = rate_of(profile.currency, clock.today())
    return rate is None or in_base(limit, rate) > settings.GENDAN_LIMIT_WITHOUT_ASKING


@service
def commit_exposure(order_id: int) -> CreditCheck:
    """Count a confirmed order against its customer's credit, or refuse it.

    Refused when the customer would owe more than the limit, unless the order said so when it was
    submitted and was approved all the same. Cash before delivery with no limit is not asked.
    Exposure and limit of the moment are kept as proof (I24).
    """
    order = take(order_id)
    profile = take_profile(order.customer_id)
    if order.currency != profile.currency:
        raise Refused(
            _("The order is in %(currency)s, but the customer's credit is kept in %(other)s.")
            % {"currency": order.currency, "other": profile.currency},
            code="currency",
        )
    profile.uninvoiced += order.total
    return _settled(order, profile, *_basis(order, profile))


@service
def restate_exposure(order_id: int, *, before: Decimal, after: Decimal) -> CreditCheck | None:
    """Count a changed order against its customer's credit with its new total, or refuse the change (S52).

    A change that does not raise the total is never refused; one that does is asked like a confirmation.
    An order that was never confirmed uses no credit. What is billed already must still fit the lines.
    """
    order = take(order_id)
    if order.confirmed_at is None:
        return None
    profile = take_profile(order.customer_id)
    if order.shipped_at is not None:
        refuse_misfit(order)
    profile.uninvoiced += after - before
    raised = after > before and profile.exposure > profile.limit
    basis = _basis(order, profile) if raised or profile.exposure <= profile.limit else (Basis.LOWERED, None, None)
    return _settled(order, profile, *basis)


def credit_now(order: Order) -> Basis | Refused | None:
    """What committing an order's credit would say now; nothing is counted. None where no credit is kept."""
    profile = CreditProfile.objects.filter(customer_id=order.customer_id).first()
    if profile is None:
        return None
    profile.uninvoiced += order.total
    try:
        return _basis(order, profile)[0]
    except Refused as refusal:
        return refusal


def _settled(
    order: Order, profile: CreditProfile, basis: Basis, allowed_by: int | None, override: CreditOverride | None
) -> CreditCheck:
    profile.save(update_fields=["uninvoiced"])
    check = CreditCheck.objects.create(
        order=order,
        revision=order.revision,
        exposure=profile.exposure,
        limit=profile.limit,
        basis=basis,
        override_by_id=allowed_by,
        override=override,
        at=clock.now(),
    )
    if override is not None:
        _use(override, check)
    return check


def _use(override: CreditOverride, check: CreditCheck) -> None:
    """Used once is used up, whatever of its amount the order needed."""
    override.use(clock.now())
    override.save(update_fields=["state", "closed_at"])
    told = {"order_id": override.order_id, "amount": override.amount, "currency": override.currency}
    publish(CreditOverrideUsed(override_id=override.pk, check_id=check.pk, **told))


def _basis(order: Order, profile: CreditProfile) -> tuple[Basis, int | None, CreditOverride | None]:
    """Why the order may use the credit; whoever asks holds the order, so its override stands still."""
    if profile.exposure <= profile.limit:
        return Basis.WITHIN, None, None
    if order.terms.prepaid and not profile.limit:
        return Basis.PREPAID, None, None
    if _was_approved_over_limit(order):
        return Basis.OVERRIDE, _decided_by(order), None
    override = CreditOverride.objects.covering(order.pk, order.total, clock.today()).first()
    if override is not None:
        return Basis.OVERRIDE, None, override
    # The sentence reaches the order's timeline, which people without the right to see limits read too:
    # it says what is missing, not what the limit is.
    raise Refused(
        _("The customer's credit does not cover this order: %(missing)s %(currency)s too much.")
        % {"missing": f"{-profile.free:,.2f}", "currency": profile.currency}
        + " "
        + _("Collect money, raise the limit, or ask to release the order over the limit."),
        code="credit_over",
    )


def _was_approved_over_limit(order: Order) -> bool:
    """Whether the approvers had the passed limit before them when they let the latest revision go."""
    latest = OrderRevision.objects.filter(order_id=order.pk).order_by("-number", "-round").first()
    return latest is not None and any(finding.get("code") == "credit_over" for finding in latest.findings)


def _decided_by(order: Order) -> int | None:
    decided = Event.objects.filter(stream=order.stream, name="approval.decided")
    return decided.order_by("-seq").values_list("actor_id", flat=True).first()


@service
def release_exposure(order_id: int, *, customer_id: int, amount: Decimal | None = None) -> None:
    """Give back the credit of what will not be invoiced: an amount cut off, or all that is left of an order.

    An order that was never confirmed holds no credit.
    """
    order = take(order_id)
    if order.confirmed_at is None:
        return
    freed = order.total - order.invoiced_amount if amount is None else amount
    if freed:
        profile = take_profile(customer_id)
        profile.uninvoiced -= freed
        profile.save(update_fields=["uninvoiced"])


def confirm_waiting(customer_id: int) -> int:
    """Try again to confirm the customer's approved orders, because there may be room in their credit now (B5).

    One transaction for each; tried again it changes nothing more. Returns how many were confirmed.
    """
    waiting = Order.objects.live().at_stage(Stage.TO_CONFIRM).filter(customer_id=customer_id).order_by("pk")
    tried = [confirm_if_approved(pk) for pk in list(waiting.values_list("pk", flat=True))]
    return sum(refusal is None for refusal in tried)
