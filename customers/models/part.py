"""What customers call our products."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Unit
from core.search import fold
from customers.models.customer import Customer

LONGEST = 80
GAPS = re.compile(r"\s+")


def part_key(text: str) -> str:
    """One spelling of a part number: half-width, lower case, Simplified, without gaps."""
    return GAPS.sub("", fold(text[:LONGEST]))[:LONGEST]


class CustomerPart(models.Model):
    """A word of one customer for one product (客户料号), and the unit they count it in.

    Learned when an order that used it is confirmed, or entered by hand.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="parts", verbose_name=_("customer"))
    text = models.CharField(_("customer part number"), max_length=LONGEST)
    key = models.CharField(_("spelling"), max_length=LONGEST, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit of measure")
    )
    source = models.CharField(_("learned from"), max_length=40, blank=True)
    learned_at = models.DateTimeField(_("learned"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("customer part number")
        verbose_name_plural = _("customer part numbers")
        constraints = [models.UniqueConstraint(fields=("customer", "key"), name="customer_part_once")]
        indexes = [models.Index(fields=("product", "customer"), name="customer_part_product")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = part_key(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
