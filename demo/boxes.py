"""Some goods are packed in weighed boxes before they leave, and some stand checked at the door."""

from decimal import Decimal
from uuid import uuid4

from core.models import User
from demo.life import Crew
from shipping.models import Shipment
from shipping.services import Arrival, DoorWord, close_box, fill_box, pack_scans, pack_shipment, verify_shipment

SIZES = ("五层箱 60×40×40", "三层箱 40×30×25", "木箱 80×60×60")
WHY = "客户来电同意"


def pack(shipment: Shipment, crew: Crew) -> None:
    """All of a picked shipment in boxes: its first line in one of its own where there are several."""
    lines = list(shipment.lines.filter(picked__gt=0).select_related("product").order_by("order_line__position"))
    plain = [line for line in lines if line.product.tracking == "none"]
    if len(lines) > 1 and plain:
        begin(shipment, crew.warehouse)
        _close(shipment, crew.warehouse, 0)
    fill_box(shipment.pk, actor=crew.warehouse)
    _close(shipment, crew.warehouse, 1)
    pack_shipment(shipment.pk, actor=crew.warehouse)


def begin(shipment: Shipment, packer: User) -> None:
    """The first line lies in a box that is open still."""
    line = shipment.lines.filter(picked__gt=0).select_related("product").order_by("order_line__position").first()
    if line is not None:
        arrival = Arrival(code=line.product.code, uuid=uuid4(), quantity=line.picked)
        pack_scans(shipment.pk, [arrival], actor=packer)


def check(shipment: Shipment, crew: Crew) -> None:
    """Somebody compared the address and knows why it leaves today."""
    word = DoorWord(address=shipment.order.ship_to_text, reason=WHY)
    verify_shipment(shipment.pk, word=word, actor=crew.warehouse)


def _close(shipment: Shipment, packer: User, n: int) -> None:
    weight = Decimal(4 + shipment.pk % 17) + Decimal("0.25") * (n + 1)
    close_box(shipment.pk, weight=weight, size=SIZES[(shipment.pk + n) % len(SIZES)], actor=packer)
