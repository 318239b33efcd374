"""Multiply finished history to N orders, in SQL, with every invariant still green.

`python -m bench.grow --orders N [--check]` fills the scratch database with history orders of three lines each
over the last five years, findable by number and customer as real ones are; what is there already is kept.
"""

import argparse
import time

from bench.ground import database

ORDERS = """
INSERT INTO orders_order (
    number, customer_id, terms_id, ship_to_text, customer_po, note, reason, owner_id, department_id, state, origin,
    batch_id, incomplete, revision, version, currency, net, tax, freight, total, invoiced_amount, paid_amount,
    supply, fulfilment, billing, payment, returned, promise, stage, holder_role,
    first_promise, promised_on, created_at, placed_at, confirmed_at, shipped_at, accepted_at, completed_at, search)
SELECT 'HIST-' || lpad(n::text, 9, '0'), c.id, c.terms_id, '', 'PO-' || n, '', '', c.owner_id, c.department_id,
    'completed', 'history', %(batch)s, false, 1, 1, c.currency, 0, 0, 0, 0, 0, 0,
    'in_stock', 'accepted', 'billed', 'paid', 'none', 'on_track', 'done', '',
    (t.at + interval '7 days')::date, (t.at + interval '7 days')::date, t.at, t.at, t.at, t.at + interval '3 days',
    t.at + interval '5 days', t.at + interval '35 days',
    c.search || array_to_tsvector(
        ARRAY['hist' || n, lpad(n::text, 9, '0'), n::text, right(n::text, 4), right(n::text, 3), 'po' || n])
FROM generate_series(%(first)s, %(last)s) AS n
JOIN LATERAL (
    SELECT * FROM customers_customer WHERE id = (%(buyers)s::bigint[])[1 + n %% cardinality(%(buyers)s::bigint[])]
) AS c ON true
CROSS JOIN LATERAL (SELECT now() - interval '40 days' - (n %% 157680) * interval '1000 seconds' AS at) AS t
"""

LINES = """
INSERT INTO orders_orderline (
    order_id, position, product_id, text, unit_id, factor, quantity, list_price, unit_price, discount,
    tax_percent, net, tax, note, ordered, cancelled, reserved, picked, shipped, accepted,
    returned_credit, returned_replace, reshipped, invoiced, credited)
SELECT o.id, k, p.id, p.name, p.unit_id, 1, q, p.list_price, p.list_price, 0,
    p.tax_percent, round(q * p.list_price, 2),
    round(round(q * p.list_price, 2) * p.tax_percent / 100, 2), '', q, 0, 0, 0, q, q, 0, 0, 0, q, 0
FROM orders_order o
CROSS JOIN generate_series(1, 3) AS k
CROSS JOIN LATERAL (SELECT 1 + (o.id + k) %% 9 AS q) AS many
JOIN catalog_product p ON p.id = (%(goods)s::bigint[])[1 + (o.id * 7 + k) %% cardinality(%(goods)s::bigint[])]
WHERE o.batch_id = %(batch)s AND o.id > %(after)s
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


def grow(orders: int) -> int:
    """History orders up to a number; returns how many were added."""
    from orders.models import Order

    have = Order.objects.filter(number__startswith="HIST-").count()
    batch = _batch()
    for first in range(have + 1, orders + 1, STEP):
        _add(first, min(first + STEP - 1, orders), batch)
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


def _add(first: int, last: int, batch: int) -> None:
    from django.db import connection, transaction
    from django.db.models import Max

    from bench import world
    from orders.models import Order

    after = Order.objects.aggregate(last=Max("pk"))["last"] or 0
    values = {"first": first, "last": last, "batch": batch, "after": after}
    values |= {"buyers": [customer.pk for customer in world.customers()], "goods": world.products()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for sql in (ORDERS, LINES, TOTALS):
            cursor.execute(sql, values)


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE) orders_order, orders_orderline")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--orders", type=int, required=True)
    words.add_argument("--check", action="store_true", help="run check_invariants afterwards")
    options = words.parse_args()
    with database(fresh=False):
        from django.core.management import call_command

        from bench import world

        world.furnish(world.crew())
        begun = time.perf_counter()
        added = grow(options.orders)
        print(f"{added} orders added in {time.perf_counter() - begun:.1f} s")
        if options.check:
            begun = time.perf_counter()
            call_command("check_invariants")
            print(f"check_invariants took {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
