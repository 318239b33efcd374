"""The invariants of stock hold over a busy day, and each one sees the fault it is there for."""

from decimal import Decimal

import pytest
from django.db import connection

from inventory.invariants import INVARIANTS
from inventory.models import Reservation, Shortage, StockItem
from inventory.services import Counted, Issue, count_stock, issue_goods
from orders.models import OrderLine
from orders.services import cancel_order, record_picked, record_shipped, short_close_order
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def broken() -> list[str]:
    return [invariant.code for invariant in INVARIANTS if list(invariant.rows())]


@pytest.fixture
def busy_day(ann, cem):
    """Receipts, orders full and short, a shipment, a short close, a cancellation, a count."""
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    product, other = make_product(), make_product("B-2")
    stocked(product, 30, near)
    stocked(product, 5, far)
    shipped = confirmed(ann, [(product, 10), (other, 2)], make_customer(ann, "C-1"))
    line = shipped.lines.get(position=1)
    record_picked(shipped.pk, quantities={line.pk: D(6)})
    issue_goods(shipped.pk, issues=[Issue(line.pk, near.pk, D(6))], source="shipment:1", actor=cem)
    record_shipped(shipped.pk, quantities={line.pk: D(6)}, source="shipment:1")
    waiting = confirmed(ann, [(product, 30)], make_customer(ann, "C-2"))
    gone = confirmed(ann, [(product, 3)], make_customer(ann, "C-3"))
    cancel_order(gone.pk, actor=ann, reason="typed twice")
    count_stock(warehouse_id=near.pk, counts=[Counted(product.pk, D(20))], reason="four lost", actor=cem)
    short_close_order(shipped.pk, actor=ann, reason="the rest is not wanted")
    deliver_messages()
    return waiting


def test_they_hold_after_a_busy_day(busy_day):
    assert broken() == []
    assert OrderLine.objects.get(order=busy_day).reserved == D(25)


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


FAULTS = [
    ("I9", lambda: StockItem.objects.filter(on_hand__gt=0).update(on_hand=D(1000))),
    ("I10", lambda: StockItem.objects.filter(reserved__gt=0).update(reserved=0)),
    ("I10", lambda: Reservation.objects.order_by("pk").last().delete()),
    ("I12", lambda: OrderLine.objects.filter(reserved__gt=0).update(reserved=D(1), picked=0)),
    ("I12", lambda: Shortage.objects.all().delete()),
    ("I15", lambda: OrderLine.objects.filter(shipped__gt=0).update(shipped=D(5))),
]


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_each_sees_its_fault(busy_day, code, fault):
    fault()

    assert code in broken()


def test_i6_sees_an_ended_order_that_still_holds_goods(busy_day):
    sql(f"UPDATE orders_order SET state = 'cancelled', cancelled_at = now() WHERE id = {busy_day.pk}")

    assert {"I6", "I12"} <= set(broken())


def test_i15_says_how_many_history_orders_it_left_out():
    rule = next(str(one.rule) for one in INVARIANTS if one.code == "I15")

    assert "(0 history orders left out)" in rule
