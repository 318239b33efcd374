"""How much of the house's trust a customer uses, and the proof of each time it was asked."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.money import rounded
from customers.models import Customer
from finance.models.words import Basis, money
from orders.models import Order

ZERO, ONE = Decimal(0), Decimal(1)
STANDARD_LIMIT = Decimal(200_000)
"""What a new customer on account is trusted with until somebody sets another limit, in the house's currency."""


def standard_limit(*, prepaid: bool, rate: Decimal | None = ONE, currency: str = "") -> Decimal:
    """Who pays before delivery needs no credit; everybody else begins with the house's standard limit.

    In the customer's own currency at its rate; nothing is lent in a currency whose worth nobody has entered.
    """
    if prepaid or rate is None:
        return ZERO
    return rounded(STANDARD_LIMIT / rate, currency)


class CreditProfileQuerySet(models.QuerySet["CreditProfile"]):
    """Business adjectives of credit."""

    def visible_to(self, user: Any) -> "CreditProfileQuerySet":
        """The credit of the customers a person sees."""
        if user.has_perm("customers.see_all_customer"):
            return self
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def over(self) -> "CreditProfileQuerySet":
        """Customers who owe more than they are trusted with."""
        return self.filter(limit__lt=F("receivable") + F("uninvoiced") - F("unallocated"))


class CreditProfile(models.Model):
    """One customer's limit and what is used of it, kept in the transaction of each move."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    limit = money(_("credit limit"))
    receivable = money(_("open invoices"), default=ZERO)
    uninvoiced = money(_("confirmed, not invoiced"), default=ZERO)
    unallocated = money(_("receipts not matched"), default=ZERO)

    objects = CreditProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credit")
        permissions = [
            ("see_credit", _("see credit limits")),
            ("set_credit_limit", _("set credit limits")),
            ("set_any_credit_limit", _("set any credit limit")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(limit__gte=0, receivable__gte=0, uninvoiced__gte=0, unallocated__gte=0),
                name="credit_parts_not_negative",
            )
        ]

    def __str__(self) -> str:
        return str(self.customer)

    @property
    def stream(self) -> str:
        return f"credit:{self.customer_id}"

    @property
    def exposure(self) -> Decimal:
        """Open invoices and confirmed orders not invoiced yet, less receipts not matched."""
        return self.receivable + self.uninvoiced - self.unallocated

    @property
    def free(self) -> Decimal:
        """What the customer may still order; below zero the limit is passed."""
        return self.limit - self.exposure

    @property
    def is_over(self) -> bool:
        return self.free < 0

    @property
    def tone(self) -> str:
        """How much of the limit is used, as the colour of its bar."""
        if self.is_over:
            return "danger"
        return "warning" if self.exposure * 4 >= self.limit * 3 and self.exposure else "accent"

    def get_absolute_url(self) -> str:
        return reverse("finance:credit", args=[self.customer_id])


class CreditCheck(models.Model):
    """The exposure and the limit at the moment an order bound the house; never changed afterwards."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    revision = models.PositiveSmallIntegerField(_("revision"))
    exposure = money(_("exposure"))
    limit = money(_("credit limit"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("allowed by")
    )
    override = models.OneToOneField(
        "finance.CreditOverride",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="used_by",
        verbose_name=_("credit override"),
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("credit check")
        verbose_name_plural = _("credit checks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=Basis.WITHIN) | Q(exposure__lte=F("limit")), name="credit_within_is_within"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.revision}"
