"""Carriers that are really there: a server on this machine that answers, lags, errs and lies on demand."""

import datetime
import json
from typing import Any

from core import clock
from shipping.models import Carrier, Following, Shipment, TrackingEvent
from shipping.services import ask_carrier, follow, open_shipment
from tests.notifications.gateway import Answer, Gateway, Line, says
from tests.shipping.builders import pick, ready_order, send_off

WAYBILL = "SF1000001"


class Desk:
    """What a carrier knows of each parcel; it tells all of it, also what nobody asked about."""

    def __init__(self, server: Gateway) -> None:
        self.server = server
        self.parcels: dict[str, list[Any]] = {}
        self.expected: dict[str, str] = {}
        server.answer = self.tells

    def say(self, code: str, *, waybill: str = WAYBILL, at: datetime.datetime | None = None, **more: Any) -> None:
        """One more thing about a parcel, at this moment where nothing else is said."""
        event = {"id": f"{waybill}-{len(self.parcels.get(waybill, ()))}", "code": code}
        event["at"] = (at or clock.now()).isoformat()
        self.parcels.setdefault(waybill, []).append(event | more)

    @property
    def asked(self) -> list[list[str]]:
        """The waybills of every call."""
        return [one["waybills"] for one in self.server.got]

    def answers(self, answer: Answer) -> None:
        self.server.answer = answer

    def well(self) -> None:
        """Answer as it should again."""
        self.server.answer = self.tells

    def tells(self, line: Line) -> None:
        says(200, self.told())(line)

    def told(self) -> bytes:
        rows = [
            {"waybill": waybill, "events": self.parcels.get(waybill, []), "expected_on": self.expected.get(waybill)}
            for waybill in self.parcels | self.expected
        ]
        return json.dumps({"version": 1, "shipments": rows}).encode()


def half(line: Line) -> None:
    """Promises a whole answer and hangs up in the middle of it."""
    body = b'{"version": 1, "shipments": [{"waybill": "SF1000001", "events": [{"id": "x", "at": "2026'
    line.send_response(200)
    line.send_header("Content-Length", str(len(body) * 2))
    line.end_headers()
    line.wfile.write(body)


def make_carrier(code: str = "sf", name: str = "顺丰速运", **more: Any) -> Carrier:
    values = {"interface": "track1", "silence_hours": 24, "tracking_page": "https://carrier.example/{}"}
    return Carrier.objects.create(code=code, name=name, **(values | more))


def sent(ann: Any, cem: Any, wanted: int = 10) -> Shipment:
    """Goods of Ann's order that Cem sent off with the carrier of `send_off`, and that are followed if it is known."""
    order, product = ready_order(ann, cem, wanted, wanted)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, wanted)
    shipment = send_off(shipment, cem)
    follow(shipment.pk)
    return shipment


def again(shipment: Shipment) -> Shipment:
    """The shipment as the database has it now."""
    return Shipment.objects.get(pk=shipment.pk)


def followed(shipment: Shipment) -> Following:
    return Following.objects.get(pk=shipment.pk)


def ask(carrier: Carrier, later: Any, **span: float) -> int:
    """Ask when the shipment is due, or so much later."""
    later(**(span or {"minutes": 15}))
    return ask_carrier(carrier.pk)


def codes(shipment: Shipment) -> list[str]:
    return list(TrackingEvent.objects.filter(shipment=shipment).order_by("at", "pk").values_list("code", flat=True))
