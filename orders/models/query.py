"""Which orders: the adjectives of the business."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core.access import scope
from customers.models import CustomerShare
from orders.models.words import FINAL, Origin, Payment, Promise, Stage, State

if TYPE_CHECKING:
    from orders.models.order import Order  # noqa: F401  the queryset names its model in quotes


SHOWN = (
    "number", "currency", "total", "wanted_on", "state", "kind", "fulfilment", "payment",
    "stage", "stage_since", "stage_until", "holder_role", "customer__name", "customer__name_en",
    "owner__name", "owner__username", "holder__name", "holder__username",
)  # fmt: skip
"""The columns a row of the order list is drawn from."""


class OrderQuerySet(models.QuerySet["Order"]):
    """Adjectives of orders; each list, report and export is made of these."""

    def visible_to(self, user: Any) -> "OrderQuerySet":
        """All, the department's or one's own by role, and what a colleague shared.

        A draft is its writer's business until it is submitted, except to those who see its owner's work anyway.
        """
        from orders.models.share import OrderShare

        rows = scope(user, model="orders.order", owner="owner", department="department")
        if rows is None:
            return self
        shared = Q(pk__in=OrderShare.shared_with(user)) | Q(customer__in=CustomerShare.shared_with(user))
        return self.filter(rows | shared)

    def live(self) -> "OrderQuerySet":
        return self.filter(origin=Origin.LIVE)

    def open(self) -> "OrderQuerySet":
        return self.exclude(state__in=FINAL)

    def called(self, ref: str) -> "OrderQuerySet":
        """The order somebody calls by its number or draft mark."""
        if ref.startswith("D-") and ref[2:].isascii() and ref[2:].isdigit() and len(ref) < 20:
            return self.filter(pk=int(ref[2:]))
        return self.filter(number=ref)

    def at_stage(self, *stages: Stage) -> "OrderQuerySet":
        return self.filter(stage__in=stages)

    def needing_dispatch(self) -> "OrderQuerySet":
        """Confirmed orders with a service nobody is to be sent for yet."""
        from orders.models.line import OrderLine

        open_lines = OrderLine.objects.filter(order=OuterRef("pk"), is_service=True)
        left = open_lines.filter(ordered__gt=F("cancelled") + F("shipped") + F("planned"))
        return self.filter(Exists(left), state=State.CONFIRMED)

    def replacing(self) -> "OrderQuerySet":
        """Orders with returned pieces that are still to be shipped again, finished ones too."""
        from orders.models.line import OrderLine

        back = OrderLine.objects.filter(order=OuterRef("pk"), returned_replace__gt=F("reshipped"))
        return self.filter(Exists(back))

    def overdue(self) -> "OrderQuerySet":
        return self.filter(payment=Payment.OVERDUE)

    def late(self) -> "OrderQuerySet":
        return self.filter(state=State.CONFIRMED).exclude(promise=Promise.ON_TRACK)

    def promise_passed(self, day: datetime.date) -> "OrderQuerySet":
        """Confirmed orders whose promised day is over and that are not with the customer yet."""
        return self.filter(state=State.CONFIRMED, accepted_at=None, promised_on__lt=day)

    def for_list(self) -> "OrderQuerySet":
        """With what a row of the list shows, in one query."""
        unseen = ("search", "note", "ship_to_text", "own_terms", "draft_rest", "customer__search", "customer__note")
        return self.select_related("customer", "owner", "holder").defer(*unseen)

    def for_rows(self) -> "OrderQuerySet":
        """With what `order_rows` draws and nothing else; whatever more is asked of such an order costs a query."""
        return self.select_related("customer", "owner", "holder").only(*SHOWN)
