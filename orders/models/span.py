"""The stage clock."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.roles import ROLE_NAMES
from orders.models.order import Order
from orders.models.words import Stage


class StageSpan(models.Model):
    """From this moment the order waits for this, held by this person or role (append-only).

    A span ends where the next one of the order begins.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="spans", verbose_name=_("order"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("holder")
    )
    holder_role = models.CharField(_("holding role"), max_length=20, blank=True, choices=list(ROLE_NAMES.items()))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("stage span")
        verbose_name_plural = _("stage clock")
        indexes = [
            models.Index(fields=("order", "id"), name="span_order"),
            models.Index(fields=("since",), name="span_since"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.stage}"
