"""How much of a product lies in a warehouse, and how much of it is set aside."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.search import match
from inventory.models.place import Warehouse
from inventory.models.rule import ReorderRule, StockPace
from inventory.models.shortage import Shortage

ZERO = Decimal(0)


class StockItemQuerySet(models.QuerySet["StockItem"]):
    """Business adjectives of stock."""

    def visible_to(self, user: Any) -> "StockItemQuerySet":
        """Whoever may look at stock sees all of it; who holds it is another question."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def free(self) -> "StockItemQuerySet":
        return self.filter(on_hand__gt=F("reserved") + F("blocked"))

    def oversold(self) -> "StockItemQuerySet":
        """More is set aside than may be sold: something expired under it."""
        return self.filter(blocked__gt=0, reserved__gt=F("on_hand") - F("blocked"))

    def waited_for(self) -> "StockItemQuerySet":
        """Products that confirmed orders are short of."""
        return self.filter(Exists(Shortage.objects.filter(product_id=OuterRef("product_id"))))

    def in_use(self) -> "StockItemQuerySet":
        """Shelves that ever held goods or that somebody waits at; one made in advance is not shown."""
        waited = Exists(Shortage.objects.filter(product_id=OuterRef("product_id")))
        return self.filter(Q(moved_at__isnull=False) | waited)

    def below_minimum(self) -> "StockItemQuerySet":
        """Their rule asks for more than is free."""
        rule = ReorderRule.objects.filter(product_id=OuterRef("product_id"), warehouse_id=OuterRef("warehouse_id"))
        free = OuterRef("on_hand") - OuterRef("blocked") - OuterRef("reserved")
        return self.filter(Exists(rule.filter(minimum__gt=free)))

    def called(self, text: str) -> "StockItemQuerySet":
        """Of products found by code, barcode, name words or pinyin."""
        if not text.strip():
            return self
        exact = Q(code__iexact=text.strip()) | Q(barcode=text.strip()) | Q(units__barcode=text.strip())
        named = match(Product.objects.order_by(), text).values("pk")
        return self.filter(Q(product__in=named) | Q(product__in=Product.objects.order_by().filter(exact).values("pk")))

    def for_list(self) -> "StockItemQuerySet":
        """With what a row of the list shows, in one query."""
        waiting = Shortage.objects.filter(product_id=OuterRef("product_id")).order_by().values("product_id")
        return (
            self.select_related("product__unit", "warehouse")
            .defer("product__search")
            .annotate(
                waiting=Subquery(waiting.annotate(all=Sum("quantity")).values("all")),
                minimum=Subquery(_own(ReorderRule, "minimum")),
                maximum=Subquery(_own(ReorderRule, "maximum")),
                used=Subquery(_own(StockPace, "used")),
            )
        )


def _own(model: Any, name: str) -> Any:
    """Of a stock item, what the row of its product and warehouse says."""
    rows = model.objects.filter(product_id=OuterRef("product_id"), warehouse_id=OuterRef("warehouse_id"))
    return rows.order_by().values(name)


class StockItem(models.Model):
    """One product in one warehouse, in base units. Only the services of this app write it, holding the row."""

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="items", verbose_name=_("warehouse"))
    on_hand = models.DecimalField(_("on hand"), max_digits=18, decimal_places=4, default=ZERO)
    reserved = models.DecimalField(_("reserved"), max_digits=18, decimal_places=4, default=ZERO)
    placed = models.DecimalField(
        _("in bins and lots"), max_digits=18, decimal_places=4, default=ZERO, db_default=ZERO
    )
    blocked = models.DecimalField(_("not for sale"), max_digits=18, decimal_places=4, default=ZERO, db_default=ZERO)
    count = models.ForeignKey(
        "inventory.StockCount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("frozen by"),
    )
    moved_at = models.DateTimeField(_("last move"), null=True, blank=True)

    objects = StockItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock item")
        verbose_name_plural = _("stock")
        permissions = [
            ("receive_stock", _("book arrived goods")),
            ("count_stock", _("correct stock by counting")),
            ("transfer_stock", _("transfer stock")),
            ("adjust_any_stock", _("correct stock above the limit")),
            ("reserve_stock", _("set stock aside for orders")),
        ]
        constraints = [
            models.UniqueConstraint(fields=("product", "warehouse"), name="stock_item_once"),
            # the last defence in a race (I11)
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")), name="stock_reserved_on_hand"
            ),
            # what is closed lies in bins or lots, and these hold no more than there is
            models.CheckConstraint(
                condition=Q(blocked__gte=0, blocked__lte=F("placed"), placed__lte=F("on_hand")),
                name="stock_placed_on_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.code} · {self.warehouse.code}"

    @property
    def stream(self) -> str:
        return f"stock:{self.pk}"

    @property
    def available(self) -> Decimal:
        """What is free for the next order: not set aside, not expired and not in quarantine."""
        return self.on_hand - self.blocked - self.reserved

    @property
    def loose(self) -> Decimal:
        """What lies in the open area and belongs to no lot."""
        return self.on_hand - self.placed

    @property
    def is_below_minimum(self) -> bool:
        """Of a row of the list: its rule asks for more than is free."""
        least = getattr(self, "minimum", None)
        return least is not None and self.available < least

    def get_absolute_url(self) -> str:
        return reverse("inventory:item", args=[self.pk])
