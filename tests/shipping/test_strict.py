"""Where each piece is to be scanned a typed number counts nothing, unless a right says so (S70)."""

import uuid

import pytest
from django.contrib.auth.models import Permission

from catalog.models import ProductUnit, Unit
from core.models import User
from inventory.models import Warehouse
from shipping.models import Scan, ShipmentLine, StrictRule
from shipping.services import open_shipment, scan_or_obey
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_product
from tests.shipping.builders import pick, ready_order
from tests.shipping.waves import take, three_orders, tote_of, wave_of

pytestmark = pytest.mark.django_db


def rule_on(kind: str, product) -> None:
    if kind == "warehouse":
        StrictRule.objects.create(warehouse=Warehouse.objects.get())
    if kind in ("product", "switched off"):
        StrictRule.objects.create(product=product, strict=kind == "product")


def trusted(cem: User) -> User:
    cem.user_permissions.add(Permission.objects.get(codename="type_quantity_scan"))
    return User.objects.get(pk=cem.pk)


@pytest.mark.parametrize("may_type", [False, True])
@pytest.mark.parametrize("rule", ["", "switched off", "warehouse", "product"])
@pytest.mark.parametrize("quantity", [1, 2, 10])
def test_who_may_type_how_many_where(ann, cem, may_type, rule, quantity):
    order, product = ready_order(ann, cem)
    rule_on(rule, product)
    cem = trusted(cem) if may_type else cem
    shipment = open_shipment(order.pk, actor=cem)

    row = pick(shipment, product.barcode, cem, quantity).scan

    refused = rule in ("warehouse", "product") and quantity > 1 and not may_type
    assert row.result == ("typed" if refused else "ok")
    assert shipment.lines.get().picked == (0 if refused else quantity)
    assert (row.tone, Scan.objects.get().times) == ("ask" if refused else "ok", quantity)


def test_a_strict_product_leaves_the_others_as_they_are(ann, cem):
    order, _product = ready_order(ann, cem)
    rule_on("product", make_product("OTHER"))
    shipment = open_shipment(order.pk, actor=cem)

    assert pick(shipment, "A-1043", cem, 5).scan.result == "ok"


def test_a_box_counts_what_it_holds_by_its_own_code_and_a_typed_number_of_boxes_does_not(ann, cem):
    order, product = ready_order(ann, cem, wanted=40, stocked=40)
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10, barcode="2000000000024")
    rule_on("product", product)
    shipment = open_shipment(order.pk, actor=cem)

    results = [pick(shipment, "2000000000024", cem, n).scan.result for n in (1, 2)]

    assert (results, shipment.lines.get().picked) == (["ok", "typed"], 10)
    assert list(Scan.objects.order_by("pk").values_list("quantity", "times")) == [(10, 1), (20, 2)]


def test_goods_that_are_measured_are_typed_and_pieces_are_put_back_by_number(ann, cem):
    order, product = ready_order(ann, cem, wanted=10)
    metre = Unit.objects.create(code="m", name="米", step="0.1")
    rule_on("product", product)
    shipment = open_shipment(order.pk, actor=cem)
    for _n in range(3):
        pick(shipment, product.barcode, cem)
    back = pick(shipment, f"-2 {product.code}", cem)
    product.unit = metre
    product.save()

    cable = pick(shipment, product.barcode, cem, "2.5")

    assert (back.scan.result, cable.scan.result) == ("back", "ok")
    assert str(ShipmentLine.objects.get().picked) == "3.5000"


def test_a_refused_number_is_answered_the_same_when_it_is_sent_again(ann, cem):
    order, product = ready_order(ann, cem)
    rule_on("warehouse", product)
    shipment, key = open_shipment(order.pk, actor=cem), uuid.uuid4()

    first = pick(shipment, product.barcode, cem, 5, uuid=key)
    StrictRule.objects.update(strict=False)
    again = pick(shipment, product.barcode, cem, 5, uuid=key)

    assert (first.scan.result, again.scan.result, again.repeated) == ("typed", "typed", True)
    assert shipment.lines.get().picked == 0


def test_the_rule_holds_on_a_wave_and_for_a_command_that_says_how_many(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    rule_on("product", bolt)
    wave = wave_of(cem, orders[:1])
    alone = open_shipment(orders[1].pk, actor=cem)

    met = [take(wave, bolt.code, cem, n) for n in (3, 1)]
    pick(alone, "NUT", cem)
    pick(alone, bolt.code, cem)
    more = scan_or_obey(alone.pk, [Arrival(code="GENDAN-PLUS-5", uuid=uuid.uuid4())], actor=cem)[0]

    assert [(one.scan.result, tote_of(one)) for one in met] == [("typed", None), ("ok", 1)]
    assert (more.scan.result, more.scan.times) == ("typed", 5)
