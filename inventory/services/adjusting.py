"""Goods that broke, were thrown away or turned up, without a whole count."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Tracking
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import StockAdjusted
from inventory.models import Lot, Serial, StockItem
from inventory.models.serial import SerialState
from inventory.policies import may_count
from inventory.services.correcting import Difference, Paper, book_differences, refuse_too_much
from inventory.services.placing import bins_of, refuse_elsewhere, serials_of
from inventory.services.posting import hold, refuse_frozen, tracking_of
from inventory.services.quantities import products_of
from inventory.services.receiving import tell_arrived
from inventory.services.taking_back import hold_orders, lost_in

SERIES = "SA"


class AdjustKind(TextChoices):
    """Why goods are written off or on."""

    SCRAP = "scrap", pgettext_lazy("adjustment", "Scrap")
    DAMAGE = "damage", pgettext_lazy("adjustment", "Damage")
    FOUND = "found", pgettext_lazy("adjustment", "Found")


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """So many base units of a stock item are gone or turned up; of which bin, lot and pieces."""

    item_id: int
    quantity: Decimal
    kind: str
    bin_id: int | None = None
    lot_id: int | None = None
    serials: tuple[str, ...] = ()


@service
def adjust_stock(asked: Adjustment, *, reason: str, actor: Any) -> str:
    """Write goods off or on with a reason: who, when, what was there and what is (S115). Returns the number.

    Above a value at cost only somebody with the bigger right may. Orders that lose goods by it wait again.
    """
    may_count.demand(actor)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    item = StockItem.objects.get(pk=asked.item_id)
    product = products_of({item.product_id: asked.quantity})[item.product_id]
    change = asked.quantity if asked.kind == AdjustKind.FOUND else -asked.quantity
    refuse_too_much({product.pk: asked.quantity * product.cost}, actor)
    orders = hold_orders({item.pk: item.on_hand - item.blocked + min(change, Decimal(0))})
    item = next(one for one in hold([item.product_id]) if one.pk == item.pk)
    refuse_frozen([item])
    number = next_number(SERIES)
    paper = Paper(source=f"{asked.kind}:{number}", reason=reason, actor=actor, tell=lost_in(number))
    effect = book_differences(_differences(asked, item, change), orders=orders, paper=paper)
    _tell(asked, item, number, reason, actor)
    if change > 0 and effect.blocked.get(item.pk, Decimal(0)) < change:
        tell_arrived({item.product_id: item}, [item.product_id], paper.source, actor)
    return number


def _differences(asked: Adjustment, item: Any, change: Decimal) -> list[Difference]:
    bins = bins_of([asked.bin_id])
    refuse_elsewhere(bins, asked.bin_id, item.warehouse_id)
    lot = Lot.objects.get(pk=asked.lot_id, product_id=item.product_id) if asked.lot_id else None
    where = {"item": item, "bin": bins.get(asked.bin_id or 0), "lot": lot}
    if tracking_of(item) != Tracking.SERIAL:
        return [Difference(change=change, **where)]
    serials = serials_of(item.product_id, asked.serials)
    if len(set(asked.serials)) != asked.quantity:
        raise Refused(_("Each piece needs its own serial number."), code="serials")
    step = Decimal(1) if change > 0 else Decimal(-1)
    _refuse_elsewhere(serials, asked, item, here=change < 0)
    return [Difference(change=step, serial=serial, **where) for serial in serials]


def _refuse_elsewhere(serials: list[Serial], asked: Adjustment, item: Any, *, here: bool) -> None:
    for serial in serials:
        lies = (serial.warehouse_id, serial.bin_id, serial.lot_id) == (item.warehouse_id, asked.bin_id, asked.lot_id)
        if here and not lies or not here and serial.state != SerialState.SCRAPPED:
            raise Refused(
                _("Serial number %(number)s does not lie there.") % {"number": serial.number}, code="unknown_serial"
            )


def _tell(asked: Adjustment, item: Any, number: str, reason: str, actor: Any) -> None:
    change = asked.quantity if asked.kind == AdjustKind.FOUND else -asked.quantity
    told = StockAdjusted(
        item_id=item.pk,
        number=number,
        kind=asked.kind,
        before=f"{item.on_hand.normalize():f}",
        after=f"{(item.on_hand + change).normalize():f}",
        reason=reason,
    )
    publish(told, actor=actor)
