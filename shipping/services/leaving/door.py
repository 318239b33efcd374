"""The four checks at the door: items, quantities, address and date, each with who and when (S69)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import User
from core.refusal import Refused
from orders.models import Order
from shipping.models import Box, DoorCheck, DoorRule, Gate, Scan, Shipment, ShipmentLine
from shipping.models.words import State
from shipping.services.rows import ZERO, guard, plain


@dataclass(frozen=True, kw_only=True)
class DoorWord:
    """What a person says at the door: the ship-to address they read, and why the goods leave early or late."""

    address: str | None = None
    reason: str = ""


@dataclass
class Look:
    """One of the four as it stands: red says what is wrong, and is empty where it is green."""

    kind: Gate
    red: str | Promise = ""
    by: Any = None
    at: datetime.datetime | None = None
    note: str = ""

    @property
    def is_green(self) -> bool:
        return not self.red


@dataclass
class Scanned:
    """What the scans of a shipment say: pieces by order line, who scanned, and who scanned last and when."""

    pieces: dict[int, Decimal] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    last_by: int | None = None
    last_at: datetime.datetime | None = None


def look_at(shipment: Shipment, lines: Sequence[ShipmentLine], word: DoorWord, actor: Any) -> list[Look]:
    """The four checks of a shipment in the house, as its scans, its boxes and a person's word make them.

    Three queries, one of them for the boxes where there are any.
    """
    rule, scanned = rule_of(shipment.warehouse_id), _scanned(shipment)
    items = Look(Gate.ITEM, _foreign(lines, scanned), scanned.last_by, scanned.last_at)
    if rule.second_person and actor is not None and actor.pk in scanned.people:
        items.red = _("Whoever picked it does not check it here; ask somebody else.")
    order = shipment.order
    return [items, _quantity(shipment, lines, scanned, rule), _address(order, word), _date(order, lines, word, rule)]


def pass_door(shipment: Shipment, lines: Sequence[ShipmentLine], word: DoorWord, actor: Any) -> None:
    """Move a shipment to checked where all four are green, and keep each with who and when; refused else.

    The caller saves the shipment.
    """
    guard(shipment, shipment.verify)
    looks = look_at(shipment, lines, word, actor)
    if red := next((look for look in looks if not look.is_green), None):
        raise Refused(red.red, code=f"door_{red.kind}")
    now = clock.now()
    own = actor.pk if actor is not None else None
    DoorCheck.objects.bulk_create(
        DoorCheck(
            shipment=shipment,
            kind=look.kind,
            by_id=look.by if look.kind in (Gate.ITEM, Gate.QUANTITY) else own,
            at=look.at or now,
            note=look.note,
        )
        for look in looks
    )
    shipment.verify(now)


def refuse_fallen(shipment: Shipment, lines: Sequence[ShipmentLine]) -> None:
    """Refuse to send off what was checked where a check does not hold any more: look again first."""
    for look in kept(shipment, lines):
        if not look.is_green:
            raise Refused(look.red, code=f"door_{look.kind}")


def kept(shipment: Shipment, lines: Sequence[ShipmentLine]) -> list[Look]:
    """The checks that were passed, against the order and the day as they are now; two queries."""
    rows = {row.kind: row for row in DoorCheck.objects.filter(shipment=shipment).select_related("by")}
    looks = []
    for kind in Gate:
        row = rows.get(kind)
        look = Look(kind, "" if row else _("Nobody looked yet."))
        if row is not None:
            look.by, look.at, look.note = row.by, row.at, row.note
        looks.append(look)
    if shipment.is_open:
        again = DoorWord(address=looks[2].note if Gate.ADDRESS in rows else None, reason=looks[3].note)
        looks[2].red = _address(shipment.order, again).red
        looks[3].red = looks[3].red or _date(shipment.order, lines, again, rule_of(shipment.warehouse_id)).red
    return looks


def rule_of(warehouse_id: int) -> DoorRule:
    """How a warehouse lets goods go; without a row of its own as the row's defaults say."""
    return DoorRule.objects.filter(warehouse_id=warehouse_id).first() or DoorRule()


