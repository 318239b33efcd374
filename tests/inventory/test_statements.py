"""What an act on stock asks of the database does not grow with its lines."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import Reservation, StockItem
from inventory.services import (
    Arrived,
    Carry,
    Counted,
    Figure,
    Issue,
    book_count,
    count_stock,
    enter_figures,
    issue_goods,
    open_count,
    receive_goods,
    release_goods,
    reserve_goods,
    serve_waiting,
    transfer_goods,
)
from inventory.services.reserving import reserve_goods as reserve
from orders.models import Order
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, make_warehouse
from tests.inventory.shelves import make_bin

pytestmark = pytest.mark.django_db
D = Decimal
FEW, MANY = 5, 50


def statements(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return [query["sql"] for query in asked.captured_queries]


def goods(mark: str, count: int) -> list[Any]:
    return [make_product(f"{mark}-{n}") for n in range(count)]


def order_of(ann, products: list[Any], *, stock: bool = True) -> Order:
    if stock:
        receive_goods(warehouse_id=make_warehouse().pk, items=[(one.pk, D(9)) for one in products], actor=None)
    make_warehouse()
    return confirmed(ann, [(one, 4) for one in products], make_customer(ann, f"C-{products[0].code}"))


def fresh(count: int) -> list[Any]:
    return goods(f"F{count}", count)


def receiving(ann, count: int) -> list[str]:
    items = [(one.pk, D(9)) for one in fresh(count)]
    return statements(lambda: receive_goods(warehouse_id=make_warehouse().pk, items=items, actor=None))


def reserving(ann, count: int) -> list[str]:
    order = order_of(ann, fresh(count), stock=False)
    items = [(line.product_id, D(9)) for line in order.lines.all()]
    receive_goods(warehouse_id=make_warehouse().pk, items=items, actor=None)
    return statements(lambda: reserve(order.pk))


def serving(ann, count: int) -> list[str]:
    order = order_of(ann, fresh(count), stock=False)
    items = [(line.product_id, D(9)) for line in order.lines.all()]
    receive_goods(warehouse_id=make_warehouse().pk, items=items, actor=None)
    return statements(lambda: serve_waiting([pk for pk, _quantity in items]))


def releasing(ann, count: int) -> list[str]:
    order = order_of(ann, fresh(count))
    return statements(lambda: release_goods(order.pk))


def issuing(ann, count: int) -> list[str]:
    order = order_of(ann, fresh(count))
    issues = [Issue(line.pk, make_warehouse().pk, line.reserved) for line in order.lines.all()]
    return statements(lambda: issue_goods(order.pk, issues=issues, source=f"shipment:{count}", actor=None))


def counting(ann, count: int) -> list[str]:
    order = order_of(ann, fresh(count))
    counts = [Counted(line.product_id, D(2)) for line in order.lines.all()]
    warehouse = make_warehouse()
    return statements(lambda: count_stock(warehouse_id=warehouse.pk, counts=counts, reason="half gone", actor=None))


def receiving_lots(ann, count: int) -> list[str]:
    arrived = [Arrived(product_id=one.pk, quantity=D(9), lot=f"L-{n}") for n, one in enumerate(lotted(count))]
    return statements(lambda: receive_goods(warehouse_id=make_warehouse().pk, items=arrived, actor=None))


def receiving_pieces(ann, count: int) -> list[str]:
    products = [make_product(f"S{count}-{n}", tracking="serial") for n in range(count)]
    arrived = [Arrived(product_id=one.pk, quantity=D(2), serials=("1", "2")) for one in products]
    return statements(lambda: receive_goods(warehouse_id=make_warehouse().pk, items=arrived, actor=None))


def lotted(count: int) -> list[Any]:
    return [make_product(f"L{count}-{n}", tracking="lot") for n in range(count)]


def issuing_lots(ann, count: int) -> list[str]:
    products = lotted(count)
    arrived = [Arrived(product_id=one.pk, quantity=D(9), lot="L-1") for one in products]
    receive_goods(warehouse_id=make_warehouse().pk, items=arrived, actor=None)
    order = order_of(ann, products, stock=False)
    issues = [Issue(line.pk, make_warehouse().pk, line.reserved) for line in order.lines.all()]
    return statements(lambda: issue_goods(order.pk, issues=issues, source=f"shipment:9{count}", actor=None))


def transferring(ann, count: int) -> list[str]:
    products, place = fresh(count), make_warehouse().pk
    receive_goods(warehouse_id=place, items=[(one.pk, D(9)) for one in products], actor=None)
    shelf = make_bin(f"B-{count}").pk
    carries = [
        Carry(product_id=one.pk, quantity=D(3), from_warehouse=place, to_warehouse=place, to_bin=shelf)
        for one in products
    ]
    return statements(lambda: transfer_goods(carries, reason="put away", actor=None))


def sheets(ann, count: int) -> list[str]:
    products, place = fresh(count), make_warehouse().pk
    receive_goods(warehouse_id=place, items=[(one.pk, D(9)) for one in products], actor=None)

    def act() -> None:
        sheet = open_count(warehouse_id=place, product_ids=[one.pk for one in products], actor=None)
        enter_figures(sheet.pk, [Figure(line_id=line.pk, counted=D(8)) for line in sheet.lines.all()], actor=None)
        book_count(sheet.pk, reason="year end", actor=None)

    return statements(act)


ACTS = [receiving, reserving, serving, releasing, issuing, counting]
ACTS += [receiving_lots, receiving_pieces, issuing_lots, transferring, sheets]


@pytest.mark.parametrize("act", ACTS)
def test_fifty_lines_ask_no_more_than_five(ann, act):
    act(ann, 1)  # the first of a kind makes its places and its number series

    few, many = act(ann, FEW), act(ann, MANY)

    assert len(many) == len(few)


def test_every_write_to_stock_follows_a_lock_on_it(ann):
    order = order_of(ann, fresh(3), stock=False)
    items = [(line.product_id, D(9)) for line in order.lines.all()]
    receive_goods(warehouse_id=make_warehouse().pk, items=items, actor=None)

    asked = statements(lambda: reserve_goods(order.pk))

    held = next(n for n, sql in enumerate(asked) if "inventory_stockitem" in sql and "FOR UPDATE" in sql)
    written = next(n for n, sql in enumerate(asked) if "UPDATE inventory_stockitem" in sql)
    taken = next(n for n, sql in enumerate(asked) if "orders_order" in sql and "FOR UPDATE" in sql)
    assert taken < held < written
    assert 'ORDER BY "inventory_stockitem"."id" ASC' in asked[held]
    assert (Reservation.objects.count(), StockItem.objects.filter(reserved=D(4)).count()) == (3, 3)
