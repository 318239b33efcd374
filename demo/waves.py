"""A walk that is going on: a few small orders over the same shelves, picked together."""

import datetime
from decimal import Decimal
from uuid import uuid4

from catalog.models import Tracking
from core import clock
from customers.models import Customer
from demo.life import Crew, approve, confirm, submit
from demo.story import Storyteller
from inventory.models import StockItem
from orders.models import Order
from orders.models.words import State
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.services import Arrival, open_wave, scan_wave

WISHES = ((0, 3), (0, 2, 1), (1, 2), (3, 1))
"""Which of four products each order wants; so many of it as it stands from the left."""


def begin_wave(told: Storyteller) -> None:
    """Four orders of good customers share a walk past the bins; what lies nearest is in the totes already."""
    known = [one for one in told.customers if one.tier in ("key", "core")][2:]
    goods = _binned()
    crews = [told._crew(customer) for customer in known[: len(WISHES)]]
    orders = [_order(crew, customer, goods, n) for n, (crew, customer) in enumerate(zip(crews, known, strict=False))]
    ready = Order.objects.filter(pk__in=orders, state=State.CONFIRMED).order_by("pk").values_list("pk", flat=True)
    if len(ready) < 2 or not goods:
        return
    keeper = crews[0].warehouse
    wave = open_wave(list(ready), warehouse_id=goods[0].warehouse_id, actor=keeper).wave
    codes = [goods[0].product.code] * 4 + [goods[1].product.code]
    scan_wave(wave.pk, [Arrival(code=code, uuid=uuid4()) for code in codes], actor=keeper)


def _binned() -> list[StockItem]:
    """Plain goods that lie in bins, plenty of them."""
    items = StockItem.objects.filter(placed__gt=0, warehouse__default=True, product__tracking=Tracking.NONE)
    rows = items.select_related("product", "warehouse").order_by("product__code")
    return [item for item in rows if item.available > 40][:4]


def _order(crew: Crew, customer: Customer, goods: list[StockItem], n: int) -> int:
    head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=3))
    rows = [
        DraftRow(product_id=goods[index].product_id, quantity=Decimal(2 + place))
        for place, index in enumerate(WISHES[n])
        if index < len(goods)
    ]
    pk = save_draft(None, head=head, rows=rows, version=None, actor=crew.seller).pk
    for step in (submit, approve, confirm):
        step(pk, crew)
    return pk
