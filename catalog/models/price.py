"""Price lists: what a product costs for whom, from which quantity, and for how long."""

import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class PriceListQuerySet(models.QuerySet["PriceList"]):
    """Business adjectives of price lists."""

    def valid_on(self, day: datetime.date) -> "PriceListQuerySet":
        """Lists whose prices may be promised on a day; the first and the last day count."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until=None) | Q(valid_until__gte=day))


class PriceList(models.Model):
    """A named list of prices in one currency, all with tax or all without; a product not on it is priced elsewhere."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    inclusive = models.BooleanField(
        _("prices include tax"),
        default=False,
        db_default=False,
        help_text=_("Orders at these prices are entered and told with tax; the tax is taken out of them."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day it holds."))

    objects = PriceListQuerySet.as_manager()

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="price_list_ends_after_it_begins",
                violation_error_message=_("A price list cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: datetime.date) -> bool:
        """Whether its prices may be promised on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and not self.ended_before(day)

    def ended_before(self, day: datetime.date) -> bool:
        return self.valid_until is not None and self.valid_until < day


class PriceQuerySet(models.QuerySet["Price"]):
    """Adjectives of prices."""

    def holding_on(self, day: datetime.date) -> "PriceQuerySet":
        """Prices whose own days hold a day; their list may still be over, or not begun."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until=None) | Q(valid_until__gte=day))

    def not_over(self, day: datetime.date) -> "PriceQuerySet":
        """Prices that hold on a day or will."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))


class Price(models.Model):
    """The price of one base unit on a price list, from a quantity on; a line takes the highest step it reaches.

    A price change ends one and begins the next, so that what held on a day can be proved; of two that hold the
    later one counts.
    """

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices", verbose_name=_("price list"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name=_("product"))
    from_quantity = models.DecimalField(
        _("from quantity"),
        max_digits=18,
        decimal_places=4,
        default=Decimal(0),
        db_default=Decimal(0),
        help_text=_("In base units; 0 is the price of any quantity."),
    )
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=6)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day it holds."))
    change = models.ForeignKey(
        "catalog.PriceChange",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="prices",
        verbose_name=_("price change"),
    )

    objects = PriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        permissions = [("set_price_directly", _("set prices without asking"))]
        constraints = [
            models.UniqueConstraint(
                fields=("price_list", "product", "from_quantity"),
                condition=Q(valid_from=None),
                name="price_step_once",
            ),
            models.UniqueConstraint(
                fields=("price_list", "product", "from_quantity", "valid_from"), name="price_step_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="price_ends_after_it_begins",
                violation_error_message=_("A price cannot end before it begins."),
            ),
            models.CheckConstraint(condition=Q(price__gte=0, from_quantity__gte=0), name="price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.price}"
