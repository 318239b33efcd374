"""The ledger of goods: every piece leaves one place and reaches another."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Product
from inventory.models.bin import Bin
from inventory.models.place import Place
from orders.models import Order, OrderLine

SOURCES = {
    "receipt": _("Goods receipt"),
    "count": _("Stocktaking"),
    "shipment": _("Shipment"),
    "return": _("Return"),
    "transfer": pgettext_lazy("stock", "Transfer"),
    "scrap": _("Scrapped"),
    "damage": _("Damaged"),
    "found": _("Found"),
    "restock": pgettext_lazy("move", "Back on the shelf"),
    "repair": pgettext_lazy("move", "To repair"),
    "repaired": pgettext_lazy("move", "Repaired"),
    "sentback": pgettext_lazy("move", "Sent back"),
    "opening": pgettext_lazy("place", "Opening stock"),
}
OF_RETURN = ("return", "restock", "scrap", "repair", "repaired", "sentback")
"""With an order line, these are steps of a return."""


class StockMoveQuerySet(models.QuerySet["StockMove"]):
    """Business adjectives of moves."""

    def visible_to(self, user: Any) -> "StockMoveQuerySet":
        """Moves for an order are seen by who sees the order; all others by whoever may look at stock."""
        if not user.has_perm("inventory.view_stockitem"):
            return self.none()
        if user.has_perm("orders.see_all_order"):
            return self
        seen = Order.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(order_line=None) | Q(order_line__order__in=seen))

    def of_item(self, item: Any) -> "StockMoveQuerySet":
        place = Q(from_place__warehouse_id=item.warehouse_id) | Q(to_place__warehouse_id=item.warehouse_id)
        return self.filter(place, product_id=item.product_id)

    def for_list(self) -> "StockMoveQuerySet":
        """With what a row of the list shows, in one query."""
        return self.select_related(
            "from_place__warehouse", "to_place__warehouse", "from_bin", "to_bin", "lot", "actor", "order_line__order"
        ).defer("order_line__order__search")


class StockMove(models.Model):
    """So many base units of a product went from one place to another; never changed, never deleted (trigger).

    Every shipped line adds a row here, so only what is looked up by has an index.
    `source` names the document behind it: "shipment:9", "receipt:GR-202611-0004", "count:SC-202611-0001".
    """

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    from_place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+", verbose_name=_("from"))
    to_place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+", verbose_name=_("to"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    from_bin = models.ForeignKey(
        Bin, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("from bin")
    )
    to_bin = models.ForeignKey(
        Bin, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("to bin")
    )
    lot = models.ForeignKey(
        "inventory.Lot", models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("lot")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=64)
    order_line = models.ForeignKey(
        OrderLine,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("order line"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))

    objects = StockMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_quantity_positive"),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place"))
                | Q(from_bin__isnull=True, to_bin__isnull=False)
                | Q(from_bin__isnull=False, to_bin__isnull=True)
                | Q(from_bin__isnull=False, to_bin__isnull=False) & ~Q(from_bin=F("to_bin")),
                name="move_between_two_places",
            ),
            # one outbound move per shipped line, shelf, bin and lot (I15)
            models.UniqueConstraint(
                fields=("source", "order_line", "from_place", "from_bin", "lot"),
                condition=Q(order_line__isnull=False),
                nulls_distinct=False,
                name="move_once_per_source_line",
            ),
        ]
        indexes = [
            models.Index(fields=("product", "-id"), name="move_product"),
            models.Index(fields=("order_line",), name="move_order_line", condition=Q(order_line__isnull=False)),
            models.Index(fields=("lot",), name="move_lot", condition=Q(lot__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.quantity.normalize():f}"

    @property
    def source_words(self) -> str:
        """The document behind it as people call it: Goods receipt GR-202611-0004. A bare key is nothing they know."""
        kind, _colon, name = self.source.partition(":")
        number = "" if name.isdigit() else f" {name}"
        return f"{SOURCES[kind]}{number}" if kind in SOURCES else self.source

    @property
    def source_url(self) -> str:
        """The page of the return behind it, where there is one."""
        kind, _colon, name = self.source.partition(":")
        return reverse("orders:return", args=[name]) if self.order_line_id and kind in OF_RETURN and name else ""
