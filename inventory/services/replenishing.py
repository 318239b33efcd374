"""What fell below its minimum, told once per fall; and how much to order, with the arithmetic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.models import User
from core.refusal import Refused
from core.roles import BUYER, WAREHOUSE
from core.service import service
from inventory.models import ReorderRule, StockItem
from inventory.services.reading import coming_to, waiting_for
from notifications.models import Kind
from notifications.services import remind

ZERO = Decimal(0)
NAMED = 10
"""How many products one alert names."""
FIELDS = ("minimum", "maximum", "lead_days", "multiple")

LOOK = """
WITH seen AS (
    SELECT r.id, r.below_since, COALESCE(i.on_hand - i.blocked - i.reserved, 0) < r.minimum AS below
    FROM inventory_reorderrule r
    LEFT JOIN inventory_stockitem i ON i.product_id = r.product_id AND i.warehouse_id = r.warehouse_id
)
UPDATE inventory_reorderrule r SET below_since = CASE WHEN seen.below THEN %s END FROM seen
WHERE r.id = seen.id AND seen.below <> (seen.below_since IS NOT NULL) AND seen.below <> (r.below_since IS NOT NULL)
RETURNING r.id, seen.below
"""


@service
def watch_minimum() -> int:
    """Look at every reorder rule, and tell warehouse and buyers once of each product that fell below it (S62, B13).

    A rule is told of again only after enough was there in between. All that fell since the last look is one
    message. Two looks at once tell once: the fall is claimed by the row that keeps it. Returns how many fell.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [now])
        fallen = sorted(pk for pk, below in cursor.fetchall() if below)
    if fallen:
        _alert(fallen, now.isoformat())
    return len(fallen)


def _alert(rule_ids: Sequence[int], moment: str) -> None:
    people = User.objects.filter(groups__name__in=(WAREHOUSE, BUYER), is_active=True).distinct()
    ids = list(people.values_list("pk", flat=True))
    fallen = ReorderRule.objects.filter(pk__in=rule_ids).select_related("product", "warehouse")
    rules = list(fallen.defer("product__search").order_by("product__code", "pk")[:NAMED])
    url = f"{reverse('inventory:list')}?state=below"
    key = f"reorder:{rule_ids[0]}:{len(rule_ids)}:{moment}"
    if len(rule_ids) == 1:
        rule = rules[0]
        least = _figure(rule.minimum)
        values: dict[str, Any] = {"code": rule.product.code, "place": rule.warehouse.name, "least": least}
        subject = _("%(code)s in %(place)s fell below its minimum of %(least)s")
        remind(key, ids, subject=subject, url=url, kind=Kind.TO_DO, values=values)
        return
    values = {"n": len(rule_ids), "codes": ", ".join(rule.product.code for rule in rules)}
    subject = _("%(n)s products fell below their minimum: %(codes)s")
    remind(key, ids, subject=subject, url=url, kind=Kind.TO_DO, values=values)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """How much to order, and every figure it comes from."""

    minimum: Decimal
    maximum: Decimal
    multiple: Decimal
    free: Decimal
    coming: Decimal
    waiting: Decimal

    @property
    def position(self) -> Decimal:
        """What is free and on its way, less what orders wait for."""
        return self.free + self.coming - self.waiting

    @property
    def missing(self) -> Decimal:
        return max(ZERO, self.maximum - self.position) if self.position < self.minimum else ZERO

    @property
    def quantity(self) -> Decimal:
        """What is missing up to the maximum, in whole packs."""
        return (self.missing / self.multiple).to_integral_value(ROUND_CEILING) * self.multiple


def suggestions_for(items: Iterable[StockItem]) -> dict[int, Suggestion]:
    """How much to order of stock items with a rule, by item; one query each for what comes and who waits."""
    items = list(items)
    keys = {(item.product_id, item.warehouse_id) for item in items}
    products = {product for product, _warehouse in keys}
    rules = {
        (rule.product_id, rule.warehouse_id): rule
        for rule in ReorderRule.objects.filter(product_id__in=products)
        if (rule.product_id, rule.warehouse_id) in keys
    }
    coming, waiting = coming_to(products), waiting_for(products)
    found = {}
    for item in items:
        rule = rules.get((item.product_id, item.warehouse_id))
        if rule is None:
            continue
        arrivals = coming.get((item.product_id, item.warehouse_id), [])
        found[item.pk] = Suggestion(
            minimum=rule.minimum,
            maximum=rule.maximum,
            multiple=rule.multiple,
            free=item.available,
            coming=sum((one.quantity for one in arrivals), ZERO),
            waiting=waiting.get(item.product_id, ZERO) if item.warehouse.default else ZERO,
        )
    return found


@service
def save_rule(rule: ReorderRule, *, actor: Any) -> ReorderRule:
    """Enter or change a reorder rule; each changed figure is kept as old and new."""
    if rule.maximum < rule.minimum or rule.minimum < 0 or rule.multiple <= 0:
        raise Refused(_("The maximum is at least the minimum, and a pack holds something."), code="nonsense")
    old = locked(ReorderRule.objects.filter(pk=rule.pk)).first() if rule.pk else None
    rule.below_since = old.below_since if old else None
    rule.save()
    changes = {
        name: [_figure(getattr(old, name)) if old else "", _figure(getattr(rule, name))]
        for name in FIELDS
        if old is None or getattr(old, name) != getattr(rule, name)
    }
    if changes:
        label = f"{rule.product.code} {rule.warehouse.code}"
        publish(RecordEdited(model="reorderrule", pk=rule.pk, label=label, changes=changes), actor=actor)
    return rule


def _figure(number: Any) -> str:
    return f"{Decimal(number).normalize():f}"
