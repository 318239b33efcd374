"""The receipt of a return: in which warehouse its goods were taken in, by whom and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.models import Warehouse
from orders.models import Return


class ReturnReceipt(models.Model):
    """One return that came in; its pieces are the counted scans, and they go to this warehouse's shelves."""

    returned = models.OneToOneField(Return, models.PROTECT, related_name="+", verbose_name=_("return"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("return receipt")
        verbose_name_plural = _("return receipts")
        permissions = [("receive_return", _("receive and inspect returned goods"))]

    def __str__(self) -> str:
        return str(self.returned)
