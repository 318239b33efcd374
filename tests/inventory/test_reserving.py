"""Stock set aside for orders: all of it, a part, nothing, from one warehouse or two."""

from decimal import Decimal

import pytest

from inventory.models import Reservation, Shortage, StockItem
from inventory.services import Held, available, reservations_of
from orders.models.words import State, Supply
from orders.services import cancel_order
from tests.cast import make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def test_a_confirmed_order_gets_all_it_needs(ann):
    product = make_product()
    item = stocked(product, 25)

    order = confirmed(ann, [(product, 10)])

    line = order.lines.get()
    assert (order.state, order.supply, line.reserved) == (State.CONFIRMED, Supply.IN_STOCK, D(10))
    assert reservations_of(order.pk) == [
        Held(
            order_line_id=line.pk,
            product_id=product.pk,
            warehouse_id=item.warehouse_id,
            item_id=item.pk,
            quantity=D(10),
        )
    ]
    item.refresh_from_db()
    assert (item.on_hand, item.reserved, item.available) == (D(25), D(10), D(15))
    assert available([product.pk]) == {product.pk: D(15)}
    assert Shortage.objects.count() == 0


def test_a_short_order_gets_what_is_there_and_waits_for_the_rest(ann):
    product = make_product()
    stocked(product, 4)

    order = confirmed(ann, [(product, 10)])

    shortage = Shortage.objects.get()
    assert (order.supply, order.lines.get().reserved) == (Supply.PARTLY_SHORT, D(4))
    assert (shortage.order_id, shortage.product_id, shortage.quantity) == (order.pk, product.pk, D(6))
    assert available([product.pk]) == {product.pk: D(0)}


def test_an_order_for_goods_never_seen_waits_for_all_of_it(ann):
    product = make_product()
    make_warehouse()

    order = confirmed(ann, [(product, 10)])

    assert (order.state, order.supply, order.lines.get().reserved) == (State.CONFIRMED, Supply.BACKORDERED, D(0))
    assert Shortage.objects.get().quantity == D(10)
    assert Reservation.objects.count() == 0


def test_goods_come_from_the_default_warehouse_first_and_then_from_the_next(ann):
    product = make_product()
    second, first = make_warehouse("A2", default=False), make_warehouse("W1")
    stocked(product, 9, second)
    stocked(product, 4, first)

    order = confirmed(ann, [(product, 10)])

    held = [(part.warehouse_id, part.quantity) for part in reservations_of(order.pk)]
    assert held == [(first.pk, D(4)), (second.pk, D(6))]
    assert list(StockItem.objects.order_by("warehouse__code").values_list("on_hand", "reserved")) == [
        (D(9), D(6)),
        (D(4), D(4)),
    ]


def test_two_lines_of_one_product_share_what_is_there(ann):
    product = make_product()
    stocked(product, 12)

    order = confirmed(ann, [(product, 10), (product, 5)])

    assert list(order.lines.order_by("position").values_list("reserved", flat=True)) == [D(10), D(2)]
    assert Shortage.objects.get().quantity == D(3)


def test_cancelling_frees_the_goods_and_serves_the_next_in_turn(ann):
    product = make_product()
    stocked(product, 10)
    first = confirmed(ann, [(product, 10)])
    second = confirmed(ann, [(product, 6)])
    deliver_messages()

    cancel_order(first.pk, actor=ann, reason="the customer changed their mind")
    deliver_messages()

    assert reservations_of(first.pk) == []
    assert second.lines.get().reserved == D(6)
    assert Shortage.objects.count() == 0
    assert available([product.pk]) == {product.pk: D(4)}
