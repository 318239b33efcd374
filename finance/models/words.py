"""The vocabulary of money: kinds and states of its documents, accounts of the ledger."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """An invoice, or the red-letter document that takes one back."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Red-letter invoice")


class InvoiceState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("invoice", "Draft")
    ISSUED = "issued", pgettext_lazy("invoice", "Issued")
    REVERSED = "reversed", pgettext_lazy("invoice", "Reversed")
    DROPPED = "dropped", pgettext_lazy("invoice", "Dropped")


class PaymentState(models.TextChoices):
    """A receipt is booked, or reversed by a counter-entry that is a document of its own."""

    BOOKED = "booked", pgettext_lazy("receipt", "Booked")
    REVERSED = "reversed", pgettext_lazy("receipt", "Reversed")
    REVERSAL = "reversal", pgettext_lazy("receipt", "Counter-entry")


class Method(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    DRAFT = "draft", _("Bank acceptance draft")
    CARD = "card", _("Card or wallet")
    CASH = "cash", _("Cash")


class Account(models.TextChoices):
    """The accounts of the ledger."""

    RECEIVABLE = "receivable", _("Accounts receivable")
    REVENUE = "revenue", _("Revenue")
    FREIGHT = "freight", _("Freight charged")
    TAX = "tax", _("Tax payable")
    BANK = "bank", _("Bank")
    ADVANCE = "advance", _("Advance receipts")


class Basis(models.TextChoices):
    """Why an order was allowed to use the customer's credit."""

    WITHIN = "within", _("Within the limit")
    OVERRIDE = "override", _("Allowed by approval")
    PREPAID = "prepaid", _("Cash before delivery")
    LOWERED = "lowered", _("Not more than before")


def money(verbose: Any, **more: Any) -> models.DecimalField:
    """An amount in the document's currency."""
    return models.DecimalField(verbose, max_digits=18, decimal_places=2, **more)
