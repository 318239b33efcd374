"""Keeping an order as a template."""

from typing import Any

from core.bus import publish
from core.events import RecordEdited
from core.service import service
from orders.models import EntryTemplate, Order, TemplateLine
from orders.policies import may_enter
from orders.services.rows import lines_of


@service
def save_template(
    order_id: int, *, name: str, actor: Any, for_customer: bool = True, shared: bool = False
) -> EntryTemplate:
    """Keep an order's lines, terms and instructions under a name (S2); one's own template of that name is replaced.

    Prices are not kept: an order begun with it has the prices of its day.
    """
    may_enter.demand(actor)
    order = Order.objects.select_related("terms").defer("search").get(pk=order_id)
    values = {
        "customer_id": order.customer_id if for_customer else None,
        "kind": order.kind,
        "channel": order.channel,
        "terms": order.terms if for_customer else None,
        "instructions": order.instructions,
        "note": order.note,
        "shared": shared,
        "active": True,
    }
    template, made = EntryTemplate.objects.update_or_create(owner=actor, name=name, defaults=values)
    template.lines.all().delete()
    TemplateLine.objects.bulk_create(
        TemplateLine(
            template=template,
            position=line.position,
            product_id=line.product_id,
            unit_id=line.unit_id,
            quantity=line.quantity,
            note=line.note,
        )
        for line in lines_of(order)
    )
    changes = {"lines": ["" if made else "…", order.ref]}
    publish(RecordEdited(model="entrytemplate", pk=template.pk, label=template.name, changes=changes), actor=actor)
    return template
