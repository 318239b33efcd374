"""An invoice, and the red-letter document that takes it back."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from core import clock
from core.machine import Moving, StateField
from customers.models import Customer
from finance.models.words import InvoiceState, Kind, money
from orders.models import Order, OrderLine

ZERO = Decimal(0)
OPEN = Q(state=InvoiceState.ISSUED, open_amount__gt=0)
UNISSUED = (InvoiceState.DRAFT, InvoiceState.DROPPED)


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Business adjectives of invoices."""

    def visible_to(self, user: Any) -> "InvoiceQuerySet":
        """The invoices of the orders a person sees."""
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user))

    def called(self, ref: str) -> "InvoiceQuerySet":
        """The invoice somebody calls by its number or draft mark."""
        if ref.startswith("D-") and ref[2:].isascii() and ref[2:].isdigit() and len(ref) < 20:
            return self.filter(pk=int(ref[2:]))
        return self.filter(number=ref)

    def drafts(self) -> "InvoiceQuerySet":
        return self.filter(state=InvoiceState.DRAFT)

    def issued(self) -> "InvoiceQuerySet":
        return self.exclude(state__in=UNISSUED)

    def standing(self) -> "InvoiceQuerySet":
        """Issued ones that no red letter took back whole."""
        return self.filter(kind=Kind.INVOICE, state=InvoiceState.ISSUED)

    def open(self) -> "InvoiceQuerySet":
        """Issued and not paid in full."""
        return self.filter(OPEN)

    def overdue(self, on: datetime.date | None = None) -> "InvoiceQuerySet":
        """Open after its due day."""
        return self.filter(OPEN, due_date__lt=on or clock.today())

    def for_list(self) -> "InvoiceQuerySet":
        """With what a row of the list shows, in one query."""
        return self.select_related("customer", "order").defer("order__search", "customer__search")


class Invoice(Moving, models.Model):
    """What a customer owes for goods that left; frozen once issued, corrected only by a red-letter invoice.

    A red-letter invoice carries its amounts below zero, so that the documents of an order add up to its total.
    One that `corrects` an invoice takes it back as a whole; one that `credits` it takes off what goods came back.
    A dropped draft was never owed: other goods than it says are to be billed.
    """

    number = models.CharField(_("invoice number"), max_length=32, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INVOICE)
    state = StateField(
        _("state"), default=InvoiceState.DRAFT, choices=InvoiceState.choices, max_length=10
    )
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    source = models.CharField(_("source"), max_length=40, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    credits = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="credit_notes", verbose_name=_("credits")
    )
    credited_amount = models.DecimalField(
        _("credited"), max_digits=18, decimal_places=2, default=ZERO, db_default=ZERO
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    net = money(_("net"))
    tax = money(_("tax"))
    freight = money(_("freight"), default=ZERO)
    total = money(_("total incl. tax"))
    open_amount = money(_("open"), default=ZERO)

    issue_date = models.DateField(_("invoice date"), null=True, blank=True)
    due_date = models.DateField(_("due date"), null=True, blank=True)
    buyer_title = models.CharField(_("invoice title"), max_length=200, blank=True)
    buyer_tax_number = models.CharField(_("tax ID"), max_length=30, blank=True)
    buyer_address = models.CharField(_("address"), max_length=500, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    drafted_at = models.DateTimeField(_("drafted"))
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        permissions = [
            ("draft_invoice", _("draft invoices")),
            ("issue_invoice", _("issue invoices")),
            ("correct_invoice", _("reverse invoices by red letter")),
            ("export_invoice", _("export invoices")),
        ]
        constraints = [
            models.UniqueConstraint(fields=("source", "kind"), condition=~Q(source=""), name="invoice_source_once"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax") + F("freight")), name="invoice_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(open_amount__gte=0, credited_amount__gte=0)
                & (Q(open_amount=0) | Q(open_amount__lte=F("total") - F("credited_amount"))),
                name="invoice_open_within_total",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.INVOICE, net__gte=0, tax__gte=0, freight__gte=0, corrects=None, credits=None)
                | Q(kind=Kind.CREDIT_NOTE, net__lte=0, tax__lte=0, freight__lte=0)
                & (Q(corrects__isnull=False, credits=None) | Q(corrects=None, credits__isnull=False)),
                name="invoice_sign_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNISSUED, number=None)
                | Q(number__isnull=False, issue_date__isnull=False, due_date__isnull=False),
                name="invoice_numbered_once_issued",
            ),
        ]
        indexes = [
            # each serves one tab of the list in the list's own order
            models.Index(fields=("state", "-id"), name="invoice_state"),
            models.Index(fields=("order", "-id"), name="invoice_order"),
            models.Index(fields=("customer", "due_date"), name="invoice_open", condition=OPEN),
            models.Index(fields=("due_date",), name="invoice_due", condition=OPEN),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """How people and addresses call it: its number, or its draft mark before it has one."""
        return self.number or f"D-{self.pk}"

    @property
    def stream(self) -> str:
        return f"invoice:{self.pk}"

    @property
    def paid(self) -> Decimal:
        """What receipts have settled of it."""
        if self.state != InvoiceState.ISSUED or self.total <= 0:
            return ZERO
        return self.total - self.credited_amount - self.open_amount

    @property
    def return_id(self) -> int | None:
        """The return whose goods it credits, where it does."""
        kind, _colon, rest = self.source.partition(":")
        return int(rest.split(":")[0]) if self.credits_id and kind == "return" else None

    @property
    def days_overdue(self) -> int:
        """How many days its due day is past while it is open; zero when it is not."""
        if not self.open_amount or self.due_date is None:
            return 0
        return max(0, (clock.today() - self.due_date).days)

    @property
    def is_credit_note(self) -> bool:
        return self.kind == Kind.CREDIT_NOTE

    def get_absolute_url(self) -> str:
        return reverse("finance:invoice", args=[self.ref])

    @transition(state, source=InvoiceState.DRAFT, target=InvoiceState.ISSUED)
    def issue(self, number: str, now: datetime.datetime, on: datetime.date, due: datetime.date) -> None:
        self.number, self.issued_at, self.issue_date, self.due_date = number, now, on, due
        self.open_amount = max(ZERO, self.total)

    @transition(state, source=InvoiceState.DRAFT, target=InvoiceState.DROPPED)
    def drop(self) -> None:
        """It is not owed and never will be."""

    @transition(state, source=InvoiceState.ISSUED, target=InvoiceState.REVERSED)
    def reverse(self) -> None:
        self.open_amount = ZERO


class InvoiceLine(models.Model):
    """Pieces of one order line on an invoice, in base units; frozen with it."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines", verbose_name=_("invoice"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", verbose_name=_("order line"))
    position = models.PositiveSmallIntegerField(_("line"))
    text = models.CharField(_("description"), max_length=250)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit of measure"), max_length=20)
    tax_percent = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=2, default=ZERO)
    net = money(_("net"))
    tax = money(_("tax"))

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ("invoice", "position")
        constraints = [
            models.UniqueConstraint(fields=("invoice", "order_line"), name="invoice_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, net__gte=0, tax__gte=0) | Q(quantity__lt=0, net__lte=0, tax__lte=0),
                name="invoice_line_one_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.text}"

    @property
    def price(self) -> Decimal:
        """Net price of one base unit, to six places as on paper."""
        return (self.net / self.quantity).quantize(Decimal("0.000001"))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax
