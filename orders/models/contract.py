"""The framework contract: what a customer and the house agreed on for many orders to come."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models import Product
from core.machine import Moving, StateField
from customers.models import Customer, PaymentTerm
from orders.models.terms import TermsClause

ZERO = Decimal(0)


class ContractState(models.TextChoices):
    """A contract binds while it is active; ended means it ran its course, closed that it was stopped."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", pgettext_lazy("contract", "Active")
    ENDED = "ended", pgettext_lazy("contract", "Ended")
    CLOSED = "closed", pgettext_lazy("contract", "Closed")


S = ContractState


class ContractQuerySet(models.QuerySet["Contract"]):
    """Adjectives of contracts."""

    def visible_to(self, user: Any) -> "ContractQuerySet":
        """The contracts of the customers one sees."""
        return self.filter(customer__in=Customer.objects.visible_to(user).values("pk"))

    def active(self) -> "ContractQuerySet":
        return self.filter(state=S.ACTIVE)

    def expiring(self, day: datetime.date, days: int) -> "ContractQuerySet":
        """Active ones that run out within so many days, or have run out."""
        return self.active().filter(valid_until__lte=day + datetime.timedelta(days=days))

    def for_list(self) -> "ContractQuerySet":
        return self.select_related("customer", "owner").defer("customer__search", "note", "own_terms")


PICTURES = ("image/png", "image/jpeg")


def tolerance(verbose: Any) -> models.DecimalField:
    """Percent something may be off without anybody being asked."""
    return models.DecimalField(verbose, max_digits=5, decimal_places=2, default=ZERO)


class Contract(Moving, models.Model):
    """One framework contract of one customer, in one currency."""

    number = models.CharField(_("contract number"), max_length=32, unique=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    customer_ref = models.CharField(_("customer's contract number"), max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("salesperson")
    )
    state = StateField(_("state"), default=S.DRAFT, choices=S.choices, max_length=10)
    version = models.PositiveIntegerField(_("version"), default=1)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    deliver_from = models.DateField(_("delivery from"), null=True, blank=True)
    deliver_until = models.DateField(_("delivery until"), null=True, blank=True)
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    clause = models.ForeignKey(
        TermsClause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standard terms")
    )
    own_terms = models.TextField(_("non-standard terms"), max_length=2000, blank=True)
    price_tolerance = tolerance(_("price tolerance %"))
    quantity_tolerance = tolerance(_("quantity tolerance %"))
    day_tolerance = models.PositiveSmallIntegerField(_("tolerance in days"), default=0)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("created"))
    activated_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework contract")
        verbose_name_plural = _("framework contracts")
        permissions = [
            ("enter_contract", _("enter contracts")),
            ("activate_contract", _("put contracts in force, change and end them")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="contract_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(deliver_from=None)
                | Q(deliver_until=None)
                | Q(deliver_until__gte=models.F("deliver_from")),
                name="contract_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(price_tolerance__gte=0, price_tolerance__lte=100, quantity_tolerance__gte=0),
                name="contract_tolerances",
            ),
        ]
        indexes = [
            models.Index(fields=("customer", "state"), name="contract_customer"),
            models.Index(fields=("valid_until",), name="contract_running_out", condition=Q(state=S.ACTIVE)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"contract:{self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.state == S.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in (S.DRAFT, S.ACTIVE)

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the day is one of its validity."""
        return self.valid_from <= day <= self.valid_until

    def days_left(self, day: datetime.date) -> int:
        """Days until it runs out; below zero it has."""
        return (self.valid_until - day).days

    def get_absolute_url(self) -> str:
        return reverse("orders:contract", args=[self.number])

    @transition(state, source=S.DRAFT, target=S.ACTIVE)
    def activate(self, now: datetime.datetime) -> None:
        self.activated_at = now

    @transition(state, source=S.ACTIVE, target=S.ENDED)
    def end(self, now: datetime.datetime, reason: str = "") -> None:
        self.finished_at, self.reason = now, reason

    @transition(state, source=[S.DRAFT, S.ACTIVE], target=S.CLOSED)
    def close(self, now: datetime.datetime, reason: str) -> None:
        self.finished_at, self.reason = now, reason


class ContractLine(models.Model):
    """An agreed product: its net price per base unit, how much of it, and how much was called off so far.

    Without a quantity it is a price agreement. `called_off` is what confirmed orders took less what was
    cancelled of them, in base units; the transaction that confirms or cancels writes it under lock.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines", verbose_name=_("contract"))
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    price = models.DecimalField(_("agreed price"), max_digits=18, decimal_places=6)
    quantity = models.DecimalField(_("agreed quantity"), max_digits=18, decimal_places=4, null=True, blank=True)
    called_off = models.DecimalField(_("called off"), max_digits=18, decimal_places=4, default=ZERO)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("contract line")
        verbose_name_plural = _("contract lines")
        ordering = ("contract", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("contract", "position"), name="contract_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=("contract", "product"), name="contract_product_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(price__gte=0, called_off__gte=0), name="contract_line_not_negative"),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gt=0), name="contract_quantity_positive"),
        ]
        indexes = [models.Index(fields=("product",), name="contract_line_product")]

    def __str__(self) -> str:
        return f"{self.contract} · {self.position}"

    @property
    def left(self) -> Decimal | None:
        """What may still be called off; nothing where no quantity was agreed."""
        return None if self.quantity is None else max(ZERO, self.quantity - self.called_off)

    @property
    def most(self) -> Decimal | None:
        """What may be called off in all, tolerance included."""
        if self.quantity is None:
            return None
        return self.quantity * (100 + self.contract.quantity_tolerance) / 100


class ContractDocument(models.Model):
    """A signed copy or annex, kept where no address leads; who may see the contract may fetch it."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="documents", verbose_name=_("contract"))
    name = models.CharField(_("file"), max_length=120)
    path = models.CharField(_("stored as"), max_length=200)
    kind = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("contract document")
        verbose_name_plural = _("contract documents")
        constraints = [models.UniqueConstraint(fields=("contract", "sha256"), name="contract_document_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it; everything else is only fetched (A21)."""
        return self.kind in PICTURES
