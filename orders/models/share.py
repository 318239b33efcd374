"""An order shared with a colleague."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import ShareBase
from orders.models.order import Order


class OrderShare(ShareBase):
    """Lets one colleague view or edit one order, until a day."""

    content_object = models.ForeignKey(Order, models.CASCADE, related_name="shares", verbose_name=_("order"))

    class Meta(ShareBase.Meta):
        abstract = False
        verbose_name = _("shared order")
        verbose_name_plural = _("shared orders")
