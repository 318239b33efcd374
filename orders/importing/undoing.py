"""Taking a batch out again: what nobody has used since goes, what somebody uses stays."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.db.models import CASCADE, CharField, Exists, ForeignObjectRel, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.models import Comment, Event
from orders.importing.writing import TOTALS
from orders.models import ImportBatch, ImportedRow, Order, OrderLine
from orders.models.words import Origin, State

SHOWN = 20

TAKE_OUT = (
    "DELETE FROM orders_importedrow r USING orders_orderline l"
    " WHERE l.id = r.line_id AND l.order_id = ANY(%(orders)s)",
    "DELETE FROM orders_orderline WHERE order_id = ANY(%(orders)s)",
    "DELETE FROM orders_order WHERE id = ANY(%(orders)s)",
)
TAKE_LINES_OUT = (
    "DELETE FROM orders_importedrow WHERE line_id = ANY(%(lines)s)",
    "DELETE FROM orders_orderline WHERE id = ANY(%(lines)s)",
)


@dataclass(kw_only=True)
class Undone:
    """What went and what stayed."""

    batch: int
    orders: int = 0
    lines: int = 0
    customers: int = 0
    products: int = 0
    kept_orders: int = 0
    kept_customers: int = 0
    kept_products: int = 0
    kept: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def take_out(batch: ImportBatch) -> Undone:
    """Delete what the batch brought and nobody uses; orders first, so that their customers and products are free."""
    orders = Order.objects.filter(batch=batch, origin=Origin.HISTORY)
    stays = _used_orders(orders)
    gone = [pk for pk in orders.values_list("pk", flat=True) if pk not in stays]
    report = Undone(batch=batch.pk, orders=len(gone), kept_orders=len(stays))
    report.kept = list(Order.objects.filter(pk__in=stays).order_by("pk").values_list("number", flat=True)[:SHOWN])
    report.lines = _run(TAKE_OUT, {"orders": gone})[1] + _take_added_lines(batch)
    report.customers, report.kept_customers = _take_made(_model(Order, "customer"), batch.made.get("customers", []))
    report.products, report.kept_products = _take_made(_model(OrderLine, "product"), batch.made.get("products", []))
    return report


def _used_orders(orders: QuerySet[Order]) -> set[int]:
    """Orders somebody has worked with since: anything points at them or their lines, or was said about them."""
    lines = OrderLine.objects.filter(order__in=orders.values("pk"))
    used = set(_pointed_at(Order, orders, besides=(OrderLine,)))
    touched = set(_pointed_at(OrderLine, lines, besides=(ImportedRow,)))
    used |= set(OrderLine.objects.filter(pk__in=touched).values_list("order_id", flat=True))
    topic = Concat(Value("order:"), Cast(OuterRef("pk"), CharField()))
    told = Exists(Event.objects.filter(topic=topic)) | Exists(Comment.objects.filter(topic=topic))
    return used | set(orders.filter(told).values_list("pk", flat=True))


def _take_added_lines(batch: ImportBatch) -> int:
    """Lines the batch added to orders of an earlier one; those orders lack them again."""
    added = OrderLine.objects.filter(
        pk__in=ImportedRow.objects.filter(batch=batch).exclude(line__order__batch=batch).values("line")
    )
    touched = set(_pointed_at(OrderLine, added, besides=(ImportedRow,)))
    gone = {pk: order for pk, order in added.values_list("pk", "order_id") if pk not in touched}
    _run(TAKE_LINES_OUT, {"lines": list(gone)})
    orders = list(Order.objects.filter(pk__in=set(gone.values())).prefetch_related("lines").defer("search"))
    for order in orders:
        _retotal(order)
    Order.objects.bulk_update(orders, [*TOTALS, "incomplete"])
    return len(gone)


def _retotal(order: Order) -> None:
    order.net = sum(line.net for line in order.lines.all())
    order.tax = sum(line.tax for line in order.lines.all())
    order.total = order.net + order.tax + order.freight
    if order.state != State.CANCELLED:
        order.invoiced_amount = order.paid_amount = order.total
    order.incomplete = True


def _take_made(model: type[Model], made: Collection[int]) -> tuple[int, int]:
    """Delete what was made for the batch unless something else needs it; what belongs to it goes with it."""
    rows = model._default_manager.filter(pk__in=made)
    used = set(_pointed_at(model, rows, parts=False))
    free = [pk for pk in rows.values_list("pk", flat=True) if pk not in used]
    for start in range(0, len(free), 1000):
        model._default_manager.filter(pk__in=free[start : start + 1000]).delete()
    return len(free), len(used)


def _pointed_at(
    model: type[Model], rows: QuerySet[Any], *, besides: tuple[type[Model], ...] = (), parts: bool = True
) -> Iterator[int]:
    """Those of the rows that any table of the house points at, whichever app it belongs to.

    Without `parts`, what would be deleted together with a row (its addresses, its contacts) does not count.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many or relation.related_model in besides:
            continue
        if parts or relation.on_delete is not CASCADE:
            key = relation.field
            pointing = relation.related_model._base_manager.filter(**{f"{key.name}__in": rows.values("pk")})
            yield from pointing.values_list(key.attname, flat=True).distinct()


def _run(statements: tuple[str, ...], params: dict[str, list[int]]) -> list[int]:
    counts = []
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql, params)
            counts.append(cursor.rowcount)
    return counts


def _model(model: type[Model], name: str) -> type[Model]:
    return model._meta.get_field(name).related_model
