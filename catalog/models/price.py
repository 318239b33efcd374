"""Price lists: what a product costs for whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class PriceList(models.Model):
    """A named list of net prices in one currency; a product not on it costs its list price."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The net price of one base unit on a price list."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices", verbose_name=_("price list"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name=_("product"))
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=("price_list", "product"), name="price_once_per_list"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.price}"
