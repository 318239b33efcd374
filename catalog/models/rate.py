"""What a foreign currency is worth in the house's own, day by day."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """The worth of one unit of a currency in the house's own from a day on, until a later row takes over."""

    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Z]{3}$", _("A currency is three capital letters."))],
    )
    on = models.DateField(_("from day"))
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=18,
        decimal_places=8,
        help_text=_("What one unit of it is worth in the house's own currency, for example 7.12 for a dollar."),
    )

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-on")
        constraints = [
            models.UniqueConstraint(fields=("currency", "on"), name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
