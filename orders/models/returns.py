"""The return: goods a customer has and sends back, from the wish to the last thing that follows from it."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from core.machine import Moving, StateField
from customers.models import Customer
from orders.models.line import OrderLine, amount_of_goods
from orders.models.order import Order, money
from orders.models.return_words import OPEN, TO_RECEIVE, Reason, Resolution
from orders.models.return_words import ReturnState as S


class ReturnQuerySet(models.QuerySet["Return"]):
    """Adjectives of returns; a return is seen by who sees its order."""

    def visible_to(self, user: Any) -> "ReturnQuerySet":
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user).order_by().values("pk"))

    def called(self, number: str) -> "ReturnQuerySet":
        return self.filter(number=number.replace("\x00", "?"))

    def open(self) -> "ReturnQuerySet":
        """Not at an end: something is still to be done about it."""
        return self.filter(state__in=OPEN)

    def expected(self) -> "ReturnQuerySet":
        """Agreed to, and the goods are on their way to us."""
        return self.filter(state__in=TO_RECEIVE)

    def to_settle_by(self, user: Any) -> "ReturnQuerySet":
        """Inspected ones of the orders a person looks after."""
        if not user.has_perm("orders.resolve_return"):
            return self.none()
        return self.visible_to(user).filter(state=S.INSPECTED)

    def for_list(self) -> "ReturnQuerySet":
        """With what a row shows, in one query."""
        return self.select_related("order", "customer", "asked_by").defer("order__search", "customer__search")


class Return(Moving, models.Model):
    """Pieces of one order that come back: asked for, agreed to, received, looked at, made good, closed.

    The order keeps its own state: what the return leads to is written on its lines as quantities.
    """

    number = models.CharField(_("return number"), max_length=32, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="returns", verbose_name=_("order"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    state = StateField(_("state"), default=S.REQUESTED, choices=S.choices, max_length=10)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answer = models.CharField(_("what was answered"), max_length=1000, blank=True)
    late = models.BooleanField(_("after the return window"), default=False)
    currency = models.CharField(_("currency"), max_length=3)
    worth = money(_("worth incl. tax"))
    credited_by = models.CharField(_("credited by"), max_length=120, blank=True)
    credited_amount = money(_("credited"))
    to_credit = models.BooleanField(_("waits for its red-letter invoice"), default=False)
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    waybill = models.CharField(_("waybill"), max_length=80, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("requested"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    inspected_at = models.DateTimeField(_("inspected"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        permissions = [
            ("request_return", _("ask for returns")),
            ("resolve_return", _("settle returns as agreed")),
            ("decide_return", _("settle returns otherwise than agreed")),
            ("photograph_return", _("add photos of returned goods")),
        ]
        indexes = [
            models.Index(fields=("order", "-id"), name="return_order"),
            models.Index(fields=("customer", "-id"), name="return_customer"),
            models.Index(fields=("state", "-id"), name="return_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"return:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_expected(self) -> bool:
        return self.state in TO_RECEIVE

    def get_absolute_url(self) -> str:
        return reverse("orders:return", args=[self.number])

    @transition(state, source=S.REQUESTED, target=S.APPROVED)
    def approve(self, now: datetime.datetime) -> None:
        self.approved_at = now

    @transition(state, source=S.REQUESTED, target=S.REFUSED)
    def refuse(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=[S.REQUESTED, S.APPROVED], target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime, reason: str) -> None:
        self.closed_at, self.answer = now, reason

    @transition(state, source=S.APPROVED, target=S.RECEIVED)
    def receive(self, now: datetime.datetime) -> None:
        self.received_at = now

    @transition(state, source=S.RECEIVED, target=S.INSPECTED)
    def inspect(self, now: datetime.datetime) -> None:
        self.inspected_at = now

    @transition(state, source=S.INSPECTED, target=S.RESOLVED)
    def resolve(self, now: datetime.datetime, answer: str) -> None:
        self.resolved_at, self.answer = now, answer

    @transition(state, source=S.RESOLVED, target=S.CLOSED)
    def close(self, now: datetime.datetime) -> None:
        self.closed_at = now


class ReturnLine(models.Model):
    """Pieces of one order line that come back, in base units, and what became of each of them.

    `received` are those that came; `good`, `repair` and `scrap` are what they were found to be.
    `resolved` is how it was settled; `replaced` counts the pieces shipped instead, `sent_back` those that went
    back to the customer, `shelved` repaired ones that went to our shelf.
    """

    of = models.ForeignKey(Return, models.CASCADE, related_name="lines", verbose_name=_("return"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="returned_in", verbose_name=_("order line"))
    quantity = amount_of_goods(_("quantity"))
    worth = money(_("worth incl. tax"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=250, blank=True)
    wanted = models.CharField(_("wanted"), max_length=8, choices=Resolution.choices)
    resolved = models.CharField(_("settled by"), max_length=8, choices=Resolution.choices, blank=True)
    received = amount_of_goods(_("received"))
    good = amount_of_goods(_("good as new"))
    repair = amount_of_goods(_("to repair"))
    scrap = amount_of_goods(_("scrap"))
    finding = models.CharField(_("what was found"), max_length=250, blank=True)
    replaced = amount_of_goods(_("replaced"))
    sent_back = amount_of_goods(_("sent back"))
    shelved = amount_of_goods(_("repaired, on the shelf"))

    class Meta:
        verbose_name = _("return line")
        verbose_name_plural = _("return lines")
        ordering = ("of", "order_line__position")
        constraints = [
            models.UniqueConstraint(fields=("of", "order_line"), name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_quantity_positive"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("quantity")), name="return_received_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(good__gte=0, repair__gte=0, scrap__gte=0)
                & (Q(good=0, repair=0, scrap=0) | Q(received=F("good") + F("repair") + F("scrap"))),
                name="return_found_is_received",
            ),
            models.CheckConstraint(
                condition=Q(replaced__gte=0, replaced__lte=F("received")), name="return_replaced_was_received"
            ),
            models.CheckConstraint(
                condition=Q(sent_back__gte=0, sent_back__lte=F("good") + F("repair"), shelved__gte=0)
                & Q(shelved__lte=F("repair")),
                name="return_sent_back_was_here",
            ),
        ]
        indexes = [models.Index(fields=("reason", "-id"), name="return_reason")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.order_line_id}"

    @property
    def to_replace(self) -> Decimal:
        """Pieces that are still to be shipped instead."""
        return self.received - self.replaced if self.resolved == Resolution.REPLACE else Decimal(0)

    @property
    def to_send_back(self) -> Decimal:
        """Pieces of the customer that are still here: repaired for them, or not taken."""
        if self.resolved not in (Resolution.REPAIR, Resolution.REJECT):
            return Decimal(0)
        return self.good + self.repair - self.sent_back

    @property
    def to_shelve(self) -> Decimal:
        """Pieces of ours that are being repaired."""
        return self.repair - self.shelved if self.resolved in (Resolution.CREDIT, Resolution.REPLACE) else Decimal(0)

    @property
    def is_done(self) -> bool:
        return not (self.to_replace or self.to_send_back or self.to_shelve)


class ReturnPhoto(models.Model):
    """A picture of what came back, kept where no address leads; who may see the return may fetch it."""

    of = models.ForeignKey(Return, models.CASCADE, related_name="photos", verbose_name=_("return"))
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
        verbose_name = _("return photo")
        verbose_name_plural = _("return photos")
        constraints = [models.UniqueConstraint(fields=("of", "sha256"), name="return_photo_once")]

    def __str__(self) -> str:
        return self.name
