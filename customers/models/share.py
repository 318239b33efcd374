"""A customer shared with a colleague."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import ShareBase
from customers.models.customer import Customer


class CustomerShare(ShareBase):
    """Lets one colleague view or edit one customer and their orders, until a day."""

    content_object = models.ForeignKey(Customer, models.CASCADE, related_name="shares", verbose_name=_("customer"))

    class Meta(ShareBase.Meta):
        abstract = False
        verbose_name = _("shared customer")
        verbose_name_plural = _("shared customers")
