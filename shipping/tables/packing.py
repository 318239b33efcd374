"""What the packer sees: the band, the open box and what lies in it, what waits for one, and the closed boxes."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.ui import qty
from shipping.models import BoxContent, Scan
from shipping.models.words import Result
from shipping.services.packing.boxes import boxes_of
from shipping.services.packing.desk import Packing
from shipping.tables.codes import ANY
from shipping.tables.desk import LAST_SCANS, Band, band_of


def packing_desk(desk: Packing, *, said: Scan | None = None, band: Band | None = None) -> dict[str, Any]:
    """The context of the packing page and of its parts; three queries beside those of the desk."""
    scans = list(Scan.objects.filter(box__shipment=desk.shipment).order_by("-pk")[:LAST_SCANS])
    boxes = list(boxes_of(desk.shipment.pk))
    picked = sum(line.picked for line in desk.lines)
    return {
        "shipment": desk.shipment,
        "order": desk.shipment.order,
        "box": desk.box,
        "inside": inside_of(desk),
        "left": desk.left,
        "waiting": [line for line in desk.lines if line.unboxed],
        "boxed": picked - desk.left,
        "picked": picked,
        "closed": [box for box in boxes if not box.is_open],
        "scans": scans,
        "band": band or band_of_packing(said or (scans[0] if scans else None)),
        "uuid": uuid.uuid4(),
    }


def inside_of(desk: Packing) -> list[BoxContent]:
    """What lies in the open box, with product, lot and piece."""
    if desk.box is None:
        return []
    rows = BoxContent.objects.filter(box=desk.box).order_by("line__order_line__position", "pk")
    return list(rows.select_related("line__product__unit", "lot", "serial"))


def packing_codes(desk: Packing) -> dict[str, dict[str, Any]]:
    """What each code on this shipment stands for, so that the page can answer before the server does."""
    codes: dict[str, dict[str, Any]] = {}
    for line in desk.lines:
        product, left = line.product, float(line.unboxed)
        label = f"{product.code} {product.title}"
        codes[f"-1 {product.code}"] = {"label": label, "left": ANY}
        for code in filter(None, (product.code, product.code.lower(), product.barcode)):
            # A numbered piece is packed by its number: the server knows which were picked.
            if not product.by_serial:
                codes[code] = {"label": label, "left": left + codes.get(code, {}).get("left", 0)}
    return {} if any(line.product.tracking != "none" for line in desk.lines) else codes


def band_of_packing(scan: Scan | None) -> Band:
    """What a scan met, in the words of the packing desk."""
    if scan is None:
        return Band("", _("Scan what goes into the box"), _("Or put all that is left into it."))
    if scan.result == Result.BOXED:
        return Band("ok", _("In the box +%(n)s") % {"n": qty(scan.quantity)}, scan.label)
    if scan.result == Result.UNBOXED:
        return Band("ok", _("Out of the box %(n)s") % {"n": qty(-scan.quantity)}, scan.label)
    if scan.result == Result.EXTRA and scan.quantity > 0:
        words = _("%(product)s: %(n)s is more than was picked and lies in no box.")
        return Band(scan.tone, scan.get_result_display(), words % {"product": scan.label, "n": qty(scan.quantity)})
    if scan.result == Result.EXTRA:
        return Band(scan.tone, _("Not in this box"), scan.label)
    if scan.result in (Result.LOT, Result.SERIAL):
        words = _("%(product)s was not picked for this shipment.")
        return Band(scan.tone, scan.get_result_display(), words % {"product": scan.label})
    if scan.result == Result.LATE:
        return Band(scan.tone, _("Not being packed now"), _("Nothing was put into a box."))
    return band_of(scan)
