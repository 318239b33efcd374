"""Writing what is staged: customers, products, finished orders with their lines, and the rows they came from."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from catalog.services import rates_of
from core import clock
from core.money import line_net, line_tax
from core.search import document
from customers.models import Customer, PaymentTerm
from orders.importing.copying import copy_rows, new_keys
from orders.importing.mapping import Mapping
from orders.importing.staging import Progress
from orders.models import ImportBatch, ImportedRow, Order, OrderLine
from orders.models.standing import standing_of
from orders.models.words import Origin, State

ZERO = Decimal(0)
PIECE = 2_000

STAGED = """
SELECT number, ordinal, row, order_number, customer, product, text, quantity, price, discount, list_price, freight,
       placed, shipped, wanted, cancelled, ship_to, bad
FROM (SELECT *, min(row) FILTER (WHERE reason IS NULL) OVER w AS first,
             bool_or(reason IS NOT NULL AND reason <> 'duplicate') OVER w AS bad
      FROM import_stage WINDOW w AS (PARTITION BY number)) AS staged
WHERE reason IS NULL ORDER BY first, row
"""
# Foreign keys are proved with each statement; left to the end they would pile up in memory. Their proofs are
# planned once, perhaps while a table is still empty, and a plan that reads the whole table then stays while it
# grows: an import of 200,000 rows would take hours. So no such plan is made, and none is kept.
PREPARE = "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL enable_seqscan = off; DISCARD PLANS"
# Orders of this source that some of their rows came in for before.
KNOWN = """
SELECT DISTINCT r.number, l.order_id FROM orders_importedrow r JOIN orders_orderline l ON l.id = r.line_id
WHERE r.source = %s AND r.number = ANY(%s)
"""


class Staged(NamedTuple):
    """An accepted row as it comes back from the staging table."""

    number: str
    ordinal: int
    row: int
    order_number: str
    customer: str
    product: str
    text: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    list_price: Decimal | None
    freight: Decimal | None
    placed: datetime.datetime
    shipped: datetime.datetime | None
    wanted: datetime.date | None
    cancelled: bool
    ship_to: str
    bad: bool


class NewLine(NamedTuple):
    """What a line of history is born with; everything else has the line's own default."""

    position: int
    product_id: int
    text: str
    unit_id: int
    quantity: Decimal
    list_price: Decimal
    unit_price: Decimal
    discount: Decimal
    tax_percent: Decimal
    net: Decimal
    tax: Decimal
    wanted_on: datetime.date | None
    ordered: Decimal
    shipped: Decimal
    accepted: Decimal
    invoiced: Decimal


TRACE = ("id", "batch_id", "line_id", "source", "number", "ordinal", "row")


