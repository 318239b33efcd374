"""What is set aside for an order line on a shelf."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.models.item import StockItem
from orders.models import Order, OrderLine


class ReservationQuerySet(models.QuerySet["Reservation"]):
    """Business adjectives of reservations."""

    def visible_to(self, user: Any) -> "ReservationQuerySet":
        """A reservation is seen by who sees its order."""
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user).order_by().values("pk"))

    def for_order(self, order_id: int) -> "ReservationQuerySet":
        return self.filter(order_id=order_id)


class Reservation(models.Model):
    """So many base units of a stock item wait for one order line; gone once shipped or let go."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    order_line = models.ForeignKey(
        OrderLine, models.PROTECT, db_index=False, related_name="+", verbose_name=_("order line")
    )
    item = models.ForeignKey(StockItem, models.PROTECT, related_name="reservations", verbose_name=_("stock item"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(fields=("order_line", "item"), name="reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.quantity.normalize():f}"
