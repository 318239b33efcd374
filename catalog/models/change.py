"""The price change: prices of one list that are to be others from a day on, asked for before they hold."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models.price import PriceList
from catalog.models.product import Product
from core.machine import Moving, StateField

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


class ChangeState(models.TextChoices):
    """Written, agreed to in the house, in force from its day."""

    DRAFT = "draft", _("Draft")
    ASKED = "asked", _("In approval")
    GRANTED = "granted", pgettext_lazy("price change", "Agreed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("price change", "Withdrawn")


S = ChangeState


class PriceChangeQuerySet(models.QuerySet["PriceChange"]):
    """Adjectives of price changes."""

    def visible_to(self, user: Any) -> "PriceChangeQuerySet":
        """Prices are everybody's who may see changes of them."""
        return self if user.has_perm("catalog.view_pricechange") else self.none()

    def for_list(self) -> "PriceChangeQuerySet":
        return self.select_related("price_list", "author").annotate(count=Count("lines"))


class PriceChange(Moving, models.Model):
    """A set of new prices on one list; granted, each begins on its day and the one before it ends the day before."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="+", verbose_name=_("price list"))
    state = StateField(_("state"), default=S.DRAFT, choices=S.choices, max_length=10)
    version = models.PositiveIntegerField(_("version"), default=1)
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    valid_from = models.DateField(_("valid from"))
    holds_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Prices never begin before the day they were agreed.")
    )
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    answer = models.CharField(_("opinion"), max_length=1000, blank=True)
    agreed_by = models.CharField(_("approved by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = PriceChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        permissions = [("propose_prices", _("propose price changes"))]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="price_change_says_why"),
            models.CheckConstraint(
                condition=Q(state=S.GRANTED, holds_from__isnull=False) | (~Q(state=S.GRANTED) & Q(holds_from=None)),
                name="price_change_holds_once_granted",
            ),
        ]
        indexes = [models.Index(fields=("state", "-id"), name="price_change_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"price_change:{self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.state == S.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("catalog:price-change", args=[self.number])

    @transition(state, source=S.DRAFT, target=S.ASKED)
    def submit(self) -> None:
        self.round += 1
        self.answer = ""

    @transition(state, source=S.ASKED, target=S.GRANTED)
    def grant(self, now: datetime.datetime, today: datetime.date, agreed_by: str) -> None:
        """All who had to be asked agreed; by name, as they were called then."""
        self.closed_at, self.agreed_by = now, agreed_by
        self.holds_from = max(self.valid_from, today)

    @transition(state, source=S.ASKED, target=S.DRAFT)
    def send_back(self, answer: str) -> None:
        self.answer = answer

    @transition(state, source=S.ASKED, target=S.REJECTED)
    def reject(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=[S.DRAFT, S.ASKED], target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime) -> None:
        self.closed_at = now


class PriceChangeLine(models.Model):
    """One price as it is and as it is to be."""

    change = models.ForeignKey(PriceChange, models.CASCADE, related_name="lines", verbose_name=_("price change"))
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    from_quantity = models.DecimalField(_("from quantity"), max_digits=18, decimal_places=4, default=Decimal(0))
    old_price = models.DecimalField(_("price until now"), max_digits=18, decimal_places=6, null=True, blank=True)
    new_price = models.DecimalField(_("new price"), max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("price change line")
        verbose_name_plural = _("price change lines")
        ordering = ("change", "position")
        constraints = [
            models.UniqueConstraint(fields=("change", "product", "from_quantity"), name="price_change_step_once"),
            models.CheckConstraint(
                condition=Q(new_price__gte=0, from_quantity__gte=0), name="price_change_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.new_price}"

    @property
    def percent(self) -> Decimal | None:
        """How much the price moves; nothing is known of a price that is new or was zero."""
        if not self.old_price:
            return None
        return ((self.new_price - self.old_price) * HUNDRED / self.old_price).quantize(TENTH)