class Writer:
    """Writes the accepted rows of one batch, a few thousand lines at a time."""

    def __init__(
        self,
        batch: ImportBatch,
        mapping: Mapping,
        terms: PaymentTerm,
        customers: dict[str, Customer],
        products: dict[str, tuple[int, str, int]],
    ) -> None:
        self.batch, self.mapping, self.terms = batch, mapping, terms
        self.customers, self.products = customers, products
        self.today, self.orders, self.lines = clock.today(), 0, 0
        self.rate_on = rates_of(mapping.currency)
        self.standings: dict[tuple[str, bool], dict[str, str]] = {}

    def write(self, lines: int, progress: Progress) -> None:
        """Write every accepted row; the caller's transaction holds it all together."""
        with connection.cursor() as cursor:
            cursor.execute(PREPARE)
        for piece in _pieces(_staged()):
            self._write(piece)
            progress("writing", self.lines, lines)

    def _write(self, piece: list[list[Staged]]) -> None:
        known = self._known([rows[0].number for rows in piece])
        orders = [known.get(rows[0].number) or self._order(rows) for rows in piece]
        lines = [[self._line(order, row) for row in rows] for order, rows in zip(orders, piece, strict=True)]
        for order, rows, own in zip(orders, piece, lines, strict=True):
            self._finish(order, rows, own)
        self._save(orders, lines, piece)

    def _save(self, orders: list[Order], lines: list[list[NewLine]], piece: list[list[Staged]]) -> None:
        new, old = [order for order in orders if not order.pk], [order for order in orders if order.pk]
        Order.objects.bulk_create(new)
        if old:
            Order.objects.bulk_update(old, [*TOTALS, *DERIVED, "incomplete"])
        keys = new_keys(OrderLine, sum(map(len, lines)))
        owned = [(order.pk, line) for order, own in zip(orders, lines, strict=True) for line in own]
        rows = [(key, order, *line) for key, (order, line) in zip(keys, owned, strict=True)]
        copy_rows(OrderLine, ("id", "order_id", *NewLine._fields), rows)
        copy_rows(ImportedRow, TRACE, self._traces(keys, [row for rows in piece for row in rows]))
        self.orders += len(new)
        self.lines += len(keys)

    def _traces(self, keys: list[int], rows: list[Staged]) -> Iterator[tuple[Any, ...]]:
        ids, batch, source = new_keys(ImportedRow, len(rows)), self.batch.pk, self.batch.source
        for pk, line, row in zip(ids, keys, rows, strict=True):
            yield pk, batch, line, source, row.number, row.ordinal, row.row

    def _known(self, numbers: list[str]) -> dict[str, Order]:
        with connection.cursor() as cursor:
            cursor.execute(KNOWN, [self.batch.source, numbers])
            ids = dict(cursor.fetchall())
        orders = Order.objects.defer("search").in_bulk(ids.values()) if ids else {}
        return {number: orders[pk] for number, pk in ids.items()}

    def _order(self, rows: list[Staged]) -> Order:
        """An order born finished: its dates are the file's, it never waited for anybody here."""
        first, customer = rows[0], self.customers[rows[0].customer]
        placed = min(row.placed for row in rows)
        left = self._left(rows, placed)
        done = left or placed
        return Order(
            number=first.order_number,
            customer_id=customer.pk,
            terms_id=self.terms.pk,
            ship_to_text=first.ship_to,
            wanted_on=first.wanted,
            currency=self.mapping.currency,
            rate=self.rate_on(timezone.localdate(placed)),
            freight=first.freight or ZERO,
            origin=Origin.HISTORY,
            batch=self.batch,
            state=State.CANCELLED if first.cancelled else State.COMPLETED,
            created_at=placed,
            placed_at=placed,
            confirmed_at=placed,
            shipped_at=None if first.cancelled else left,
            accepted_at=None if first.cancelled else left,
            completed_at=None if first.cancelled else done,
            cancelled_at=done if first.cancelled else None,
            stage_since=done,
            search=words_of(first.order_number, customer),
        )

    def _left(self, rows: list[Staged], placed: datetime.datetime) -> datetime.datetime | None:
        """When the goods left: the file's own date; a file that has none sold over the counter."""
        if "shipped" not in self.mapping.columns:
            return placed
        return max((row.shipped for row in rows if row.shipped), default=None)

    def _line(self, order: Order, row: Staged) -> NewLine:
        product_id, name, unit_id = self.products[row.product]
        net = line_net(row.quantity, row.price, row.discount, self.mapping.currency)
        done = ZERO if order.state == State.CANCELLED else row.quantity
        return NewLine(
            position=row.ordinal,
            product_id=product_id,
            text=row.text or name,
            unit_id=unit_id,
            quantity=row.quantity,
            list_price=row.price if row.list_price is None else row.list_price,
            unit_price=row.price,
            discount=row.discount,
            tax_percent=self.mapping.tax_percent,
            net=net,
            tax=line_tax(net, self.mapping.tax_percent, self.mapping.currency),
            wanted_on=row.wanted,
            ordered=row.quantity,
            shipped=done,
            accepted=done,
            invoiced=done,
        )

    def _finish(self, order: Order, rows: list[Staged], new: list[NewLine]) -> None:
        order.incomplete = rows[0].bad
        order.net += sum((line.net for line in new), ZERO)
        order.tax += sum((line.tax for line in new), ZERO)
        order.total = order.net + order.tax + order.freight
        order.invoiced_amount = order.paid_amount = ZERO if order.state == State.CANCELLED else order.total
        for name, value in self._standing(order.state, free=not order.total).items():
            setattr(order, name, value)

    def _standing(self, state: str, *, free: bool) -> dict[str, str]:
        """Finished orders stand in three ways; each is derived once, by the function that derives every order."""
        if (state, free) not in self.standings:
            amount, done = ZERO if free or state == State.CANCELLED else Decimal(1), Decimal(state != State.CANCELLED)
            line = OrderLine(ordered=Decimal(1), shipped=done, accepted=done, invoiced=done)
            order = Order(state=state, invoiced_amount=amount, paid_amount=amount)
            self.standings[state, free] = vars(standing_of(order, [line], self.today))
        return self.standings[state, free]


TOTALS = ("net", "tax", "total", "invoiced_amount", "paid_amount")
DERIVED = ("supply", "fulfilment", "billing", "payment", "returned", "promise", "stage")


def words_of(number: str, customer: Customer) -> str:
    """What an order of history is found by: the same words as a live one's."""
    return document(number, customer.name, customer.name_en, customer.short_name, customer.code)


def _staged() -> Iterator[Staged]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(STAGED)
        while rows := cursor.fetchmany(PIECE):
            yield from map(Staged._make, rows)


def _pieces(rows: Iterable[Staged]) -> Iterator[list[list[Staged]]]:
    """Whole orders, as many as make a piece."""
    piece: list[list[Staged]] = []
    size = 0
    for _number, own in groupby(rows, key=lambda row: row.number):
        piece.append(list(own))
        size += len(piece[-1])
        if size >= PIECE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def made_ids(rows: Iterable[Any]) -> list[int]:
    """The keys of what was made, for the day the batch is undone."""
    return [row.pk for row in rows]
