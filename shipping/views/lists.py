"""The warehouse's queue and the list of shipments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.paging import page_of
from core.views.guard import Guarded
from inventory.models import Warehouse
from shipping.policies import may_dispatch, may_pick, may_see
from shipping.tables.queue import (
    ALL,
    ORDER_TABS,
    SHIP,
    SHIPMENT_TABS,
    Which,
    open_waves,
    queue_of,
    shipments_of,
    tabs_of,
)

WAVE_ACTS = [{"value": "open", "label": _("Pick together")}]


class Queue(Guarded):
    """Orders whose goods wait to be picked or sent off, the most urgent first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        user, asked = request.user, request.GET.get("tab", "")
        tab = next((one for one in ORDER_TABS if one.key == asked), ORDER_TABS[0])
        which = Which(request.GET.get("warehouse", "")[:20].replace("\x00", ""), request.GET.get("due", ""))
        rows, following = queue_of(user, tab, request.GET.get("after", ""), which)
        context = {
            "which": which,
            "warehouses": list(Warehouse.objects.active().in_turn()),
            "waves": open_waves(user) if may_pick(user) else [],
            "wave_acts": WAVE_ACTS,
            "tab": tab,
            "tabs": tabs_of(user, tab),
            "rows": rows,
            "next_key": following,
            "may_pick": may_pick(user),
            "may_wave": may_pick(user) and tab is not SHIP,
            "may_dispatch": may_dispatch(user),
        }
        return render(request, "shipping/queue.html", context)


class ShipmentList(Guarded):
    """Shipments in the house, on the way, or all, newest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        user, asked = request.user, request.GET.get("tab", ALL.key)
        tab = next((one for one in SHIPMENT_TABS if one.key == asked), ALL)
        words = request.GET.get("q", "").replace("\x00", "")[:80]
        product = request.GET.get("product", "").replace("\x00", "")[:40]
        rows = shipments_of(user, tab, words, product)
        context = {
            "tab": tab,
            "tabs": tabs_of(user, tab),
            "page": page_of(rows.for_list(), request.GET),
            "q": words,
            "product": product,
        }
        return render(request, "shipping/shipments.html", context)
