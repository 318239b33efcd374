"""The quotation: what the house offers a customer, until a day."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models import Product, Unit
from core.machine import Moving, StateField
from core.models import Department
from customers.models import Address, Contact, Customer, PaymentTerm
from orders.models.order import Order, money
from orders.models.requirement import Requirement
from orders.models.terms import TermsClause

ZERO = Decimal(0)
AGREED_BY = 200


class QuoteState(models.TextChoices):
    """The life of a quotation: written, agreed in the house, sent, answered."""

    DRAFT = "draft", _("Draft")
    PENDING_APPROVAL = "pending_approval", _("In approval")
    APPROVED = "approved", pgettext_lazy("quotation", "To send")
    SENT = "sent", pgettext_lazy("quotation", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("quotation", "Accepted")
    DECLINED = "declined", pgettext_lazy("quotation", "Declined")
    EXPIRED = "expired", pgettext_lazy("quotation", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("quotation", "Withdrawn")
    REJECTED = "rejected", _("Rejected")


S = QuoteState


class QuotationQuerySet(models.QuerySet["Quotation"]):
    """Adjectives of quotations."""

    def visible_to(self, user: Any) -> "QuotationQuerySet":
        """The quotations to the customers one sees."""
        return self.filter(customer__in=Customer.objects.visible_to(user).values("pk"))

    def passed(self, day: datetime.date) -> "QuotationQuerySet":
        """Sent ones whose last day is over."""
        return self.filter(state=S.SENT, valid_until__lt=day)

    def for_list(self) -> "QuotationQuerySet":
        return self.select_related("customer", "owner").defer("customer__search", "note", "own_terms", "findings")


class Quotation(Moving, models.Model):
    """One offer to one customer; accepted, it becomes one order, and both know each other."""

    number = models.CharField(_("quotation number"), max_length=32, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    ship_to = models.ForeignKey(
        Address, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ship-to address")
    )
    requirement = models.ForeignKey(
        Requirement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
        verbose_name=_("requirement note"),
    )
    order = models.OneToOneField(
        Order, models.PROTECT, null=True, blank=True, related_name="quotation", verbose_name=_("sales order")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("salesperson")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    state = StateField(_("state"), default=S.DRAFT, choices=S.choices, max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    valid_until = models.DateField(_("valid until"))
    wanted_on = models.DateField(_("delivery date"), null=True, blank=True)
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    clause = models.ForeignKey(
        TermsClause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standard terms")
    )
    own_terms = models.TextField(_("non-standard terms"), max_length=2000, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        help_text=_("What one unit of the order's currency is worth in the house's own, frozen when it is submitted."),
    )
    inclusive = models.BooleanField(_("prices include tax"), default=False, db_default=False)
    net = money(_("net"))
    tax = money(_("tax"))
    freight = money(_("freight"))
    total = money(_("total incl. tax"))
    findings = models.JSONField(_("findings"), default=list)
    agreed_by = models.CharField(_("approved by"), max_length=AGREED_BY, blank=True, default="", db_default="")
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_to = models.EmailField(_("sent to"), blank=True)
    mailed_at = models.DateTimeField(_("letter left"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = QuotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        permissions = [
            ("enter_quotation", _("enter quotations")),
            ("send_quotation", _("send quotations and note the answer")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total=F("net") + F("tax") + F("freight")), name="quote_total_adds_up"),
            models.CheckConstraint(
                condition=Q(order=None) | Q(state=S.ACCEPTED), name="quote_with_order_was_accepted"
            ),
        ]
        indexes = [
            models.Index(fields=("customer", "-id"), name="quote_customer"),
            models.Index(fields=("state", "-id"), name="quote_state"),
            models.Index(fields=("valid_until",), name="quote_open_until", condition=Q(state=S.SENT)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"quotation:{self.pk}"

    @property
    def ref(self) -> str:
        return self.number

    @property
    def is_editable(self) -> bool:
        return self.state == S.DRAFT

    def has_passed(self, day: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.valid_until < day

    def get_absolute_url(self) -> str:
        return reverse("orders:quotation", args=[self.number])

    @transition(state, source=S.DRAFT, target=S.PENDING_APPROVAL)
    def submit(self) -> None:
        self.round += 1
        self.reason = ""

    @transition(state, source=S.PENDING_APPROVAL, target=S.APPROVED)
    def approve(self, agreed_by: str = "") -> None:
        """All who had to be asked agreed; by name, as they were called then."""
        self.agreed_by = agreed_by

    @transition(state, source=S.PENDING_APPROVAL, target=S.DRAFT)
    def send_back(self, reason: str) -> None:
        self.reason = reason

    @transition(state, source=[S.PENDING_APPROVAL, S.APPROVED], target=S.DRAFT)
    def recall(self) -> None:
        """Its writer wants to change it before anybody outside has seen it."""

    @transition(state, source=S.PENDING_APPROVAL, target=S.REJECTED)
    def reject(self, reason: str) -> None:
        self.reason = reason

    @transition(state, source=S.APPROVED, target=S.SENT)
    def send(self, now: datetime.datetime, address: str) -> None:
        self.sent_at, self.sent_to = now, address

    @transition(state, source=S.SENT, target=S.ACCEPTED)
    def accept(self, now: datetime.datetime) -> None:
        self.answered_at = now

    @transition(state, source=S.SENT, target=S.DECLINED)
    def decline(self, now: datetime.datetime, reason: str) -> None:
        self.answered_at, self.reason = now, reason

    @transition(state, source=S.SENT, target=S.EXPIRED)
    def expire(self, now: datetime.datetime) -> None:
        self.answered_at = now

    @transition(state, source=[S.DRAFT, S.APPROVED, S.SENT], target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime, reason: str) -> None:
        self.answered_at, self.reason = now, reason


class QuotationLine(models.Model):
    """One offered product, priced as an order's line is."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="lines", verbose_name=_("quotation"))
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    text = models.CharField(_("description"), max_length=250)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of measure"))
    factor = models.DecimalField(_("base units in one"), max_digits=18, decimal_places=4, default=Decimal(1))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    list_price = models.DecimalField(_("list price"), max_digits=18, decimal_places=6, default=ZERO)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    discount = models.DecimalField(_("discount %"), max_digits=5, decimal_places=2, default=ZERO)
    tax_percent = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=2, default=ZERO)
    net = models.DecimalField(_("net"), max_digits=18, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=18, decimal_places=2)
    wanted_on = models.DateField(_("delivery date"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    part = models.CharField(_("customer part number"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("quotation line")
        verbose_name_plural = _("quotation lines")
        ordering = ("quotation", "position")
        constraints = [
            models.UniqueConstraint(fields=("quotation", "position"), name="quote_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, factor__gt=0), name="quote_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="quote_price_not_negative"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="quote_discount_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.text}"
