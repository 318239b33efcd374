"""How much may be given away without asking, by person or by role."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.roles import ROLE_NAMES


class DiscountLimit(models.Model):
    """The discount in percent one person, or everybody in a role, may give alone; the rest is for their manager.

    A person's own limit goes before those of their roles, of which the highest counts.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, choices=list(ROLE_NAMES.items()))
    percent = models.DecimalField(_("discount limit %"), max_digits=5, decimal_places=2, default=Decimal(5))

    class Meta:
        verbose_name = _("discount limit")
        verbose_name_plural = _("discount limits")
        permissions = [("set_price", _("set unit prices"))]
        constraints = [
            models.UniqueConstraint(fields=("role",), condition=~Q(role=""), name="discount_limit_once_per_role"),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(role="") | Q(person__isnull=False, role=""),
                name="discount_limit_of_one",
                violation_error_message=_("Name a person or a role, not both."),
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="discount_limit_percent"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.get_role_display())
