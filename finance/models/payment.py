"""Money that came in, and which invoices it settles."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from core.machine import Moving, StateField
from customers.models import Customer
from finance.models.invoice import Invoice
from finance.models.words import Method, PaymentState, money


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Business adjectives of receipts."""

    def visible_to(self, user: Any) -> "PaymentQuerySet":
        """The receipts from customers a person sees."""
        if user.has_perm("customers.see_all_customer"):
            return self
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def unmatched(self) -> "PaymentQuerySet":
        """Money that settles no invoice yet."""
        return self.filter(unapplied__gt=0)

    def for_list(self) -> "PaymentQuerySet":
        return self.select_related("customer").defer("customer__search")


class Payment(Moving, models.Model):
    """One receipt. It is reversed by a linked counter-entry and never deleted."""

    number = models.CharField(_("receipt number"), max_length=32, unique=True)
    state = StateField(
        _("state"), default=PaymentState.BOOKED, choices=PaymentState.choices, max_length=10
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    amount = money(_("amount"))
    unapplied = money(_("not matched"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    method = models.CharField(_("method"), max_length=12, choices=Method.choices, default=Method.TRANSFER)
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    received_on = models.DateField(_("received on"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("booked by")
    )
    at = models.DateTimeField(_("when"))

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        permissions = [
            ("book_payment", _("book receipts")),
            ("allocate_payment", _("match receipts to invoices")),
            ("reverse_payment", _("reverse receipts")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(unapplied__gte=0, unapplied__lte=F("amount")), name="payment_unapplied_within"
            ),
            models.CheckConstraint(
                condition=Q(state=PaymentState.BOOKED) | Q(unapplied=0), name="payment_reversed_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(state=PaymentState.REVERSAL, reverses__isnull=False)
                | (~Q(state=PaymentState.REVERSAL) & Q(reverses=None)),
                name="payment_reversal_names_its_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=("customer", "-id"), name="payment_customer"),
            models.Index(fields=("-id",), name="payment_unmatched", condition=Q(unapplied__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"payment:{self.pk}"

    @property
    def look(self) -> str:
        """Which invoice state's tone its badge borrows: booked stands, the others are void."""
        return "issued" if self.state == PaymentState.BOOKED else "reversed"

    def get_absolute_url(self) -> str:
        return reverse("finance:payment", args=[self.number])

    @transition(state, source=PaymentState.BOOKED, target=PaymentState.REVERSED)
    def reverse(self) -> None:
        self.unapplied = 0

    @transition(state, source=PaymentState.BOOKED, target=PaymentState.REVERSAL)
    def counter(self, receipt: "Payment", reason: str) -> None:
        self.reverses, self.reason, self.unapplied = receipt, reason, 0


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """Business adjectives of matchings."""

    def standing(self) -> "AllocationQuerySet":
        """Those that were not undone."""
        return self.filter(reverses=None, undone_by=None)


class Allocation(models.Model):
    """A part of a receipt that settles a part of an invoice; undone by a linked row below zero."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations", verbose_name=_("receipt"))
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations", verbose_name=_("invoice"))
    amount = money(_("amount"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("reverses")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching")
        verbose_name_plural = _("matchings")
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="allocation_sign_fits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.invoice_id} {self.amount}"
