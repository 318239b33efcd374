"""Customer part numbers: asked for many at once, found while typing, learned when an order binds."""

from collections.abc import Iterable, Mapping
from typing import Any

from core import clock
from core.bus import publish
from core.events import RecordEdited
from core.service import service
from customers.events import PartsLearned
from customers.models import Customer, CustomerPart
from customers.models.part import part_key
from customers.policies import may_edit
from customers.services.records import changed, take

FIELDS = ("text", "product", "unit", "active")
MOST_FOUND = 6
Learned = Mapping[str, tuple[int, int]]


def parts_named(customer: Customer, texts: Iterable[str]) -> dict[str, CustomerPart]:
    """What this customer means by each text, by the text as typed: one query whatever their number."""
    keys = {text: part_key(text) for text in texts if text.strip()}
    if not keys:
        return {}
    rows = CustomerPart.objects.filter(customer=customer, active=True, key__in=set(keys.values()))
    known = {part.key: part for part in rows.select_related("product__unit").defer("product__search")}
    return {text: known[key] for text, key in keys.items() if key in known}


def find_parts(customer: Customer, text: str) -> list[CustomerPart]:
    """The customer's own words that begin like this, with their products."""
    key = part_key(text.replace("\x00", ""))
    if not key:
        return []
    rows = CustomerPart.objects.filter(customer=customer, active=True, product__active=True, key__startswith=key)
    return list(rows.select_related("product__unit", "unit").defer("product__search").order_by("key")[:MOST_FOUND])


@service
def learn_parts(customer_id: int, learned: Learned, *, source: str, actor: Any) -> None:
    """Keep what a customer calls products: text → product and unit, said by the order `source` (B15).

    A text that meant another product before means this one from now on; a text somebody switched off stays off.
    """
    if not learned:
        return
    customer = take(customer_id)
    keys = {part_key(text) for text in learned}
    known = set(CustomerPart.objects.filter(customer=customer, key__in=keys).values_list("key", "product_id"))
    rows = {
        part_key(text): CustomerPart(
            customer=customer,
            text=text,
            key=part_key(text),
            product_id=product_id,
            unit_id=unit_id,
            source=source,
            learned_at=clock.now(),
        )
        for text, (product_id, unit_id) in learned.items()
        if (part_key(text), product_id) not in known and part_key(text)
    }
    if not rows:
        return
    CustomerPart.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=("customer", "key"),
        update_fields=("text", "product", "unit", "source", "learned_at"),
    )
    told = {row.text: row.product_id for row in rows.values()}
    publish(PartsLearned(customer_id=customer.pk, source=source, parts=told, count=len(told)), actor=actor)


@service
def save_part(part: CustomerPart, *, actor: Any) -> CustomerPart:
    """Enter or correct a customer part number by hand; the customer's history keeps old and new."""
    customer = take(part.customer_id)
    may_edit.demand(actor, customer)
    old = CustomerPart.objects.select_related("product", "unit").filter(pk=part.pk).first() if part.pk else None
    part.save()
    before = {name: getattr(old, name) if old else "" for name in FIELDS}
    changes = changed(before, {name: getattr(part, name) for name in FIELDS})
    if changes:
        named = {f"customerpart {part.text} {name}": pair for name, pair in changes.items()}
        publish(RecordEdited(model="customer", pk=customer.pk, label=customer.code, changes=named), actor=actor)
    return part
