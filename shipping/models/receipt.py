"""The receipt of a return: in which warehouse its goods were taken in, by whom and when, and which pieces they are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inventory.models import Lot, Serial, Warehouse
from orders.models import OrderLine, Return
from orders.models.line import amount_of_goods


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


class ReturnPiece(models.Model):
    """What of a line came back of one lot, or is one numbered piece, and what it was found to be.

    Plain goods have no such row: the return's line says all there is to say.
    """

    receipt = models.ForeignKey(
        ReturnReceipt, models.PROTECT, db_index=False, related_name="pieces", verbose_name=_("return receipt")
    )
    order_line = models.ForeignKey(
        OrderLine, models.PROTECT, db_index=False, related_name="+", verbose_name=_("order line")
    )
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("lot")
    )
    serial = models.ForeignKey(
        Serial, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("serial number")
    )
    quantity = amount_of_goods(_("received"))
    good = amount_of_goods(_("good as new"))
    repair = amount_of_goods(_("to repair"))
    scrap = amount_of_goods(_("scrap"))

    class Meta:
        verbose_name = _("returned piece")
        verbose_name_plural = _("returned pieces")
        constraints = [
            models.UniqueConstraint(
                fields=("receipt", "order_line", "lot", "serial"), nulls_distinct=False, name="return_piece_once"
            ),
            models.CheckConstraint(
                condition=Q(lot__isnull=False) | Q(serial__isnull=False), name="return_piece_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & (Q(serial=None) | Q(quantity=1)), name="return_piece_is_one"
            ),
            models.CheckConstraint(
                condition=Q(good__gte=0, repair__gte=0, scrap__gte=0)
                & (Q(good=0, repair=0, scrap=0) | Q(quantity=F("good") + F("repair") + F("scrap"))),
                name="return_piece_found_is_received",
            ),
        ]

    def __str__(self) -> str:
        return str(self.serial or self.lot)
