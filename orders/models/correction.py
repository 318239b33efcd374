"""What had to be put right about an order after it was handed in: the ledger of order quality."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.models.change import Cause
from orders.models.order import Order


class Mistake(models.TextChoices):
    """Which part of an order was corrected."""

    CUSTOMER = "customer", _("Customer")
    PRODUCT = "product", _("Product")
    QUANTITY = "quantity", _("Quantity")
    UNIT = "unit", _("Unit")
    PRICE = "price", pgettext_lazy("heading", "Price")
    ADDRESS = "address", _("Address")
    DATE = "date", _("Delivery date")
    TERMS = "terms", _("Payment terms")


class Correction(models.Model):
    """One value that was one thing when the order was handed in and another afterwards (append-only).

    What one correction of several values did to the total stands once, on its first row.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="corrections", verbose_name=_("order"))
    kind = models.CharField(_("what"), max_length=12, choices=Mistake.choices)
    cause = models.CharField(pgettext_lazy("change", "cause"), max_length=10, choices=Cause.choices)
    line = models.PositiveSmallIntegerField(_("line"), null=True)
    was = models.CharField(_("was"), max_length=250, blank=True)
    now = models.CharField(_("is now"), max_length=250, blank=True)
    money = models.DecimalField(
        _("difference of the total"),
        max_digits=18,
        decimal_places=2,
        null=True,
        help_text=_("In the house's own currency; on the first value of each correction only."),
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True)
    source = models.CharField(_("source"), max_length=40)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [
            models.Index(fields=("at",), name="correction_at"),
            models.Index(fields=("order",), name="correction_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.was} → {self.now}"
