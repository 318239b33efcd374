"""Proposing to share a scarce product out otherwise, and what becomes of the proposal (S63, B17)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from catalog.models import Product
from core import clock
from core.access import Forbidden
from core.bus import publish
from core.events import ApprovalWithdrawn
from core.locks import locked, one_by_one
from core.models import User
from core.numbering import next_number
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from inventory.events import ReallocationApplied, ReallocationEnded, ReallocationProposed
from inventory.models import Reallocation, ReallocationLine, StockItem
from inventory.models.reallocation import NAMES
from inventory.policies import may_reallocate
from inventory.services.claims import Claimant, claims_on
from inventory.services.handing_over import hand_over
from inventory.services.questions import question
from inventory.services.reserving import shelves_of
from inventory.services.weighing import ZERO, Weighed, weigh_shares
from orders.models import Order, OrderLine
from orders.services import take_all

SERIES = "RA"


@dataclass(frozen=True, kw_only=True)
class Share:
    """An order line that has so much set aside (as whoever decides saw it), and is to have so much."""

    line_id: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Scales:
    """What was found under the locks: the held shelves, who claims what, and what the shares would do."""

    shelves: Mapping[int, Sequence[StockItem]]
    claimants: Sequence[Claimant]
    weighed: Weighed


@service
def reallocate(product_id: int, *, shares: Sequence[Share], reason: str, actor: Any) -> Reallocation:
    """Set a product aside otherwise than now: these order lines are to have so much, the others keep theirs.

    Where an order loses something, those who decide are asked first; where nobody has to agree it is done at once.
    Picked pieces stay where they are. Who loses waits again and keeps the first promise; refused, with the reason,
    when it cannot be done exactly so, or when somebody moved these goods since they were looked at.
    """
    may_reallocate.demand(actor)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    shares = [one for one in shares if one.before != one.after]
    product = Product.objects.select_related("unit").defer("search").get(pk=product_id)
    _demand_sight(actor, _take_orders(shares))
    scales = _weigh(product, shares)
    proposal = _written(product, shares, reason, actor, scales)
    if scales.weighed.asks:
        publish(question(proposal, scales.claimants, scales.weighed, actor), actor=actor)
    else:
        _apply(proposal, scales, by=(), was_asked=False)
    return Reallocation.objects.get(pk=proposal.pk)


@service
def apply_reallocation(reallocation_id: int, *, by: Sequence[int] = ()) -> Reallocation:
    """All who had to be asked agreed: the goods move exactly as proposed, or not at all.

    If orders or shelves moved meanwhile so that it does not fit any more, the proposal is overtaken.
    """
    proposal, shares = _take(reallocation_id)
    _guard(proposal, proposal.apply)
    try:
        scales = _weigh(proposal.product, shares)
    except Refused as refusal:
        return _end(proposal, proposal.overtake, str(refusal), HOUSE)
    return _apply(proposal, scales, by=by, was_asked=bool(by))


@service
def refuse_reallocation(reallocation_id: int, *, opinion: str) -> Reallocation:
    """Somebody who was asked said no; every order keeps what it has."""
    proposal, _shares = _take(reallocation_id)
    _guard(proposal, proposal.refuse)
    return _end(proposal, proposal.refuse, opinion, HOUSE)


@service
def withdraw_reallocation(reallocation_id: int, *, actor: Any) -> Reallocation:
    """Take a proposal back before it is decided; nobody is asked any more and nothing has moved."""
    may_reallocate.demand(actor)
    proposal, _shares = _take(reallocation_id)
    _guard(proposal, proposal.withdraw)
    _end(proposal, proposal.withdraw, "", actor)
    publish(ApprovalWithdrawn(subject=proposal.stream), actor=actor)
    return proposal


def _take(reallocation_id: int) -> tuple[Reallocation, list[Share]]:
    """The name first, as whoever decides holds it; then the orders by key, then the proposal itself."""
    one_by_one(f"reallocation:{reallocation_id}")
    rows = ReallocationLine.objects.filter(reallocation_id=reallocation_id).order_by("pk")
    shares = [Share(line_id=row.order_line_id, before=row.before, after=row.after) for row in rows]
    take_all(row.order_id for row in rows)
    proposals = Reallocation.objects.select_related("product__unit", "asked_by").defer("product__search")
    return locked(proposals.filter(pk=reallocation_id)).get(), shares


def _take_orders(shares: Sequence[Share]) -> set[int]:
    lines = OrderLine.objects.filter(pk__in=[one.line_id for one in shares])
    ids = set(lines.order_by().values_list("order_id", flat=True))
    take_all(ids)
    return ids


def _demand_sight(actor: Any, order_ids: set[int]) -> None:
    """Nobody takes from, or gives to, an order they may not see."""
    if actor is HOUSE:
        return
    if Order.objects.visible_to(actor).filter(pk__in=order_ids).order_by().count() != len(order_ids):
        raise Forbidden(may_reallocate.label, _("The order belongs to somebody else."))


def _weigh(product: Product, shares: Sequence[Share]) -> Scales:
    """Under the locks of orders and shelves: what the shares would do, or why it is refused."""
    shelves = shelves_of({product.pk})
    claimants = claims_on(product.pk)
    now = {one.claim.line_id: one.claim.reserved for one in claimants}
    if any(now.get(one.line_id) != one.before for one in shares):
        raise Refused(_("Goods moved since you looked; look at the board again."), code="overtaken")
    free = sum((item.available for item in shelves[product.pk]), ZERO)
    targets = {one.line_id: one.after for one in shares}
    claims = [one.claim for one in claimants]
    weighed = weigh_shares(claims, targets, free=free, step=product.unit.step, today=clock.today())
    for problem in weighed.problems:
        raise Refused(str(problem.message), code=problem.code)
    return Scales(shelves, claimants, weighed)


def _written(product: Product, shares: Sequence[Share], reason: str, actor: Any, scales: Scales) -> Reallocation:
    proposal = Reallocation.objects.create(
        number=next_number(SERIES),
        product=product,
        reason=reason.strip()[:500],
        asked_by=actor,
        asked_at=clock.now(),
    )
    orders = {one.claim.line_id: one.claim.order_id for one in scales.claimants}
    ReallocationLine.objects.bulk_create(
        ReallocationLine(
            reallocation=proposal,
            order_id=orders[one.line_id],
            order_line_id=one.line_id,
            before=one.before,
            after=one.after,
        )
        for one in shares
    )
    figures = {str(one.line_id): [str(one.before), str(one.after)] for one in shares}
    publish(ReallocationProposed(**_told(proposal), reason=proposal.reason, figures=figures), actor=actor)
    return proposal


def _apply(proposal: Reallocation, scales: Scales, *, by: Sequence[int], was_asked: bool) -> Reallocation:
    proposal.apply(clock.now(), _names(by))
    proposal.save(update_fields=["state", "closed_at", "agreed_by"])
    hand_over(proposal, scales.weighed, scales.claimants, scales.shelves, proposal.asked_by)
    applied = ReallocationApplied(
        **_told(proposal), asked_by_id=proposal.asked_by_id, agreed_by=proposal.agreed_by, was_asked=was_asked
    )
    publish(applied, actor=HOUSE)
    return proposal


def _end(proposal: Reallocation, verb: Callable[..., Any], opinion: str, actor: Any) -> Reallocation:
    verb(clock.now(), opinion[:1000])
    proposal.save(update_fields=["state", "closed_at", "answer"])
    told = {"outcome": proposal.state, "opinion": proposal.answer, "asked_by_id": proposal.asked_by_id}
    publish(ReallocationEnded(**_told(proposal), **told), actor=actor)
    return proposal


def _guard(proposal: Reallocation, verb: Callable[..., Any]) -> None:
    if not can_proceed(verb):
        raise Refused(
            _("Proposal %(number)s is %(state)s; this step is not possible now.")
            % {"number": proposal.number, "state": proposal.get_state_display()},
            code="wrong_state",
        )


def _told(proposal: Reallocation) -> dict[str, Any]:
    return {"reallocation_id": proposal.pk, "number": proposal.number, "product_id": proposal.product_id}


def _names(by: Sequence[int]) -> str:
    people = User.objects.in_bulk(by) if by else {}
    return ", ".join(str(people[pk]) for pk in by if pk in people)[:NAMES]
