"""What carriers said about the demo's shipments: most move, two are in trouble, one is silent, one was signed for."""

import datetime
import math

from core import clock
from core.models import User
from core.roles import WAREHOUSE
from demo.tables import carriers as table
from shipping.models import Carrier, Shipment
from shipping.models.carrier import Interface
from shipping.models.track_words import Code
from shipping.services import Proof, confirm_delivery, follow, watch_silence
from shipping.services.carriers.hearing import hear
from shipping.services.carriers.track_v1 import Said, Told

HOUR = datetime.timedelta(hours=1)
SILENT = 2
"""Of this one nothing is heard."""


def send_parcels() -> None:
    """The carriers of the house, and the way of everything that is under way; nothing is asked of anybody."""
    Carrier.objects.bulk_create(
        Carrier(
            code=row.code,
            name=row.name,
            interface=Interface.TRACK_1,
            silence_hours=row.silence,
            tracking_page=table.PAGE % row.code,
        )
        for row in table.CARRIERS
    )
    away = list(Shipment.objects.on_the_way().exclude(shipped_at=None).order_by("shipped_at", "pk"))
    for n, shipment in enumerate(away):
        if follow(shipment.pk) is not None:
            _tell(shipment, n)
    watch_silence()
    if away:
        _sign(away[-1])


def _tell(shipment: Shipment, n: int) -> None:
    """The two that left first are in trouble, the third is silent; the others are so far as their time allows."""
    now, left = clock.now(), shipment.shipped_at
    if n == SILENT or left is None:
        return
    # However long ago it left, the carrier spoke of it today or yesterday.
    begun = max(left, now - (36 if n < len(table.TROUBLES) else 14 + 8 * (n % 3)) * HOUR)
    said = [(left + 2 * HOUR, table.TAKEN), *((begun + hours * HOUR, words) for hours, words in table.WAY)]
    if n < len(table.TROUBLES):
        said.append((begun + 33 * HOUR, table.TROUBLES[n]))
    tomorrow = clock.today() + datetime.timedelta(days=1)
    for number, (at, (code, place, words)) in enumerate(said):
        if at < now:
            with clock.at(at):
                told = Told(at, Code(code), place, words, "", f"demo-{number}")
                hear(shipment.pk, Said((told,), expected_on=tomorrow))


def _sign(shipment: Shipment) -> None:
    """The customer's storekeeper signed on the driver's phone."""
    keeper = User.objects.filter(groups__name=WAREHOUSE).order_by("pk").first()
    confirm_delivery(shipment.pk, received_by=table.SIGNED_BY, actor=keeper, proof=Proof(strokes=_scribble()))


def _scribble() -> str:
    """A hand that writes three quick words."""
    words = ((110, 300, 13), (360, 220, 9), (610, 280, 11))
    return ";".join(_word(*word) for word in words)


def _word(left: int, width: int, waves: int) -> str:
    points = []
    for n in range(60):
        part = n / 59
        x = left + width * part + 26 * math.sin(waves * part * math.tau / 2)
        y = 205 - 95 * math.sin(waves * part * 3.1) * math.exp(-1.3 * part) + 40 * part
        points.append(f"{round(x)},{round(y)}")
    return " ".join(points)
