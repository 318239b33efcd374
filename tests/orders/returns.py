"""Orders that were delivered, and returns of them on their way through the house."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core.management.commands.check_invariants import broken
from finance.models import Invoice
from finance.services import book_payment, issue_invoice
from inventory.models import StockItem, Warehouse
from orders.models import Order, OrderLine, Return
from orders.services.returns.asking import Wish, request_return
from orders.services.returns.facts import Found
from shipping.models import Shipment
from shipping.services import (
    confirm_delivery,
    finish_picking,
    finish_receipt,
    inspect_return,
    open_shipment,
    scan,
    scan_return,
)
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_product
from tests.shipping.builders import dispatch, make_confirmed, make_stock


def sent(order: Order, cem: Any, *, deliver: bool = True) -> Shipment:
    """All that is set aside for an order picked by scan, gone and, unless not, delivered."""
    shipment = open_shipment(order.pk, actor=cem)
    for line in shipment.lines.select_related("product"):
        scan(shipment.pk, code=line.product.code, uuid=uuid.uuid4(), quantity=line.quantity, actor=cem)
    finish_picking(shipment.pk, actor=cem)
    dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1000001", actor=cem)
    if deliver:
        confirm_delivery(shipment.pk, received_by="王工", actor=cem)
    return Shipment.objects.get(pk=shipment.pk)


def delivered(ann: Any, cem: Any, *, price: str = "100.00", wanted: int = 10, stocked: int = 12, **head: Any) -> Order:
    """Ten pieces at 100.00 + 13 % with the customer; two more in the house."""
    product = make_product(price=price, barcode="2000000000017")
    make_stock(cem, (product, stocked))
    order = make_confirmed(ann, [(product, wanted)], **head)
    sent(order, cem)
    return Order.objects.get(pk=order.pk)


def billed(order: Order, dot: Any) -> Invoice:
    """The drafted invoice issued."""
    return issue_invoice(Invoice.objects.get(order=order, state="draft", kind="invoice").pk, actor=dot)


def paid(invoice: Invoice, dot: Any) -> None:
    """All of it paid and matched."""
    book_payment(
        customer_id=invoice.customer_id,
        amount=invoice.total,
        received_on=invoice.issue_date,
        actor=dot,
        allocations={invoice.pk: invoice.total},
    )


def finished(ann: Any, cem: Any, dot: Any, **more: Any) -> Order:
    """Delivered, billed, paid: completed."""
    order = delivered(ann, cem, **more)
    paid(billed(order, dot), dot)
    order = Order.objects.get(pk=order.pk)
    assert order.state == "completed"
    return order


def line_of(order: Order) -> OrderLine:
    return OrderLine.objects.get(order=order)


def wish(
    order: Order, quantity: int | str = 2, *, wanted: str = "credit", reason: str = "damaged", **more: Any
) -> Wish:
    return Wish(line_id=line_of(order).pk, quantity=Decimal(quantity), reason=reason, wanted=wanted, **more)


def asked(order: Order, ann: Any, quantity: int | str = 2, **more: Any) -> Return:
    """A return Ann asked for; no rule asks a person about it."""
    return request_return(order.pk, wishes=[wish(order, quantity, **more)], actor=ann)


def came_back(returned: Return, cem: Any, code: str, quantity: int | str) -> Any:
    """So many pieces scanned at the receiving desk."""
    arrival = Arrival(code=code, uuid=uuid.uuid4(), quantity=Decimal(quantity))
    return scan_return(returned.pk, [arrival], actor=cem)[0]


def received(returned: Return, cem: Any, quantity: int | str | None = None) -> Return:
    """All of a return, or so many pieces of it, counted in."""
    line = returned.lines.select_related("order_line__product").get()
    came_back(returned, cem, line.order_line.product.code, line.quantity if quantity is None else quantity)
    finish_receipt(returned.pk, warehouse_id=Warehouse.objects.get(default=True).pk, actor=cem)
    return Return.objects.get(pk=returned.pk)


def inspected(returned: Return, cem: Any, found: Mapping[str, int] | None = None) -> Return:
    """Received, and found to be good as new unless something else is said."""
    received(returned, cem)
    line = returned.lines.get()
    what = Found(**{name: Decimal(n) for name, n in (found or {"good": line.received or line.quantity}).items()})
    return inspect_return(returned.pk, found={line.order_line_id: what}, actor=cem)


def on_hand(product: Product | None = None) -> tuple[Decimal, Decimal]:
    item = StockItem.objects.get(product=product) if product else StockItem.objects.get()
    return item.on_hand, item.reserved


def wrong() -> list[tuple[str, str]]:
    """Every invariant of the house that does not hold now."""
    return [(row["rule"], str(row["first"])) for row in broken() if row["rows"]]
