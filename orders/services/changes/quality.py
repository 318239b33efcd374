"""The ledger of order quality: what was corrected after an order was handed in, by class and cause (B8)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from core import clock
from core.money import in_base
from orders.models import ChangeRequest, Correction, Order, OrderRevision
from orders.models.change import Cause
from orders.models.correction import Mistake
from orders.services.changes.comparing import differences_in

CLASSES = {
    "product": Mistake.PRODUCT,
    "product_id": Mistake.PRODUCT,
    "quantity": Mistake.QUANTITY,
    "unit": Mistake.UNIT,
    "unit_price": Mistake.PRICE,
    "discount": Mistake.PRICE,
    "freight": Mistake.PRICE,
    "ship_to": Mistake.ADDRESS,
    "wanted_on": Mistake.DATE,
    "terms": Mistake.TERMS,
    "term_days": Mistake.TERMS,
    "customer_id": Mistake.CUSTOMER,
}
"""Which class of mistake a field belongs to; what is not here (a note, a PO number) is no mistake of the order."""
IN_HEAD = ("customer_id", "wanted_on", "ship_to", "term_days", "freight")
IN_LINE = ("product_id", "quantity", "unit_price", "discount", "wanted_on")


def note_change(order: Order, change: ChangeRequest, *, before: Decimal) -> None:
    """Write down what an applied change corrected, with its cause and what it did to the total."""
    found = [(one.name, one.line, one.was, one.now) for one in differences_in(change)]
    facts = {"cause": change.cause, "source": change.stream, "handed_in_at": order.placed_at}
    _write(order, found, before, **facts)


def note_round(order: Order, last: OrderRevision, after: Mapping[str, Any], *, source: str) -> None:
    """Write down what was put right between two rounds of approval: our own entry errors, found in the house."""
    facts = {"cause": Cause.ENTRY, "source": source, "handed_in_at": last.at}
    _write(order, _between(last.content, after), Decimal(last.content["total"]), **facts)


def _between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[tuple[str, int | None, Any, Any]]:
    for name in IN_HEAD:
        if before.get(name) != after.get(name):
            yield name, None, before.get(name), after.get(name)
    old = {line["position"]: line for line in before["lines"]}
    new = {line["position"]: line for line in after["lines"]}
    for position in sorted(old.keys() | new.keys()):
        was, now = old.get(position), new.get(position)
        if was is None or now is None:
            yield "product_id", position, was and was["product_id"], now and now["product_id"]
            continue
        for name in IN_LINE:
            if was.get(name) != now.get(name):
                yield name, position, was.get(name), now.get(name)


def _write(order: Order, found: Iterable[tuple[str, int | None, Any, Any]], before: Decimal, **facts: Any) -> None:
    rows = [
        Correction(
            order=order,
            kind=CLASSES[name],
            line=line,
            was=str("" if was is None else was)[:250],
            now=str("" if now is None else now)[:250],
            entered_by_id=order.owner_id,
            at=clock.now(),
            **facts,
        )
        for name, line, was, now in found
        if name in CLASSES
    ]
    if rows and order.rate is not None:
        rows[0].money = in_base(order.total - before, order.rate)
    Correction.objects.bulk_create(rows)
