"""What lies in bins and lots: its rows, its lots, its numbered pieces. Always under the lock of the shelf."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refusal import Refused
from core.setwise import write_columns
from inventory.models import Bin, BinStock, Lot, Serial, StockItem
from inventory.services.posting import Effect, Part

ZERO = Decimal(0)

ROOMS = """
INSERT INTO inventory_binstock (item_id, bin_id, lot_id, on_hand)
SELECT item, bin, lot, 0 FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS t(item, bin, lot)
ON CONFLICT (item_id, bin_id, lot_id) DO NOTHING
"""

PUT = """
UPDATE inventory_binstock AS b SET on_hand = b.on_hand + t.quantity
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[]) AS t(item, bin, lot, quantity)
WHERE b.item_id = t.item AND b.bin_id IS NOT DISTINCT FROM t.bin AND b.lot_id IS NOT DISTINCT FROM t.lot
"""

LOTS = """
INSERT INTO inventory_lot (product_id, number, expires_on, received_at, blocked)
SELECT product, number, expires, %s, COALESCE(expires < %s, false)
FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS t(product, number, expires)
ON CONFLICT (product_id, number) DO NOTHING
"""

WRITTEN = ("state", "warehouse", "bin", "lot", "order_line", "source")


def put(parts: Mapping[Part, Decimal]) -> None:
    """Change what lies in bins and lots; the CHECK of the table is the last defence against less than nothing."""
    rows = sorted(((key, quantity) for key, quantity in parts.items() if quantity), key=str)
    if not rows:
        return
    columns = [[key[n] for key, _quantity in rows] for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(ROOMS, columns)
        cursor.execute(PUT, [*columns, [quantity for _key, quantity in rows]])


def bins_of(bin_ids: Collection[int | None]) -> dict[int, Bin]:
    """These bins, each open for moves: active, and nobody counts it."""
    wanted = {pk for pk in bin_ids if pk is not None}
    if not wanted:
        return {}
    found = Bin.objects.select_related("warehouse").in_bulk(wanted)
    for pk in wanted:
        if pk not in found or not found[pk].active:
            raise Refused(_("There is no such bin."), code="unknown_bin")
        if found[pk].count_id is not None:
            raise Refused(
                _("%(item)s is being counted; nothing moves there until the count is booked or cancelled.")
                % {"item": found[pk]},
                code="counting",
            )
    return found


def refuse_elsewhere(bins: Mapping[int, Bin], bin_id: int | None, warehouse_id: int) -> None:
    """A bin is in one warehouse."""
    if bin_id is not None and bins[bin_id].warehouse_id != warehouse_id:
        raise Refused(_("This bin is in another warehouse."), code="unknown_bin")


def lots_of(wanted: Mapping[tuple[int, str], datetime.date | None]) -> dict[tuple[int, str], Lot]:
    """The lots of these products under these numbers; a new one is made, a known one keeps its day."""
    if not wanted:
        return {}
    now, keys = clock.now(), sorted(wanted)
    products, numbers = [product for product, _number in keys], [number for _product, number in keys]
    with connection.cursor() as cursor:
        cursor.execute(LOTS, [now, clock.today(), products, numbers, [wanted[key] for key in keys]])
    found = Lot.objects.filter(product_id__in=products, number__in=numbers)
    lots = {(lot.product_id, lot.number): lot for lot in found}
    for key, day in wanted.items():
        if day is not None and lots[key].expires_on != day:
            raise Refused(
                _("Lot %(lot)s is known with another expiry date: %(day)s.")
                % {"lot": key[1], "day": lots[key].expires_on or "--"},
                code="other_expiry",
            )
    return lots


def serials_of(product_id: int, numbers: Sequence[str]) -> list[Serial]:
    """The known pieces of a product with these numbers, in the order asked for; an unknown one is refused."""
    found = {serial.number: serial for serial in Serial.objects.filter(product_id=product_id, number__in=numbers)}
    for number in numbers:
        if number not in found:
            raise Refused(_("Serial number %(number)s is not known.") % {"number": number}, code="unknown_serial")
    return [found[number] for number in numbers]


def write_serials(serials: Iterable[Serial]) -> None:
    """Store where pieces are now, all in one statement."""
    write_columns(serials, WRITTEN)


def refuse_absent(items: Mapping[int, StockItem], effect: Effect) -> None:
    """Nothing is taken from a bin, a lot or the open area that is not there."""
    loose = {pk: item.loose + effect.on_hand.get(pk, ZERO) - effect.placed.get(pk, ZERO) for pk, item in items.items()}
    less = {key: quantity for key, quantity in effect.parts.items() if quantity < 0}
    there = parts_of({item for item, _bin, _lot in less}) if less else {}
    if any(left < 0 for left in loose.values()) or any(there.get(key, ZERO) + less[key] < 0 for key in less):
        raise Refused(_("So much does not lie there."), code="not_there")


def parts_of(item_ids: set[int]) -> dict[Part, Decimal]:
    """What lies in the bins and lots of these stock items."""
    rows = BinStock.objects.filter(item_id__in=item_ids).order_by()
    values = rows.values_list("item_id", "bin_id", "lot_id", "on_hand")
    return {(item, bin_id, lot): quantity for item, bin_id, lot, quantity in values}
