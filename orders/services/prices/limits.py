"""How much somebody may give away alone."""

from decimal import Decimal

from django.contrib.auth.models import Group
from django.db.models import F, Q

from orders.models import DiscountLimit

USUAL_LIMIT = Decimal(5)
"""Percent anybody may give without asking, where neither they nor their roles have a limit of their own."""


def discount_limit_of(person_id: int | None) -> Decimal:
    """The discount in percent a person may give alone: their own limit, else the highest of their roles (S25)."""
    roles = Group.objects.filter(user=person_id).values("name")
    rows = DiscountLimit.objects.filter(Q(person=person_id, person__isnull=False) | Q(role__in=roles))
    best = rows.order_by(F("person").asc(nulls_last=True), "-percent").values_list("percent", flat=True).first()
    return USUAL_LIMIT if best is None else best
