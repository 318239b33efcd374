"""Which line of a count sheet a scanned code means."""

from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductUnit
from catalog.services import resolve
from core.gs1 import read
from core.refusal import Refused
from inventory.models import StockCountLine


def line_of(count_id: int, code: str, *, bin_code: str = "") -> tuple[StockCountLine, Decimal]:
    """The line of a sheet that a serial, lot, product code or barcode means, and how many pieces it counts.

    Where a product lies in several bins or lots on the sheet, the bin is named or the lot is scanned.
    """
    lines = StockCountLine.objects.filter(count_id=count_id).order_by("pk")
    if said := read(code):
        lines = lines.filter(product__barcode__in=said.barcodes)
        code = said.serial or said.lot or next((one.product.code for one in resolve(said.barcodes).values()), code)
    if bin_code:
        lines = lines.filter(bin__code__iexact=bin_code)
    named = list(lines.filter(Q(serial__number__iexact=code) | Q(lot__number__iexact=code, serial=None))[:2])
    pieces = Decimal(1)
    if not named and (found := resolve([code]).get(code)):
        named = list(lines.filter(product_id=found.product.pk, serial=None)[:2])
        if found.unit_id is not None:
            pieces = ProductUnit.objects.get(product=found.product, unit_id=found.unit_id).factor
    if len(named) != 1:
        words = _("%(code)s is not on this sheet.") if not named else _("%(code)s is on several lines; scan the lot.")
        raise Refused(words % {"code": code or "--"}, code="unknown_code")
    return named[0], pieces
