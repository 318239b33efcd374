"""Which contract an order's lines fall under."""

import datetime
from collections.abc import Iterable, Sequence

from core import clock
from orders.models import ContractLine, Order, OrderLine
from orders.models.contract import ContractState


def agreements(
    customer_id: int | None, product_ids: Iterable[int], *, currency: str, on: datetime.date | None = None
) -> dict[int, ContractLine]:
    """Product → the active contract line that covers it for this customer, in one query (S21, B7).

    Several may: one that is valid that day before one that is not, one with quantity left before one
    used up, then the one that ends first. A contract that ran out and was not ended is still found,
    so that the order says so.
    """
    if customer_id is None:
        return {}
    day = on or clock.today()
    found = ContractLine.objects.filter(
        contract__customer_id=customer_id,
        contract__state=ContractState.ACTIVE,
        contract__currency=currency,
        product_id__in=set(product_ids),
    )
    lines = sorted(found.select_related("contract__terms"), key=lambda line: _rank(line, day), reverse=True)
    return {line.product_id: line for line in lines}


def match(order: Order, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Look the contract up for lines written some time ago; returns those that fall under another now."""
    known = agreements(order.customer_id, {line.product_id for line in lines}, currency=order.currency)
    moved = []
    for line in lines:
        found = known.get(line.product_id)
        if line.contract_line_id != (found.pk if found else None):
            moved.append(line)
        line.contract_line = found
    return moved


def bring_agreements(lines: Sequence[OrderLine]) -> None:
    """Have the contract lines at hand that bound lines fall under; they stay under them, whatever was signed since."""
    ids = {line.contract_line_id for line in lines if line.contract_line_id is not None}
    found = ContractLine.objects.select_related("contract__terms").in_bulk(ids) if ids else {}
    for line in lines:
        if line.contract_line_id is not None:
            line.contract_line = found[line.contract_line_id]


def keep_matches(moved: Sequence[OrderLine]) -> None:
    """Write down which contract the lines fall under now."""
    if moved:
        OrderLine.objects.bulk_update(moved, ["contract_line"])


def _rank(line: ContractLine, day: datetime.date) -> tuple[bool, bool, int, int]:
    """Lowest is best; sorted backwards, the best of a product is written last and stays."""
    contract = line.contract
    return (not contract.holds_on(day), line.left == 0, contract.valid_until.toordinal(), line.pk)
