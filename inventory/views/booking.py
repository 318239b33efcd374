"""A person's acts on stock: book arrived goods, correct a count, set aside for an order."""

from functools import cached_property
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import qty
from core.views.verb import VerbView
from inventory.forms import CountForm, ReceiveForm
from inventory.forms.receiving import numbers_in
from inventory.models import StockItem
from inventory.policies import may_count, may_receive, may_reserve
from inventory.services import Arrived, Counted, count_stock, receive_goods, reserve_again
from orders.models import Order


class Receive(VerbView):
    """Book arrived goods."""

    policy = may_receive
    title = _("Book arrived goods")
    consequence = _("The goods are on hand at once, and orders that wait for them are served in their turn.")
    button = _("Book goods")
    done = _("The goods are booked.")
    form_class = ReceiveForm
    template_name = "inventory/receive.html"

    def get_subject(self) -> Any:
        return _("Stock")

    def get_form(self, subject: Any, data: Any = None) -> forms.Form:
        initial = {name: self.request.GET.get(name, "")[:80] for name in ("product",)}
        return ReceiveForm(data, initial=initial)

    def act(self, subject: Any, data: dict[str, Any]) -> StockItem:
        product, warehouse = data["product"], data["warehouse"]
        receive_goods(
            warehouse_id=warehouse.pk,
            items=[_arrived(product.pk, data)],
            reason=data["reason"],
            actor=self.request.user,
        )
        return StockItem.objects.get(product=product, warehouse=warehouse)

    def success_url(self, subject: Any) -> str:
        return subject.get_absolute_url() if isinstance(subject, StockItem) else reverse("inventory:list")


def _arrived(product_id: int, data: dict[str, Any]) -> Arrived:
    return Arrived(
        product_id=product_id,
        quantity=data["pieces"],
        lot=data["lot"],
        expires_on=data["expires_on"],
        serials=numbers_in(data["serials"]),
        bin_id=data["bin"].pk if data["bin"] else None,
    )


class Count(VerbView):
    """Correct what the books say about one shelf."""

    policy = may_count
    title = _("Correct the stock")
    button = _("Correct stock")
    done = _("The books say what was counted.")

    @cached_property
    def item(self) -> StockItem:
        rows = StockItem.objects.visible_to(self.request.user).for_list()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def consequence(self) -> str:  # type: ignore[override]
        return gettext(
            "The books say %(on_hand)s %(unit)s, %(reserved)s of them set aside for orders. What you counted becomes "
            "the stock; the difference is a move with your name and reason. If less is there than is set aside, the "
            "orders last in turn wait again."
        ) % {
            "on_hand": qty(self.item.on_hand),
            "unit": self.item.product.unit,
            "reserved": qty(self.item.reserved),
        }

    def get_subject(self) -> StockItem:
        return self.item

    def get_form(self, subject: StockItem, data: Any = None) -> forms.Form:
        return CountForm(subject, data)

    def act(self, subject: StockItem, data: dict[str, Any]) -> StockItem:
        found = Counted(subject.product_id, data["counted"], book=data["book"])
        count_stock(warehouse_id=subject.warehouse_id, counts=[found], reason=data["reason"], actor=self.request.user)
        return subject


class Reserve(VerbView):
    """Try again to set stock aside for an order."""

    policy = may_reserve
    title = _("Reserve again")
    consequence = _("What is free now is set aside for this order, except what orders with an earlier turn wait for.")
    button = _("Reserve stock")
    done = _("Stock is set aside for the order.")

    def get_subject(self) -> Order:
        rows = Order.objects.visible_to(self.request.user).called(self.kwargs["ref"])
        return get_object_or_404(rows.select_related("customer").defer("search"))

    def act(self, subject: Order, data: dict[str, Any]) -> Any:
        reserve_again(subject.pk, actor=self.request.user)
        return subject
