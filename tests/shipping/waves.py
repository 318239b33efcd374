"""Several confirmed orders over shared goods, picked together."""

import uuid
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core.models import User
from orders.models import Order
from shipping.models import Shipment, Wave
from shipping.services import Arrival, WaveScan, open_wave, scan_wave
from shipping.services.picking.walking import picks_for
from shipping.services.waves.stops import stops_of
from shipping.tables.wave import wave_lines
from tests.cast import make_customer, make_product
from tests.inventory.shelves import binned, make_bin
from tests.shipping.builders import make_confirmed


def three_orders(ann: User) -> tuple[list[Order], Product, Product]:
    """Bolts lie in A-03, nuts in A-01: one order wants 3 bolts, one 4 bolts and 2 nuts, one 5 nuts."""
    bolt, nut = make_product("BOLT", barcode="2000000000017"), make_product("NUT", barcode="2000000000024")
    binned(bolt, 50, make_bin("A-03", sequence=3))
    binned(nut, 50, make_bin("A-01", sequence=1))
    customer = make_customer(ann)
    wishes: list[list[tuple[Product, int | str]]] = [[(bolt, 3)], [(bolt, 4), (nut, 2)], [(nut, 5)]]
    return [make_confirmed(ann, rows, customer=customer) for rows in wishes], bolt, nut


def wave_of(cem: User, orders: list[Order]) -> Wave:
    return open_wave([order.pk for order in orders], actor=cem).wave


def take(wave: Wave, code: str, cem: User, quantity: int | str = 1, **more: Any) -> WaveScan:
    """One scan by Cem on the walk."""
    more.setdefault("uuid", uuid.uuid4())
    return scan_wave(wave.pk, [Arrival(code=code, quantity=Decimal(quantity), **more)], actor=cem)[0]


def tote_of(met: WaveScan) -> int | None:
    """Into which tote a scan was counted."""
    return met.scan.shipment.tote if met.scan.shipment else None


def in_totes(wave: Wave) -> list[tuple[int | None, str, int]]:
    """Tote, state and pieces, tote by tote."""
    rows = Shipment.objects.filter(wave=wave).with_pieces().order_by("tote")
    return [(one.tote, one.state, int(one.taken)) for one in rows]


def walk(wave: Wave) -> list[tuple[str, str, int, list[tuple[int | None, int]]]]:
    """Bin, product, how many, and how many into which tote, stop by stop."""
    lines = wave_lines(wave)
    stops = stops_of(lines, picks_for(lines[0].shipment, lines)) if lines else []
    return [
        (
            stop.source.bin if stop.source else "",
            stop.parts[0].line.product.code,
            int(stop.quantity),
            [(part.tote, int(part.quantity)) for part in stop.parts],
        )
        for stop in stops
    ]
