"""Fetching what an address names, among what the person may see; and opening what was scanned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Product
from core.views.guard import Guarded
from orders.models import Order, Return
from shipping.models import DispatchJob, Scan, Shipment, Wave
from shipping.policies import may_pick, may_receive, may_see
from shipping.tables.choosing import MOST, goods_called, waiting_for

DIGITS = tuple("123456789")


def shipment_for(user: Any, number: str) -> Shipment:
    """The shipment with this number; what the person may not see does not exist."""
    rows = Shipment.objects.visible_to(user).select_related("order__customer", "warehouse", "picker", "wave")
    return get_object_or_404(rows.defer("order__search", "order__customer__search"), number=number)


def job_for(user: Any, number: str) -> DispatchJob:
    """The dispatch job with this number; what the person may not see does not exist."""
    return get_object_or_404(DispatchJob.objects.visible_to(user).for_list(), number=number)


class Find(Guarded):
    """Open what fits a scanned or typed code: a shipment, a box, an order, a waybill, or goods to be picked.

    Where goods wait on several shipments the person chooses, by a tap or by its digit; `among` are the goods.
    """

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        code = _typed(request, "code")
        among = _typed(request, "among")
        target = self._chosen(among, code) or self._open(code) if code else ""
        if target:
            return HttpResponseRedirect(target)
        product = goods_called(code) if code else None
        if product is not None:
            return self._goods(product)
        if code:
            messages.warning(request, _("Nothing here is called %(code)s.") % {"code": code})
        return HttpResponseRedirect(reverse("shipping:list"))

    def _open(self, code: str) -> str:
        found = self._shipment(code) or self._return(code) or self._order(code) or self._wave(code)
        return found or self._piece(code)

    def _shipment(self, code: str) -> str:
        rows = Shipment.objects.visible_to(self.request.user)
        found = (rows.called(code.upper()) | rows.filter(waybill=code)).order_by("-pk").first()
        return self._page(found) if found else ""

    def _wave(self, code: str) -> str:
        if not may_pick(self.request.user):
            return ""
        found = Wave.objects.visible_to(self.request.user).filter(number=code.upper()).first()
        return found.get_absolute_url() if found else ""

    def _return(self, code: str) -> str:
        """A return by its number: the receiving desk where its goods are expected."""
        found = Return.objects.visible_to(self.request.user).called(code.upper()).first()
        if found is None:
            return ""
        receives = found.is_expected and may_receive(self.request.user)
        return reverse("shipping:receive", args=[found.number]) if receives else found.get_absolute_url()

    def _order(self, code: str) -> str:
        """The page of the one shipment of an order that is in the house, else the order's own."""
        order = Order.objects.visible_to(self.request.user).called(code.upper()).defer("search").first()
        if order is None:
            return ""
        here = list(Shipment.objects.open().filter(order=order)[:2])
        return self._page(here[0]) if len(here) == 1 else order.get_absolute_url()

    def _piece(self, code: str) -> str:
        """The shipment a numbered piece was scanned on last (S74)."""
        scans = Scan.objects.counted().filter(serial__number__in=(code, code.upper()))
        rows = Shipment.objects.visible_to(self.request.user).filter(pk__in=scans.values("shipment"))
        found = rows.order_by("-pk").first()
        return self._page(found) if found else ""

    def _goods(self, product: Product) -> HttpResponse:
        """The one open shipment with these goods; where there are more, the choice between them."""
        here = waiting_for(product, self.request.user)
        if not here:
            said = _("No shipment in the house has %(code)s. Start one from the orders below.")
            messages.warning(self.request, said % {"code": product.code})
            return HttpResponseRedirect(reverse("shipping:list"))
        if len(here) == 1:
            return HttpResponseRedirect(self._page(here[0]))
        shown = [(one, self._page(one)) for one in here[:MOST]]
        context = {"among": product, "choices": shown, "more": len(here) > MOST}
        return render(self.request, "shipping/scan_start.html", context)

    def _chosen(self, among: str, digit: str) -> str:
        """The shipment behind a digit of the choice that was shown before."""
        product = goods_called(among) if among and digit in DIGITS else None
        here = waiting_for(product, self.request.user)[:MOST] if product else []
        return self._page(here[int(digit) - 1]) if here and int(digit) <= len(here) else ""

    def _page(self, shipment: Shipment) -> str:
        if shipment.is_being_picked and may_pick(self.request.user):
            return reverse("shipping:pick", args=[shipment.number])
        return shipment.get_absolute_url()


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:80]
