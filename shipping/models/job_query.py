"""Which dispatch jobs: the adjectives of the business."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from orders.models import Order
from shipping.models.words import JOB_OPEN, JobState

if TYPE_CHECKING:
    from shipping.models.job import DispatchJob  # noqa: F401  the queryset names its model in quotes


class DispatchJobQuerySet(models.QuerySet["DispatchJob"]):
    """Adjectives of dispatch jobs; a job is seen by who does it and through its order."""

    def visible_to(self, user: Any) -> "DispatchJobQuerySet":
        """All to those who see every order; otherwise one's own, and those of the orders a person sees."""
        if user.has_perm("orders.see_all_order"):
            return self
        own = Q(assignee=user.pk)
        if not user.has_perm("orders.view_order"):
            return self.filter(own)
        return self.filter(own | Q(order__in=Order.objects.visible_to(user)))

    def open(self) -> "DispatchJobQuerySet":
        """Planned or under way."""
        return self.filter(state__in=JOB_OPEN)

    def done(self) -> "DispatchJobQuerySet":
        return self.filter(state=JobState.DONE)

    def of(self, user: Any) -> "DispatchJobQuerySet":
        """Those this person does."""
        return self.filter(assignee=user.pk)

    def between(self, begin: datetime.datetime, end: datetime.datetime) -> "DispatchJobQuerySet":
        """Whose time slot meets this span; one that ends when another begins does not meet it."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)

    def for_list(self) -> "DispatchJobQuerySet":
        """With what a row shows, in one query."""
        return self.select_related("order__customer", "order__contact", "assignee").defer(
            "order__search", "order__note", "order__customer__search", "order__customer__note"
        )
