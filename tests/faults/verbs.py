"""Each verb of an order's life as the request a browser sends, on a house that is ready for it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import override_settings

from core.models import User
from finance.services import issue_invoice
from orders.models.words import State
from shipping.services import open_shipment, resume_picking
from tests.browser.world import World, asked, billed, confirmed, drafted, picked
from tests.shipping.builders import dispatch

Request = tuple[User, str, dict[str, Any]]


def submit_order(world: World) -> Request:
    return world.ann, f"/orders/{drafted(world).ref}/submit/", {"reason": ""}


def decide(world: World) -> Request:
    return world.bo, f"{asked(world).get_absolute_url()}approve/", {"opinion": ""}


def confirm_order(world: World) -> Request:
    """The house confirms by itself, unless somebody told it to wait for a person."""
    with override_settings(GENDAN_AUTO_CONFIRM=False):
        order = confirmed(world)
    assert order.state == State.APPROVED
    return world.ann, f"/orders/{order.ref}/confirm/", {}


def open_shipment_(world: World) -> Request:
    return world.cem, f"/shipping/orders/{confirmed(world).ref}/start/", {}


def scan(world: World) -> Request:
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    return world.cem, f"/shipping/{shipment.number}/scan/", {"code": "A-1043", "quantity": "40", "uuid": str(uuid4())}


def finish_picking(world: World) -> Request:
    shipment = picked(world)
    resume_picking(shipment.pk, actor=world.cem)
    return world.cem, f"/shipping/{shipment.number}/finish/", {}


def dispatch_(world: World) -> Request:
    shipment = picked(world)
    seen = {"looked": "on", "address": shipment.order.ship_to_text}
    return world.cem, f"/shipping/{shipment.number}/dispatch/", {"carrier": "顺丰速运", "waybill": "SF1", **seen}


def confirm_delivery(world: World) -> Request:
    shipment = picked(world)
    dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=world.cem)
    return world.cem, f"/shipping/{shipment.number}/deliver/", {"received_by": "王工"}


def issue(world: World) -> Request:
    return world.dot, f"/finance/invoices/{billed(world).ref}/issue/", {}


def book_payment(world: World) -> Request:
    invoice = issue_invoice(billed(world).pk, actor=world.dot)
    amount = str(invoice.total)
    return (
        world.dot,
        "/finance/payments/new/",
        {
            "customer_code": world.customer.code,
            "amount": amount,
            "received_on": invoice.issue_date.isoformat(),
            "method": "transfer",
            "reference": "银行回单 1",
            f"pay-{invoice.pk}": amount,
        },
    )


# The service each request ends in; its name is the failpoint.
VERBS: dict[str, Callable[[World], Request]] = {
    "submit_order": submit_order,
    "decide": decide,
    "confirm_order": confirm_order,
    "open_shipment": open_shipment_,
    "scan_all": scan,
    "finish_picking": finish_picking,
    "dispatch": dispatch_,
    "confirm_delivery": confirm_delivery,
    "issue_invoice": issue,
    "book_payment": book_payment,
}
