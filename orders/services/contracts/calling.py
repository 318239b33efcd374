"""Calling off: what confirmed orders took of a contract, written in the transaction that confirms or cancels."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.inputs import plain
from core.locks import locked
from core.refusal import Refused
from orders.models import ContractLine, Order, OrderLine, OrderRevision

ZERO = Decimal(0)
OVER = "contract_quantity"


def call_off(order: Order, lines: Sequence[OrderLine]) -> None:
    """Take what a confirmed order wants from its contracts; the caller holds the order (S21, B7).

    Refused when less is left, tolerance included, unless exactly such an overrun was approved with
    the order. Two orders for the last pieces wait for each other here, after all other locks.
    """
    call_more(order, lines, called_by(lines))


def call_more(order: Order, lines: Sequence[OrderLine], wanted: Mapping[int, Decimal]) -> None:
    """Take so much more of each contract line, refused as above."""
    if not wanted:
        return
    rows = _taken(wanted)
    for row in rows:
        after = row.called_off + wanted[row.pk]
        if row.most is not None and after > row.most and after > _approved(order, lines, row):
            raise _used_up(row, wanted[row.pk])
        row.called_off = after
    ContractLine.objects.bulk_update(rows, ["called_off"])


def give_back(quantities: Mapping[int, Decimal]) -> None:
    """Give back what a cancelled order, or a line closed short, had taken: contract line → base units."""
    back = {pk: quantity for pk, quantity in quantities.items() if quantity}
    if not back:
        return
    rows = _taken(back)
    for line in rows:
        line.called_off -= back[line.pk]
    ContractLine.objects.bulk_update(rows, ["called_off"])


def called_by(lines: Sequence[OrderLine]) -> dict[int, Decimal]:
    """What the lines of an order take of each contract line, in base units."""
    sums: dict[int, Decimal] = {}
    for line in lines:
        if line.contract_line_id is not None:
            sums[line.contract_line_id] = sums.get(line.contract_line_id, ZERO) + line.wanted
    return sums


def _taken(wanted: Mapping[int, Decimal]) -> list[ContractLine]:
    return list(locked(ContractLine.objects.filter(pk__in=wanted).select_related("contract", "product__unit")))


def _approved(order: Order, lines: Sequence[OrderLine], agreed: ContractLine) -> Decimal:
    """How far the approvers let this order go beyond the agreed quantity."""
    revision = OrderRevision.objects.filter(order_id=order.pk).order_by("-pk").first()
    own = {line.position for line in lines if line.contract_line_id == agreed.pk}
    found = revision.findings if revision else []
    over = [finding for finding in found if finding["code"] == OVER and finding["line"] in own]
    return max((Decimal(finding["facts"]["called"]) for finding in over), default=ZERO)


def _used_up(line: ContractLine, wanted: Decimal) -> Refused:
    values = {
        "contract": line.contract.number,
        "code": line.product.code,
        "left": plain(line.left),
        "wanted": plain(wanted),
    }
    return Refused(
        _(
            "Contract %(contract)s has only %(left)s of %(code)s left; this order wants %(wanted)s."
            " Have the contract raised, or cancel this order and enter a smaller one."
        )
        % values,
        code="contract_used_up",
    )
