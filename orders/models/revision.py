"""What was submitted, frozen, with what the checks said about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order


class OrderRevision(models.Model):
    """One submitted version of an order: its content, its hash, its findings and the reason given."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="revisions", verbose_name=_("order"))
    number = models.PositiveSmallIntegerField(_("revision"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("fingerprint"), max_length=64)
    findings = models.JSONField(_("findings"), default=list)
    reason = models.TextField(_("reason"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("order revision")
        verbose_name_plural = _("order revisions")
        constraints = [models.UniqueConstraint(fields=("order", "number", "round"), name="revision_round_once")]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.number}.{self.round}"
