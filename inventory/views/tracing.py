"""Where a lot lies and went, and the whole way of one numbered piece (S74)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.paging import page_of
from core.views.guard import Guarded
from inventory.models import Lot, Serial, StockMove
from inventory.policies import may_see

MOVES = 50


class LotPage(Guarded):
    """One lot: how long it keeps, where it lies, for whom it left."""

    policy = may_see

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        lots = Lot.objects.visible_to(request.user).select_related("product__unit").defer("product__search")
        lot = get_object_or_404(lots, pk=pk)
        moves = StockMove.objects.visible_to(request.user).filter(lot=lot).for_list()
        context = {"lot": lot, "parts": lot.parts.here().for_list(), "page": page_of(moves, request.GET, size=MOVES)}
        return render(request, "inventory/lot.html", context)


class SerialPage(Guarded):
    """One piece: where it is, and every move it made with the order and the person behind it."""

    policy = may_see

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Serial.objects.visible_to(request.user).select_related("product__unit", "warehouse", "bin", "lot")
        serial = get_object_or_404(rows.defer("product__search"), pk=pk)
        moves = StockMove.objects.visible_to(request.user).filter(serials__serial=serial).for_list()
        return render(
            request, "inventory/serial.html", {"serial": serial, "page": page_of(moves, request.GET, size=MOVES)}
        )
