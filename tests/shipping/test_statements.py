"""How many SQL statements an act costs, committed: more lines cost no more."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from shipping.models import Shipment
from shipping.services import Arrival, finish_picking, open_shipment, scan_all
from tests.cast import make_customer, make_product
from tests.shipping.builders import dispatch, make_confirmed, make_stock, pick, ready_order

pytestmark = pytest.mark.django_db

SCAN, REPEATED, UNKNOWN = 5, 3, 7


def statements(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def test_a_scan_costs_five_statements_its_repeat_three_and_an_unknown_code_seven(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem)
    cem = User.objects.get(pk=cem.pk)
    cem.has_perm("shipping.pick_shipment")
    key = uuid.uuid4()

    first = statements(lambda: pick(shipment, product.barcode, cem, uuid=key))
    again = statements(lambda: pick(shipment, product.barcode, cem, uuid=key))
    other = statements(lambda: pick(shipment, "NOTHING", cem))

    told = "\n".join([*first, "--", *again, "--", *other])
    assert (len(first), len(again), len(other)) == (SCAN, REPEATED, UNKNOWN), told


def whole_shipment(ann, cem, customer, lines: int) -> list[int]:
    products = [make_product(f"P-{lines}-{n}", barcode=f"{lines:04d}{n:08d}") for n in range(lines)]
    make_stock(cem, *[(product, 5) for product in products])
    order = make_confirmed(ann, [(product, 5) for product in products], customer=customer)
    opened = statements(lambda: open_shipment(order.pk, actor=cem))
    shipment = Shipment.objects.get(order_id=order.pk)
    scans = [Arrival(code=product.code, uuid=uuid.uuid4(), quantity=Decimal(5)) for product in products]
    return [
        len(opened),
        len(statements(lambda: scan_all(shipment.pk, scans, actor=cem))),
        len(statements(lambda: finish_picking(shipment.pk, actor=cem))),
        len(statements(lambda: dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem))),
    ]


def test_fifty_lines_cost_as_many_statements_as_five(ann, cem):
    customer = make_customer(ann)
    whole_shipment(ann, cem, customer, 1)

    few, many = whole_shipment(ann, cem, customer, 5), whole_shipment(ann, cem, customer, 50)

    assert few == many, (few, many)
