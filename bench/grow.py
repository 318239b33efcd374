"""Multiply finished history to N orders, in SQL, with every invariant still green.

`python -m bench.grow --orders N [--check]` fills the scratch database with history orders of five lines each
over the last five years, findable by number and customer as real ones are; what is there already is kept.
"""

import argparse
import time
from typing import Any

from bench.ground import database

# What history says otherwise than a new row would; every other column starts as its model has it start.
ORDERS = {
    "number": "'HIST-' || lpad(n::text, 9, '0')",
    "customer_id": "c.id",
    "terms_id": "c.terms_id",
    "customer_po": "'PO-' || n",
    "owner_id": "c.owner_id",
    "department_id": "c.department_id",
    "state": "'completed'",
    "origin": "'history'",
    "batch_id": "%(batch)s",
    "revision": "1",
    "currency": "c.currency",
    "supply": "'in_stock'",
    "fulfilment": "'accepted'",
    "billing": "'billed'",
    "payment": "'paid'",
    "stage": "'done'",
    "first_promise": "(t.at + interval '7 days')::date",
    "promised_on": "(t.at + interval '7 days')::date",
    "created_at": "t.at",
    "placed_at": "t.at",
    "confirmed_at": "t.at",
    "shipped_at": "t.at + interval '3 days'",
    "accepted_at": "t.at + interval '5 days'",
    "completed_at": "t.at + interval '35 days'",
    "search": """c.search || array_to_tsvector(
        ARRAY['hist' || n, lpad(n::text, 9, '0'), n::text, right(n::text, 4), right(n::text, 3), 'po' || n])""",
}

FROM_BUYERS = """
FROM generate_series(%(first)s, %(last)s) AS n
JOIN customers_customer AS c ON c.id = (%(buyers)s::bigint[])[1 + n %% cardinality(%(buyers)s::bigint[])]
CROSS JOIN LATERAL (SELECT now() - interval '40 days' - (n %% 157680) * interval '1000 seconds' AS at) AS t
ORDER BY n
"""

LINES = {
    "order_id": "o.id",
    "position": "k",
    "product_id": "p.id",
    "text": "p.name",
    "unit_id": "p.unit_id",
    "factor": "1",
    "quantity": "q",
    "list_price": "p.list_price",
    "unit_price": "p.list_price",
    "tax_percent": "p.tax_percent",
    "net": "round(q * p.list_price, 2)",
    "tax": "round(round(q * p.list_price, 2) * p.tax_percent / 100, 2)",
    "ordered": "q",
    "shipped": "q",
    "accepted": "q",
    "invoiced": "q",
}

FROM_ORDERS = """
FROM orders_order o
CROSS JOIN generate_series(1, %(lines)s) AS k
CROSS JOIN LATERAL (SELECT 1 + (o.id + k) %% 9 AS q) AS many
JOIN catalog_product p ON p.id = (%(goods)s::bigint[])[1 + (o.id * 7 + k) %% cardinality(%(goods)s::bigint[])]
WHERE o.batch_id = %(batch)s AND o.id > %(after)s
ORDER BY o.id, k
"""

TOTALS = """
UPDATE orders_order o SET net = s.net, tax = s.tax, total = s.net + s.tax,
    invoiced_amount = s.net + s.tax, paid_amount = s.net + s.tax
FROM (SELECT order_id, sum(net) AS net, sum(tax) AS tax FROM orders_orderline
      WHERE order_id IN (SELECT id FROM orders_order WHERE batch_id = %(batch)s AND id > %(after)s)
      GROUP BY order_id) AS s
WHERE s.order_id = o.id
"""

STEP = 50_000
LINES_EACH = 5


def grow(orders: int, lines: int = LINES_EACH) -> int:
    """History orders up to a number; returns how many were added."""
    from orders.models import Order

    have = Order.objects.filter(number__startswith="HIST-").count()
    batch = _batch()
    for first in range(have + 1, orders + 1, STEP):
        _add(first, min(first + STEP - 1, orders), batch, lines)
    _analyze()
    return max(0, orders - have)


def _batch() -> int:
    from core import clock
    from orders.models import ImportBatch

    found = ImportBatch.objects.filter(source="bench.grow").first()
    batch = found or ImportBatch(
        source="bench.grow", filename="generate_series", sha256="0" * 64, mapping="", at=clock.now()
    )
    if found is None:
        batch.save()
        batch.finish(clock.now(), {}, {})
        batch.save()
    return batch.pk


def _add(first: int, last: int, batch: int, lines: int) -> None:
    from django.db import connection, transaction
    from django.db.models import Max

    from bench import world
    from orders.models import Order, OrderLine

    after = Order.objects.aggregate(last=Max("pk"))["last"] or 0
    values = {"first": first, "last": last, "batch": batch, "after": after, "lines": lines}
    values |= {"buyers": [customer.pk for customer in world.customers()], "goods": world.products()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for model, own, rows in ((Order, ORDERS, FROM_BUYERS), (OrderLine, LINES, FROM_ORDERS)):
            sql, starting = _insert(model, own, rows)
            cursor.execute(sql, values | starting)
        cursor.execute(TOTALS, values)


def _insert(model: Any, own: dict[str, str], rows: str) -> tuple[str, dict[str, Any]]:
    """The statement that writes a model's rows, and how its other columns start."""
    from django.db import connection

    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.column not in own]
    fresh, told_here = model(), [field for field in fields if not field.null and not field.has_db_default()]
    starting = {f.column: f.get_db_prep_save(getattr(fresh, f.attname), connection) for f in told_here}
    told = own | {column: f"%({column})s" for column in starting}
    return f"INSERT INTO {model._meta.db_table} ({', '.join(told)}) SELECT {', '.join(told.values())} {rows}", starting


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE) orders_order, orders_orderline")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--orders", type=int, required=True)
    words.add_argument("--lines", type=int, default=LINES_EACH, help="lines of each order added")
    words.add_argument("--check", action="store_true", help="run check_invariants afterwards")
    options = words.parse_args()
    with database(fresh=False):
        from django.core.management import call_command

        from bench import world

        world.furnish(world.crew())
        begun = time.perf_counter()
        added = grow(options.orders, options.lines)
        print(f"{added} orders added in {time.perf_counter() - begun:.1f} s")
        if options.check:
            begun = time.perf_counter()
            call_command("check_invariants")
            print(f"check_invariants took {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
