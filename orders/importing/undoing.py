"""Taking a batch out again: what nobody has used since goes, what somebody uses stays."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.db.models import CASCADE, CharField, Exists, ForeignObjectRel, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from catalog.models import Product
from core.models import Comment, Event
from customers.models import Customer
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

TOLD_OF = """
SELECT split_part(stream, ':', 2) FROM core_event WHERE stream LIKE %(streams)s AND name <> 'customer.created'
UNION
SELECT text::jsonb -> 'data' ->> %(kind)s FROM core_event
WHERE id > (SELECT min(id) FROM core_event WHERE stream = %(batch)s) AND name <> 'customer.created'
  AND text::jsonb -> 'data' ? %(kind)s
"""


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
    report.customers, report.kept_customers = _take_made(Customer, batch, "customer")
    report.products, report.kept_products = _take_made(Product, batch, "product")
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


def _take_made(model: type[Model], batch: ImportBatch, kind: str) -> tuple[int, int]:
    """Delete what was made for the batch unless something else needs it; what belongs to it goes with it."""
    rows = model._default_manager.filter(pk__in=batch.made.get(f"{kind}s", []))
    used = set(_pointed_at(model, rows, parts=False))
    made = list(rows.values_list("pk", flat=True))
    used |= _told_of(kind, batch) & set(made)
    free = [pk for pk in made if pk not in used]
    for start in range(0, len(free), 1000):
        _delete(model, free[start : start + 1000])
    return len(free), len(used)


def _delete(model: type[Model], keys: list[int]) -> None:
    for relation in _relations(model):
        if relation.one_to_one and relation.on_delete is not CASCADE:
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}).delete()
    model._default_manager.filter(pk__in=keys).delete()


def _told_of(kind: str, batch: ImportBatch) -> set[int]:
    """Those that history speaks of since the batch: edited, given a limit, written to."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD_OF, {"streams": f"{kind}:%", "kind": f"{kind}_id", "batch": f"import:{batch.pk}"})
        return {int(row[0]) for row in cursor.fetchall() if row[0]}


def _pointed_at(
    model: type[Model], rows: QuerySet[Any], *, besides: tuple[type[Model], ...] = (), parts: bool = True
) -> Iterator[int]:
    """Those of the rows that any table of the house points at, whichever app it belongs to.

    Without `parts`, what belongs to a row and goes with it (its addresses, its credit) does not
    count, but what points at such an own part does.
    """
    for relation in _relations(model):
        if relation.related_model in besides:
            continue
        key = relation.field
        pointing = relation.related_model._base_manager.filter(**{f"{key.name}__in": rows.values("pk")})
        if parts or not (relation.one_to_one or relation.on_delete is CASCADE):
            yield from pointing.values_list(key.attname, flat=True).distinct()
        elif relation.one_to_one:
            needed = set(_pointed_at(relation.related_model, pointing))
            yield from pointing.filter(pk__in=needed).values_list(key.attname, flat=True)


def _relations(model: type[Model]) -> list[ForeignObjectRel]:
    found = model._meta.get_fields(include_hidden=True)
    return [field for field in found if isinstance(field, ForeignObjectRel) and not field.many_to_many]


def _run(statements: tuple[str, ...], params: dict[str, list[int]]) -> list[int]:
    counts = []
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql, params)
            counts.append(cursor.rowcount)
    return counts
