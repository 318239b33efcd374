"""A person's acts on one shelf: move goods, write them off or on, say how much is kept."""

from functools import cached_property
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.views.verb import VerbView
from inventory.forms import AdjustForm, RuleForm, TransferForm
from inventory.models import ReorderRule, StockItem
from inventory.policies import may_count, may_rule, may_transfer
from inventory.services import Adjustment, Carry, adjust_stock, save_rule, transfer_goods
from inventory.tables import rule_of


class OnItem(VerbView):
    """A verb on one shelf."""

    @cached_property
    def item(self) -> StockItem:
        rows = StockItem.objects.visible_to(self.request.user).for_list()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_subject(self) -> StockItem:
        return self.item


class Transfer(OnItem):
    """Move goods to another bin or warehouse."""

    policy = may_transfer
    title = _("Transfer goods")
    consequence = _("Both ends are booked at once. Goods that are set aside for orders stay in their warehouse.")
    button = pgettext_lazy("stock", "Transfer")
    done = _("The goods are transferred.")

    def get_form(self, subject: StockItem, data: Any = None) -> forms.Form:
        return TransferForm(subject, data)

    def act(self, subject: StockItem, data: dict[str, Any]) -> StockItem:
        carry = Carry(
            product_id=subject.product_id,
            quantity=data["quantity"],
            from_warehouse=subject.warehouse_id,
            to_warehouse=data["warehouse"].pk,
            from_bin=data["from_bin"],
            to_bin=data["bin"].pk if data["bin"] else None,
            lot_id=data["lot"],
            serials=data["numbers"],
        )
        transfer_goods([carry], reason=data["reason"], actor=self.request.user)
        return subject


class Adjust(OnItem):
    """Write goods off or on."""

    policy = may_count
    title = _("Write off or on")
    consequence = _(
        "The books change at once, with your name and reason. Orders that lose goods by it wait again, the last in "
        "turn first."
    )
    button = _("Book")
    done = _("The books are corrected.")

    def get_form(self, subject: StockItem, data: Any = None) -> forms.Form:
        return AdjustForm(subject, data)

    def act(self, subject: StockItem, data: dict[str, Any]) -> StockItem:
        asked = Adjustment(
            item_id=subject.pk,
            quantity=data["quantity"],
            kind=data["kind"],
            bin_id=data["from_bin"],
            lot_id=data["lot"],
            serials=data["numbers"],
        )
        adjust_stock(asked, reason=data["reason"], actor=self.request.user)
        return subject


class Rule(OnItem):
    """Say how much of it is kept."""

    policy = may_rule
    title = _("Reorder rule")
    consequence = _("When less than the minimum is free, warehouse and buyers are told once, until enough is there.")
    button = _("Save")
    done = _("The rule is saved.")

    def get_form(self, subject: StockItem, data: Any = None) -> forms.Form:
        rule = rule_of(subject) or ReorderRule(product=subject.product, warehouse=subject.warehouse)
        return RuleForm(data, instance=rule)  # type: ignore[return-value]

    def act(self, subject: StockItem, data: dict[str, Any]) -> StockItem:
        rule = rule_of(subject) or ReorderRule(product=subject.product, warehouse=subject.warehouse)
        for name, value in data.items():
            setattr(rule, name, value)
        save_rule(rule, actor=self.request.user)
        return subject
