"""Links customers hold, and the orders that came through them."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from orders.models import Order


class OrderLinkQuerySet(models.QuerySet["OrderLink"]):
    """Adjectives of links."""

    def open(self, now: datetime.datetime) -> "OrderLinkQuerySet":
        """Neither expired nor revoked, of a customer one still sells to."""
        return self.filter(revoked_at=None, expires_at__gt=now, customer__active=True)

    def visible_to(self, user: Any) -> "OrderLinkQuerySet":
        """The links of the customers a person sees."""
        return self.filter(customer__in=Customer.objects.visible_to(user))


class OrderLink(models.Model):
    """An address without sign-in by which one customer enters orders; only its fingerprint is kept (A27)."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    digest = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = OrderLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("order link")
        verbose_name_plural = _("order links")
        permissions = [("manage_orderlink", _("make and revoke customers' order links"))]

    def __str__(self) -> str:
        return str(self.customer)

    def get_absolute_url(self) -> str:
        return self.customer.get_absolute_url()


class LinkEntry(models.Model):
    """An order that came through a link, with what the customer wrote."""

    link = models.ForeignKey(OrderLink, models.PROTECT, related_name="entries", verbose_name=_("order link"))
    order = models.OneToOneField(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    at = models.DateTimeField(_("when"))
    wrote = models.TextField(_("as the customer wrote it"), blank=True)

    class Meta:
        verbose_name = _("order entered by a customer")
        verbose_name_plural = _("orders entered by customers")
        indexes = [models.Index(fields=("link", "at"), name="link_entry_at")]

    def __str__(self) -> str:
        return str(self.order)
