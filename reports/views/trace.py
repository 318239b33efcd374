"""The page of tracing, and the recall list of a lot as a file (S74)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from core.cells import plain_text
from core.templatetags.ui import moment, qty
from core.views.guard import Guarded
from inventory.models import Lot
from reports.policies import may_trace
from reports.tracing import FINDERS, Got, chain_of, found_by, recall

SHOWN = 200
MOST_ROWS = 100_000
FORMS = {"csv": CSV, "xlsx": XLSX}


class Trace(Guarded):
    """Everything that happened to the goods behind a number; one of several is chosen first."""

    policy = may_trace

    def get(self, request: HttpRequest) -> HttpResponse:
        text, kind, key = (request.GET.get(name, "").replace("\x00", "").strip()[:80] for name in ("q", "kind", "key"))
        found = found_by(request.user, text, kind, key) if text else []
        chosen = found[0] if len(found) == 1 else None
        lot = chosen.row if chosen and isinstance(chosen.row, Lot) else None
        context = {
            "text": text,
            "found": found,
            "chosen": chosen,
            "labels": [*(finder.label for finder in FINDERS), _("Waybill number")],
            "told": chain_of(request.user, chosen) if chosen else None,
            "lot": lot,
            "got": recall(request.user, lot, most=SHOWN) if lot else [],
        }
        return render(request, "reports/trace.html", context)


class RecallFile(Guarded):
    """Who got how much of a lot, as a file; every cell plain text, never a formula (A14)."""

    policy = may_trace

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        lot = get_object_or_404(Lot.objects.visible_to(request.user).select_related("product"), pk=pk)
        name = request.GET.get("as", "")
        form = FORMS.get(name, CSV)()
        table = Dataset(headers=_headers())
        for got in recall(request.user, lot, most=MOST_ROWS):
            table.append([plain_text(cell) for cell in _cells(lot, got)])
        content = form.export_data(table)
        body = content.encode("utf-8-sig") if isinstance(content, str) else content
        response = HttpResponse(body, content_type=form.get_content_type())
        ending = "xlsx" if name == "xlsx" else "csv"
        response["Content-Disposition"] = f'attachment; filename="recall-{lot.pk}.{ending}"'
        return response


def _headers() -> list[str]:
    return [
        _("Product"),
        _("Lot"),
        _("Customer code"),
        _("Customer"),
        _("Order"),
        _("Customer PO"),
        _("Shipment"),
        _("Carrier"),
        _("Waybill"),
        _("Sent on"),
        _("Pieces sent"),
        _("Came back"),
    ]


def _cells(lot: Lot, got: Got) -> list[str]:
    where = [got.customer_code, got.customer, got.order, got.customer_po, got.shipment, got.carrier, got.waybill]
    when = moment(got.shipped_at) if got.shipped_at else ""
    return [lot.product.code, lot.number, *where, when, qty(got.sent), qty(got.back)]
