"""The ledger: every movement of money twice, never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Customer
from finance.models.words import Account, money


class LedgerEntry(models.Model):
    """One side of a posting; the sides of one transaction balance, or the database refuses them."""

    transaction = models.UUIDField(_("transaction"))
    account = models.CharField(_("account"), max_length=12, choices=Account.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    debit = money(_("debit"), default=0)
    credit = money(pgettext_lazy("ledger", "credit"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    source = models.CharField(_("source"), max_length=40)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="ledger_one_side"
            )
        ]
        indexes = [
            models.Index(fields=("transaction",), name="ledger_transaction"),
            models.Index(fields=("account", "customer"), name="ledger_account"),
            models.Index(fields=("source",), name="ledger_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_account_display()} {self.debit or -self.credit}"
