"""What is looked at before goods leave, who looked and when; and what each warehouse asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models import Warehouse
from shipping.models.shipment import Shipment

EARLY_DAYS = 7


class Gate(models.TextChoices):
    """The four things that must be right before goods go through the door (S69)."""

    ITEM = "item", pgettext_lazy("door", "Items")
    QUANTITY = "quantity", pgettext_lazy("door", "Quantities")
    ADDRESS = "address", pgettext_lazy("door", "Address")
    DATE = "date", pgettext_lazy("door", "Date")


class DoorCheck(models.Model):
    """One check a shipment passed; the note of the address is what was confirmed, of the date why it leaves then."""

    shipment = models.ForeignKey(
        Shipment, models.PROTECT, db_index=False, related_name="checks", verbose_name=_("shipment")
    )
    kind = models.CharField(_("check"), max_length=8, choices=Gate.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("door", "checked by"),
    )
    at = models.DateTimeField(pgettext_lazy("door", "checked"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("check at the door")
        verbose_name_plural = _("checks at the door")
        ordering = ("shipment", "pk")
        constraints = [
            models.UniqueConstraint(fields=("shipment", "kind"), name="door_check_once"),
            models.CheckConstraint(condition=Q(kind__in=Gate.values), name="door_check_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.get_kind_display()}"


class DoorRule(models.Model):
    """How a warehouse lets goods go; one without a row lets them go unpacked and checked by whoever picked them."""

    warehouse = models.OneToOneField(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    boxes = models.BooleanField(
        _("everything is packed in boxes"), default=False, help_text=_("Nothing is checked that is not packed.")
    )
    second_person = models.BooleanField(
        _("whoever picks does not check"), default=False, help_text=_("Another person checks at the door.")
    )
    early_days = models.PositiveSmallIntegerField(
        _("days before the delivery date that are not early"),
        default=EARLY_DAYS,
        help_text=_("Goods that leave earlier need a reason."),
    )

    class Meta:
        verbose_name = _("rule of a warehouse's door")
        verbose_name_plural = _("rules of the warehouses' doors")

    def __str__(self) -> str:
        return str(self.warehouse)
