"""Which price lists hold for a tier of customers, and which for everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from customers.models.customer import Tier


class TierPriceList(models.Model):
    """A price list that all customers of a tier buy by, or all customers at all where no tier is named.

    A customer's own list comes first, then their tier's, then everybody's; of two that hold, the later one.
    """

    tier = models.CharField(
        _("tier"), max_length=10, choices=Tier.choices, blank=True, help_text=_("Empty means every customer.")
    )
    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="+", verbose_name=_("price list"))

    class Meta:
        verbose_name = _("price list of a tier")
        verbose_name_plural = _("price lists of tiers")
        constraints = [models.UniqueConstraint(fields=("tier", "price_list"), name="tier_price_list_once")]

    def __str__(self) -> str:
        return f"{self.get_tier_display() or '*'}: {self.price_list}"
