"""What the house says to a price change: its prices in force from their day, or back with an opinion (S25, S40)."""

import datetime
from collections.abc import Sequence

from catalog.events import PriceChangeRefused, PricesChanged
from catalog.models import Price, PriceChange, PriceChangeLine, PriceList
from catalog.services.prices.proposing import guard, holding_prices, lines_of, refuse_overtaken, take_change
from core import clock
from core.bus import publish
from core.inputs import plain
from core.locks import locked
from core.models import User
from core.people import HOUSE
from core.service import service

NAMES = 200
ONE_DAY = datetime.timedelta(days=1)


@service
def grant_price_change(change_id: int, *, by: Sequence[int] = ()) -> PriceChange:
    """The house agreed: each new price begins on its day, and the one it follows ends the day before.

    No price is rewritten, so that what was sold before can be proved. An open draft keeps the price it took.
    """
    change = take_change(change_id)
    guard(change, change.grant)
    change.grant(clock.now(), clock.today(), _names(by))
    lines = lines_of(change)
    _put_in_force(change, lines)
    change.save(update_fields=["state", "closed_at", "agreed_by", "holds_from"])
    prices = [[line.product_id, *map(plain, (line.from_quantity, line.old_price, line.new_price))] for line in lines]
    changed = PricesChanged(
        change_id=change.pk,
        number=change.number,
        price_list_id=change.price_list_id,
        holds_from=change.holds_from or change.valid_from,
        agreed_by=change.agreed_by,
        author_id=change.author_id,
        prices=prices,
    )
    publish(changed, actor=HOUSE)
    return change


@service
def refuse_price_change(change_id: int, *, outcome: str, opinion: str) -> PriceChange:
    """An approver wants other prices (returned: a draft again) or said no for good; nothing changes."""
    change = take_change(change_id)
    if outcome == "returned":
        guard(change, change.send_back)
        change.send_back(opinion[:1000])
    else:
        guard(change, change.reject)
        change.reject(clock.now(), opinion[:1000])
    change.save(update_fields=["state", "closed_at", "answer"])
    told = PriceChangeRefused(change_id=change.pk, outcome=outcome, opinion=opinion, author_id=change.author_id)
    publish(told, actor=HOUSE)
    return change


def _put_in_force(change: PriceChange, lines: Sequence[PriceChangeLine]) -> None:
    # One change of a list at a time: two that end the same price would leave two that hold.
    locked(PriceList.objects.filter(pk=change.price_list_id)).values_list("pk").get()
    day: datetime.date = change.holds_from or change.valid_from
    refuse_overtaken(change, lines, day)
    holding = holding_prices(change.price_list_id, [line.product_id for line in lines], day)
    ending = [row for line in lines if (row := holding.get((line.product_id, line.from_quantity)))]
    for row in ending:
        row.valid_until = day - ONE_DAY
    Price.objects.bulk_update(ending, ["valid_until"])
    Price.objects.bulk_create(
        Price(
            price_list_id=change.price_list_id,
            product_id=line.product_id,
            from_quantity=line.from_quantity,
            price=line.new_price,
            valid_from=day,
            change=change,
        )
        for line in lines
    )


def _names(by: Sequence[int]) -> str:
    people = User.objects.in_bulk(by) if by else {}
    return ", ".join(str(people[pk]) for pk in by if pk in people)[:NAMES]
