"""What each step of an order's life asks of the database: a committed budget, the same for 5 lines and for 50."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from core import clock
from core.nudge import quietly
from demo.life import STEPS, Crew
from inventory.models import Warehouse
from inventory.services import receive_goods
from orders.models import Order
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_product

BUDGET = {
    "create": 14,
    "submit": 22,
    "approve": 18,
    "confirm": 24,
    "pick": 28,
    "ship": 26,
    "deliver": 12,
    "invoice": 18,
    "pay": 20,
}
"""The most a step may ask, two statements of a savepoint per act included; lower a number when a step is leaner."""
WHOLE_LIFE = 182
MORE_FOR_MANY_LINES = 5


@pytest.fixture
def crew(ann, bo, cem, dot, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    return Crew(ann, (bo,), cem, dot)


def stocked(lines: int, cem) -> list[Product]:
    goods = [make_product(f"P-{number:03d}", price="2500.00") for number in range(lines)]
    warehouse = Warehouse.objects.filter(default=True).first() or Warehouse.objects.create(code="W", default=True)
    receive_goods(warehouse_id=warehouse.pk, items=[(product.pk, Decimal(99)) for product in goods], actor=cem)
    return goods


def life(crew: Crew, goods: list[Product], code: str) -> dict[str, int]:
    customer = make_customer(crew.seller, code, credit_limit="99999999")
    head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=7))
    # The total stays between the manager's limit and the director's, however many lines there are.
    rows = [DraftRow(product_id=product.pk, quantity=Decimal(5 * 5 // len(goods) or 1)) for product in goods]
    asked = {}
    with CaptureQueriesContext(connection) as seen:
        pk = save_draft(None, head=head, rows=rows, version=None, actor=crew.seller).pk
    asked["create"] = len(seen)
    for name, step in STEPS.items():
        with CaptureQueriesContext(connection) as seen:
            step(pk, crew)
        asked[name] = len(seen)
    assert Order.objects.get(pk=pk).state == "completed"
    return asked


@pytest.mark.django_db
def test_an_orders_life_stays_within_its_statements_for_5_lines_and_for_50(crew, cem):
    with quietly():
        goods = stocked(50, cem)
        life(crew, goods[:5], "C-0")
        few = life(crew, goods[:5], "C-1")
        many = life(crew, goods, "C-2")

    over = {name: (count, BUDGET[name]) for name, count in few.items() if count > BUDGET[name]}
    assert over == {}
    assert sum(few.values()) <= WHOLE_LIFE
    growing = {name: (few[name], many[name]) for name in few if many[name] > few[name] + MORE_FOR_MANY_LINES}
    assert growing == {}
