"""Templates that new orders begin with."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Unit
from customers.models import Customer, PaymentTerm
from orders.models.words import Channel, Kind


class EntryTemplateQuerySet(models.QuerySet["EntryTemplate"]):
    """Business adjectives of templates."""

    def offered_to(self, user: Any) -> "EntryTemplateQuerySet":
        """One's own and those colleagues share; of a customer's only where one may see the customer."""
        rows = self.filter(Q(owner=user) | Q(shared=True), active=True)
        return rows.filter(Q(customer=None) | Q(customer__in=Customer.objects.visible_to(user).values("pk")))


class EntryTemplate(models.Model):
    """Lines, terms and instructions under a name, for one customer, for one kind of order, or for all."""

    name = models.CharField(_("name"), max_length=80)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NORMAL)
    channel = models.CharField(_("channel of receipt"), max_length=8, choices=Channel.choices, blank=True)
    terms = models.ForeignKey(
        PaymentTerm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("payment terms")
    )
    instructions = models.CharField(_("special instructions"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    shared = models.BooleanField(_("colleagues may use it"), default=False)
    active = models.BooleanField(_("active"), default=True)

    objects = EntryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry template")
        verbose_name_plural = _("entry templates")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("owner", "name"), name="template_name_once")]

    def __str__(self) -> str:
        return self.name


class TemplateLine(models.Model):
    """A product with the quantity it is usually ordered in."""

    template = models.ForeignKey(EntryTemplate, models.CASCADE, related_name="lines", verbose_name=_("entry template"))
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit of measure")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, default=Decimal(1))
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("template line")
        verbose_name_plural = _("template lines")
        ordering = ("template", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("template", "position"), name="template_line_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="template_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.product.code}"
