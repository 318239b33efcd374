"""Writing a price change and asking the house to agree (S25, S40)."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from catalog.events import (
    PriceChangeSubmitted,
    PriceChangeWithdrawn,
    PriceChangeWritten,
)
from catalog.models import Price, PriceChange, PriceChangeLine, PriceList
from catalog.models.change import ChangeState
from catalog.policies import may_propose
from catalog.services.prices.reading import NewPrice
from catalog.services.prices.weighing import effects_of, weigh
from core import clock
from core.bus import publish
from core.events import ApprovalAsked, ApprovalWithdrawn
from core.inputs import plain
from core.locks import locked
from core.numbering import next_number
from core.refusal import Refused
from core.sentence import Sentence
from core.service import service

SERIES = "PC"
Key = tuple[int, Decimal]


@service
def save_price_change(
    change_id: int | None,
    *,
    price_list: PriceList,
    valid_from: datetime.date,
    reason: str,
    prices: Sequence[NewPrice],
    version: int | None,
    actor: Any,
) -> PriceChange:
    """Begin a price change or write it again; beside each new price stands what holds on that day.

    Nothing that is sold changes by it until the house has agreed.
    """
    may_propose.demand(actor)
    if valid_from < clock.today():
        raise Refused(_("New prices cannot begin before today."), code="passed")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if not prices:
        raise Refused(_("There is no price in it yet."), code="no_lines")
    change = _begun(actor) if change_id is None else _reopened(change_id, version)
    change.price_list, change.valid_from, change.reason = price_list, valid_from, reason.strip()[:500]
    change.save()
    _write_lines(change, prices)
    written = PriceChangeWritten(
        change_id=change.pk, version=change.version, lines=len(prices), valid_from=valid_from
    )
    publish(written, actor=actor)
    return change


@service
def submit_price_change(change_id: int, *, actor: Any) -> PriceChange:
    """Ask the house to agree; where no rule asks for a person the prices are agreed to at once.

    Refused where another agreed change sets one of these prices from the same day or later.
    """
    change = take_change(change_id)
    may_propose.demand(actor, change)
    guard(change, change.submit)
    if change.valid_from < clock.today():
        raise Refused(_("New prices cannot begin before today."), code="passed")
    lines = lines_of(change)
    _bring_old_prices(change, lines)
    refuse_overtaken(change, lines, change.valid_from)
    change.submit()
    change.save(update_fields=["state", "round", "answer"])
    publish(PriceChangeSubmitted(change_id=change.pk, round=change.round), actor=actor)
    publish(_question(change, lines, actor), actor=actor)
    return PriceChange.objects.get(pk=change.pk)


@service
def withdraw_price_change(change_id: int, *, actor: Any) -> PriceChange:
    """Take it back before it is agreed to; whoever was asked is asked no more."""
    change = take_change(change_id)
    may_propose.demand(actor, change)
    guard(change, change.withdraw)
    was_asked = change.state == ChangeState.ASKED
    change.withdraw(clock.now())
    change.save(update_fields=["state", "closed_at"])
    publish(PriceChangeWithdrawn(change_id=change.pk), actor=actor)
    if was_asked:
        publish(ApprovalWithdrawn(subject=change.stream), actor=actor)
    return change


def take_change(change_id: int) -> PriceChange:
    """The change, held until the transaction ends."""
    return locked(PriceChange.objects.filter(pk=change_id).select_related("price_list")).get()


def lines_of(change: PriceChange) -> list[PriceChangeLine]:
    rows = change.lines.select_related("product__unit").defer("product__search")
    return list(rows.order_by("position"))


def guard(change: PriceChange, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the change is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Price change %(number)s is %(state)s; this step is not possible now.")
            % {"number": change.number, "state": change.get_state_display()},
            code="wrong_state",
        )


def _begun(actor: Any) -> PriceChange:
    return PriceChange(number=next_number(SERIES), author=actor, created_at=clock.now())


def _reopened(change_id: int, version: int | None) -> PriceChange:
    change = take_change(change_id)
    if not change.is_editable:
        raise Refused(
            _("Price change %(number)s is no longer a draft.") % {"number": change.number}, code="wrong_state"
        )
    if version != change.version:
        raise Refused(_("Someone else saved it while you were writing. Open it again and compare."), code="stale")
    change.version += 1
    return change


def _write_lines(change: PriceChange, prices: Sequence[NewPrice]) -> None:
    change.lines.all().delete()
    holding = holding_prices(change.price_list_id, [one.product_id for one in prices], change.valid_from)
    PriceChangeLine.objects.bulk_create(
        PriceChangeLine(
            change=change,
            position=n,
            product_id=one.product_id,
            from_quantity=one.from_quantity,
            old_price=row.price if (row := holding.get((one.product_id, one.from_quantity))) else None,
            new_price=one.price,
        )
        for n, one in enumerate(prices, start=1)
    )


def holding_prices(price_list_id: int, product_ids: Sequence[int], day: datetime.date) -> dict[Key, Price]:
    """The prices of a list that hold on a day, by product and step; of two the later one."""
    rows = Price.objects.holding_on(day).filter(price_list=price_list_id, product__in=product_ids)
    ordered = sorted(rows, key=lambda row: row.valid_from or datetime.date.min)
    return {(row.product_id, row.from_quantity): row for row in ordered}


def _bring_old_prices(change: PriceChange, lines: Sequence[PriceChangeLine]) -> None:
    """What is compared is what holds now, not what held when it was written."""
    holding = holding_prices(change.price_list_id, [line.product_id for line in lines], change.valid_from)
    for line in lines:
        row = holding.get((line.product_id, line.from_quantity))
        line.old_price = row.price if row else None
    PriceChangeLine.objects.bulk_update(lines, ["old_price"])


def refuse_overtaken(change: PriceChange, lines: Sequence[PriceChangeLine], day: datetime.date) -> None:
    """Refuse where a price is set from the same day or later already: which of the two holds would be a guess."""
    wanted = {(line.product_id, line.from_quantity): line for line in lines}
    rows = Price.objects.filter(price_list=change.price_list_id, product__in={key[0] for key in wanted})
    later = rows.filter(valid_from__gte=day).values_list("product_id", "from_quantity")
    codes = sorted({wanted[key].product.code for key in later if key in wanted})
    if codes:
        raise Refused(
            _("Another agreed change sets these prices from the same day or later: %(codes)s.")
            % {"codes": ", ".join(codes[:20])},
            code="overtaken",
        )


def _question(change: PriceChange, lines: Sequence[PriceChangeLine], actor: Any) -> ApprovalAsked:
    weight = asdict(weigh(effects_of(change, lines)))
    numbers = {name: value if isinstance(value, int) else str(value) for name, value in weight.items()}
    shown = {"changes": [_row(line) for line in lines], "url": change.get_absolute_url()}
    more = {"reason": change.reason, "round": change.round, "ref": change.number, "customer": str(change.price_list)}
    return ApprovalAsked(
        subject=change.stream,
        kind="price_change",
        title=f"{change.number} {change.price_list}",
        asked_by_id=getattr(actor, "pk", None),
        owner_id=change.author_id,
        amount=Decimal(0),
        currency=change.price_list.currency,
        judged=_judged(change, lines),
        facts=numbers
        | shown
        | more
        | {"price_list": str(change.price_list), "valid_from": change.valid_from.isoformat(), "findings": []},
    )


def _row(line: PriceChangeLine) -> dict[str, Any]:
    step = plain(line.from_quantity)
    title = line.product.title
    words = Sentence(_("from %(quantity)s"), {"quantity": step}).as_data() if line.from_quantity else title
    return {"where": line.product.code, "label": words, "was": plain(line.old_price), "now": plain(line.new_price)}


def _judged(change: PriceChange, lines: Sequence[PriceChangeLine]) -> str:
    rows = [(line.product_id, plain(line.from_quantity), plain(line.new_price)) for line in lines]
    return hashlib.sha256(repr((change.price_list_id, change.valid_from, rows)).encode()).hexdigest()
