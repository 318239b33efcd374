"""Single pieces known by their own number, and every move each of them made."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models import Product
from core.machine import Moving, StateField
from inventory.models.bin import Bin
from inventory.models.lot import Lot
from inventory.models.move import StockMove
from inventory.models.place import Warehouse
from orders.models import OrderLine


class SerialState(models.TextChoices):
    """Where the life of a piece stands."""

    IN_STOCK = "in_stock", pgettext_lazy("serial", "In stock")
    SHIPPED = "shipped", pgettext_lazy("serial", "Shipped")
    RETURNED = "returned", pgettext_lazy("serial", "Returned")
    DESK = "desk", pgettext_lazy("serial", "Came back, not settled")
    REPAIR = "repair", pgettext_lazy("serial", "In repair")
    SCRAPPED = "scrapped", pgettext_lazy("serial", "Written off")


HERE = (SerialState.IN_STOCK, SerialState.RETURNED)
"""On a shelf of the house."""
ON_RETURN = (SerialState.DESK, SerialState.REPAIR)
"""In the house on a return: on no shelf, and not ours before it is settled."""
AWAY = (SerialState.SHIPPED, SerialState.SCRAPPED, *ON_RETURN)
"""On no shelf."""


class SerialQuerySet(models.QuerySet["Serial"]):
    """Business adjectives of serial numbers."""

    def visible_to(self, user: Any) -> "SerialQuerySet":
        """Whoever may look at stock sees every number; for whom it left is another question."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def here(self) -> "SerialQuerySet":
        return self.filter(state__in=HERE)

    def sellable(self) -> "SerialQuerySet":
        """In the house, in no closed or frozen bin, of no blocked lot."""
        closed = Q(bin__kind=Bin.Kind.QUARANTINE) | Q(bin__count__isnull=False) | Q(lot__blocked=True)
        return self.here().exclude(closed)


class Serial(Moving, models.Model):
    """One piece of a product under its own number: it is in one place, or with a customer, or written off."""

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    number = models.CharField(_("serial number"), max_length=60)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot"))
    state = StateField(
        _("state"), default=SerialState.IN_STOCK, choices=SerialState.choices, max_length=10
    )
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("warehouse")
    )
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bin"))
    order_line = models.ForeignKey(
        OrderLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order line")
    )
    source = models.CharField(_("last document"), max_length=64, blank=True)

    objects = SerialQuerySet.as_manager()

    class Meta:
        verbose_name = _("serial number")
        verbose_name_plural = _("serial numbers")
        constraints = [
            models.UniqueConstraint(fields=("product", "number"), name="serial_once"),
            # in exactly one place, or in none (I14)
            models.CheckConstraint(
                condition=Q(state__in=HERE, warehouse__isnull=False)
                | Q(state__in=AWAY, warehouse__isnull=True, bin__isnull=True),
                name="serial_in_one_place",
            ),
        ]
        indexes = [
            models.Index(fields=("number",), name="serial_number"),
            models.Index(fields=("product", "warehouse"), name="serial_here", condition=Q(warehouse__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_here(self) -> bool:
        return self.state in HERE

    def get_absolute_url(self) -> str:
        return reverse("inventory:serial", args=[self.pk])

    def lie(self, warehouse_id: int | None, bin_id: int | None = None) -> None:
        self.warehouse_id, self.bin_id = warehouse_id, bin_id

    @transition(state, source=HERE, target=SerialState.SHIPPED)
    def ship(self) -> None:
        self.lie(None)

    @transition(state, source=(*HERE, SerialState.DESK), target=SerialState.SCRAPPED)
    def scrap(self) -> None:
        self.lie(None)

    @transition(state, source=SerialState.SHIPPED, target=SerialState.RETURNED)
    def take_back(self) -> None:
        """It comes back from a customer; whoever books it in says where it lies."""

    @transition(state, source=SerialState.SHIPPED, target=SerialState.DESK)
    def come_back(self) -> None:
        """It is at the receiving desk with its return."""

    @transition(state, source=SerialState.DESK, target=SerialState.REPAIR)
    def mend(self) -> None:
        """It goes to the workshop."""

    @transition(state, source=ON_RETURN, target=SerialState.SHIPPED)
    def go_back(self) -> None:
        """It is the customer's again."""

    @transition(state, source=ON_RETURN, target=SerialState.IN_STOCK)
    def restock(self) -> None:
        """It is ours and may be sold; whoever puts it away says where it lies."""

    @transition(state, source=SerialState.SCRAPPED, target=SerialState.IN_STOCK)
    def find(self) -> None:
        """It was written off and is here after all."""


class SerialMove(models.Model):
    """A piece took part in a move; only grows (trigger), as the moves do."""

    move = models.ForeignKey(StockMove, models.PROTECT, db_index=False, related_name="serials", verbose_name=_("move"))
    serial = models.ForeignKey(Serial, models.PROTECT, related_name="moves", verbose_name=_("serial number"))

    class Meta:
        verbose_name = _("move of a serial number")
        verbose_name_plural = _("moves of serial numbers")
        constraints = [models.UniqueConstraint(fields=("move", "serial"), name="serial_move_once")]

    def __str__(self) -> str:
        return f"{self.serial_id} {self.move_id}"
