"""A hold somebody put on an order by hand: it stops named acts beside the state, until it is lifted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.models.order import Order


class HoldKind(models.TextChoices):
    """Who wants the order to wait."""

    CUSTOMER = "customer_request", _("The customer asked to wait")
    MANUAL = "manual", _("We want to wait")


class Stopped(models.TextChoices):
    """The acts a hold can stop."""

    CONFIRM = "confirm", pgettext_lazy("stopped act", "Confirming")
    DISPATCH = "dispatch", pgettext_lazy("stopped act", "Sending off")


class HoldQuerySet(models.QuerySet["OrderHold"]):
    """Adjectives of holds."""

    def standing(self) -> "HoldQuerySet":
        return self.filter(lifted_at=None)


class OrderHold(models.Model):
    """One reason why an order waits, who said so, and who let it go again."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="holds", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=20, choices=HoldKind.choices)
    stops = models.CharField(_("stops"), max_length=40)
    reason = models.CharField(_("reason"), max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put on by"))
    at = models.DateTimeField(_("since"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(condition=~Q(stops="") & ~Q(reason=""), name="hold_says_what_and_why"),
        ]
        indexes = [models.Index(fields=("order",), name="hold_standing", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"

    @property
    def acts_in_words(self) -> str:
        """The acts it stops."""
        return ", ".join(str(Stopped(name).label) for name in self.stops.split())
