"""What an order waits for, and in which turn it is served."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from customers.models.customer import Tier
from orders.models import Order, OrderLine
from orders.models.words import Kind

TIERS = (Tier.KEY, Tier.CORE, Tier.STANDARD)
TURN = """
o.confirmed_at IS NULL,
CASE o.kind WHEN 'rush' THEN 0 ELSE 1 END,
CASE c.tier WHEN 'key' THEN 0 WHEN 'core' THEN 1 WHEN 'standard' THEN 2 ELSE 3 END,
COALESCE(o.first_promise, o.wanted_on, 'infinity'::date), COALESCE(o.confirmed_at, 'infinity'::timestamptz), o.id
"""
"""Who is served first: rush orders, the better tier, then the earlier promise, then who confirmed earlier (S63).

An order that is only approved stands behind all that are confirmed (S60).
"""

CLAIMED = f"""
SELECT s.product_id, SUM(s.quantity)
FROM inventory_shortage s JOIN orders_order o ON o.id = s.order_id JOIN customers_customer c ON c.id = o.customer_id
WHERE s.product_id = ANY(%(products)s) AND s.order_id <> %(order)s AND ROW({TURN}) < (
    SELECT {TURN} FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id WHERE o.id = %(order)s)
GROUP BY s.product_id
"""

NEXT = f"""
SELECT s.order_id
FROM inventory_shortage s JOIN orders_order o ON o.id = s.order_id JOIN customers_customer c ON c.id = o.customer_id
WHERE s.product_id = ANY(%s) AND EXISTS (
    SELECT 1 FROM inventory_stockitem i WHERE i.product_id = s.product_id AND i.on_hand > i.reserved + i.blocked)
ORDER BY {TURN} LIMIT 1
"""


def turn() -> list[Any]:
    """The same turn for rows with an order: what `order_by` takes."""
    ranks = [When(order__customer__tier=name, then=Value(turn)) for turn, name in enumerate(TIERS)]
    tier = Case(*ranks, default=Value(len(TIERS)), output_field=IntegerField())
    promise = Coalesce("order__first_promise", "order__wanted_on").asc(nulls_last=True)
    rush = Case(When(order__kind=Kind.RUSH, then=Value(0)), default=Value(1), output_field=IntegerField())
    early = Case(When(order__confirmed_at=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    return [early, rush, tier, promise, "order__confirmed_at", "order_id"]


class ShortageQuerySet(models.QuerySet["Shortage"]):
    """Business adjectives of shortages."""

    def visible_to(self, user: Any) -> "ShortageQuerySet":
        """A shortage is seen by who sees its order."""
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user).order_by().values("pk"))

    def in_turn(self) -> "ShortageQuerySet":
        """In the turn in which arriving goods are given out, as TURN says."""
        return self.order_by(*turn())

    def claimed_before(self, order_id: int, product_ids: Collection[int]) -> dict[int, Decimal]:
        """How much of each product orders with an earlier turn than this one still wait for."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIMED, {"products": list(product_ids), "order": order_id})
            return dict(cursor.fetchall())

    def next_order(self, product_ids: Collection[int]) -> int | None:
        """The waiting order whose turn it is among those that free stock can help."""
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [list(product_ids)])
            row = cursor.fetchone()
        return row[0] if row else None


class Shortage(models.Model):
    """So many base units are missing for one line of a confirmed or approved order; gone once set aside or let go."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    order_line = models.OneToOneField(OrderLine, models.PROTECT, related_name="+", verbose_name=_("order line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("missing"), max_digits=18, decimal_places=4)
    since = models.DateTimeField(_("since"))

    objects = ShortageQuerySet.as_manager()

    class Meta:
        verbose_name = _("shortage")
        verbose_name_plural = _("shortages")
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="shortage_positive")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.quantity.normalize():f}"
