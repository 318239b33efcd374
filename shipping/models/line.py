"""A line of a shipment: what is to be picked and what was."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from orders.models import OrderLine
from shipping.models.shipment import Shipment


class ShipmentLine(models.Model):
    """One order line on a shipment, in base units; `picked` is the sum of its counted scans.

    `replaced` says, once it left, how many of them stand in for returned pieces.
    """

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="lines", verbose_name=_("shipment"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", verbose_name=_("order line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("to pick"), max_digits=18, decimal_places=4)
    picked = models.DecimalField(_("picked"), max_digits=18, decimal_places=4, default=Decimal(0))
    replaced = models.DecimalField(
        _("of it replacements"), max_digits=18, decimal_places=4, default=Decimal(0), db_default=Decimal(0)
    )
    short_reason = models.CharField(_("why short"), max_length=250, blank=True)

    boxed: Decimal = Decimal(0)
    """What of it lies in boxes; shipping.services.rows.lines_of asks it along."""

    class Meta:
        verbose_name = _("shipment line")
        verbose_name_plural = _("shipment lines")
        ordering = ("shipment", "order_line__position")
        constraints = [
            models.UniqueConstraint(fields=("shipment", "order_line"), name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_positive"),
            models.CheckConstraint(
                condition=Q(picked__gte=0, picked__lte=F("quantity")), name="shipment_line_not_overpicked"
            ),
            models.CheckConstraint(
                condition=Q(replaced__gte=0, replaced__lte=F("picked")), name="shipment_line_replaced_was_picked"
            ),
        ]
        indexes = [models.Index(fields=("order_line",), name="shipment_line_order_line")]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.product_id}"

    @property
    def left(self) -> Decimal:
        """What is still to be picked."""
        return self.quantity - self.picked

    @property
    def unboxed(self) -> Decimal:
        """What of the picked goods lies in no box."""
        return self.picked - self.boxed

    @property
    def sold(self) -> Decimal:
        """What left of it as a sale."""
        return self.picked - self.replaced

    @property
    def room(self) -> Decimal:
        """What may still be picked: no more than is set aside for the order line, which a stock count may lower."""
        return max(Decimal(0), min(self.left, self.order_line.reserved - self.order_line.picked))

    @property
    def is_done(self) -> bool:
        """Nothing more to do on it: all picked that is set aside, or said to be short."""
        return not self.room or bool(self.short_reason)
