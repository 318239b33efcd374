"""The house as the journeys find it: one customer, three products with barcodes, goods on the shelf."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core.models import User
from customers.models import Customer
from finance.models import Invoice
from inventory.models import Warehouse
from inventory.services import receive_goods
from orders.models import Order
from orders.services import submit_order
from shipping.models import Shipment
from shipping.services import finish_picking, open_shipment, scan
from tests.cast import make_customer, make_draft, make_product
from tests.shipping.builders import dispatch

PASSWORD = "a-long-password"
BEARING, BELT, MOTOR = "6901234500017", "6901234500024", "6901234500031"
QUANTITIES = (40, 25, 6)


@dataclass(frozen=True)
class World:
    """Who is there and what they trade."""

    ann: User
    bo: User
    cem: User
    dot: User
    customer: Customer
    goods: tuple[Product, Product, Product]


def furnish(ann: User, bo: User, cem: User, dot: User, *, limit: Decimal) -> World:
    """40 bearings, 25 belts and 6 motors of Ann's usual order are well in stock."""
    goods = (
        make_product("A-1043", price="86.00", barcode=BEARING, name="深沟球轴承 6204", name_en="Bearing 6204"),
        make_product("B-2210", price="46.50", barcode=BELT, name="同步带 HTD-5M", name_en="Timing belt HTD-5M"),
        make_product("C-0087", price="9800.00", barcode=MOTOR, name="伺服电机 750W", name_en="Servo motor 750 W"),
    )
    customer = make_customer(ann, "YQ", credit_limit=str(limit))
    place = Warehouse.objects.create(code="W1", name="杭州主仓", default=True)
    receive_goods(warehouse_id=place.pk, items=[(one.pk, Decimal(100)) for one in goods], actor=cem)
    return World(ann, bo, cem, dot, customer, goods)


def drafted(world: World) -> Order:
    """Ann's draft of 71,644.83: over the limit from which Bo is asked."""
    rows = [(product, quantity) for product, quantity in zip(world.goods, QUANTITIES, strict=True)]
    return make_draft(world.ann, world.customer, rows, customer_po="PO-7")


def asked(world: World) -> Task:
    """The task that waits for Bo."""
    submit_order(drafted(world).pk, actor=world.ann)
    return Task.objects.get()


def confirmed(world: World) -> Order:
    decide(asked(world).pk, outcome="approved", opinion="", actor=world.bo)
    return Order.objects.get()


def picked(world: World) -> Shipment:
    """All pieces are on the cart, ready to leave."""
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    for product, quantity in zip(world.goods, QUANTITIES, strict=True):
        scan(shipment.pk, code=product.code, quantity=Decimal(quantity), uuid=uuid4(), actor=world.cem)
    return finish_picking(shipment.pk, actor=world.cem)


def billed(world: World) -> Invoice:
    """The goods are gone and their invoice is drafted."""
    dispatch(picked(world).pk, carrier="顺丰速运", waybill="SF1", actor=world.cem)
    return Invoice.objects.get()