def named(looks: Sequence[Look]) -> list[Look]:
    """The same with the people themselves instead of their keys; one query."""
    people = User.objects.in_bulk([look.by for look in looks if isinstance(look.by, int)])
    for look in looks:
        look.by = people.get(look.by, look.by) if isinstance(look.by, int) else look.by
    return list(looks)


def _scanned(shipment: Shipment) -> Scanned:
    found = Scanned()
    rows = Scan.objects.counted().filter(shipment=shipment).order_by("pk")
    for line, pieces, who, at in rows.values_list("order_line_id", "quantity", "actor_id", "at"):
        assert line is not None
        found.pieces[line] = found.pieces.get(line, ZERO) + pieces
        found.last_by, found.last_at = who, at
        if who is not None:
            found.people.add(who)
    return found


def _foreign(lines: Sequence[ShipmentLine], scanned: Scanned) -> str | Promise:
    """Pieces that nobody scanned, or that were scanned for something that is not on the shipment."""
    own = {line.order_line_id for line in lines}
    strange = [line for line, pieces in scanned.pieces.items() if pieces and line not in own]
    unseen = next((line for line in lines if line.picked and not scanned.pieces.get(line.order_line_id)), None)
    if strange:
        return _("Something was scanned that is not on this shipment.")
    if unseen is not None:
        return _("%(code)s was never scanned.") % {"code": unseen.product.code}
    return ""


def _quantity(shipment: Shipment, lines: Sequence[ShipmentLine], scanned: Scanned, rule: DoorRule) -> Look:
    """Scanned, picked and packed are the same, line by line."""
    picked, boxed = (sum((getattr(line, name) for line in lines), ZERO) for name in ("picked", "boxed"))
    look = Look(Gate.QUANTITY, "", scanned.last_by, scanned.last_at, plain(picked))
    for line in lines:
        seen = scanned.pieces.get(line.order_line_id, ZERO)
        if seen != line.picked:
            words = _("%(code)s: %(seen)s scanned, %(picked)s picked.")
            look.red = words % {"code": line.product.code, "seen": plain(seen), "picked": plain(line.picked)}
            return look
        if boxed and line.boxed != line.picked:
            words = _("%(code)s: %(picked)s picked, %(boxed)s in boxes.")
            look.red = words % {"code": line.product.code, "picked": plain(line.picked), "boxed": plain(line.boxed)}
            return look
    if boxed and shipment.state != State.PACKED:
        look.red = _("Packing is not finished: weigh and close the boxes, then say that it is done.")
    elif rule.boxes and shipment.state != State.PACKED:
        look.red = _("In this warehouse everything is packed in boxes first.")
    if boxed:
        _by_packer(look, shipment)
    return look


def _by_packer(look: Look, shipment: Shipment) -> None:
    last = Box.objects.filter(shipment=shipment, closed_at__isnull=False).order_by("-closed_at").first()
    if last is not None:
        look.by, look.at = last.closed_by_id, last.closed_at


def _address(order: Order, word: DoorWord) -> Look:
    """The address somebody read is the order's own, now."""
    look = Look(Gate.ADDRESS, note=order.ship_to_text)
    if word.address is None:
        look.red = _("Nobody compared the ship-to address yet.")
    elif word.address.split() != order.ship_to_text.split():
        look.red = _("The ship-to address is another one now; compare it again.")
    return look


def _date(order: Order, lines: Sequence[ShipmentLine], word: DoorWord, rule: DoorRule) -> Look:
    """The goods leave on time, or somebody says why not."""
    reason, red = word.reason.strip()[:500], off_time(order, lines, rule)
    return Look(Gate.DATE, "" if reason else red, note=reason if red else "")


def off_time(order: Order, lines: Sequence[ShipmentLine], rule: DoorRule) -> str | Promise:
    """How the goods would leave too early or too late today; empty when they are on time."""
    today, leaving = clock.today(), [line.order_line for line in lines if line.picked]
    promised = min((one.promised_on for one in leaving if one.promised_on), default=None)
    wanted = max((day for one in leaving if (day := one.wanted_on or order.wanted_on)), default=None)
    if promised is not None and promised < today:
        return _("Promised for %(day)s, so they leave late: say why.") % {"day": promised}
    if wanted is not None and wanted - today > datetime.timedelta(days=rule.early_days):
        return _("Wanted on %(day)s, so they leave early: say why.") % {"day": wanted}
    return ""
