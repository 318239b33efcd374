"""Orders the house may not confirm by itself: approved in the morning, and the credit is used up by noon."""

import datetime
from decimal import Decimal

from core import clock
from customers.models import Customer
from demo.life import Crew, approve, submit
from demo.story import Storyteller
from finance.models import CreditProfile
from finance.services import set_limit
from orders.models import Order
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow

PAIRS = 6
SIZE = Decimal(60_000)


def squeeze(told: Storyteller, now: datetime.datetime) -> None:
    """For some customers two large orders pass approval, but the limit holds only for the first."""
    owing = CreditProfile.objects.filter(receivable=0, uninvoiced=0, limit__gt=0).values_list("customer_id", flat=True)
    for customer in [one for one in told.customers if one.pk in set(owing) and one.tier != "new"][:PAIRS]:
        _pair(told, customer, now)


def _pair(told: Storyteller, customer: Customer, now: datetime.datetime) -> None:
    crew = told._crew(customer)
    with clock.at(now - datetime.timedelta(hours=30)):
        set_limit(customer.pk, SIZE * Decimal("2.2"), reason="年度额度调整", actor=crew.finance)
        orders = [_large(told, customer, crew) for _n in range(2)]
        for pk in orders:
            submit(pk, crew)
    for hours, pk in zip((26, 22), orders, strict=True):
        with clock.at(now - datetime.timedelta(hours=hours)):
            approve(pk, crew)


def _large(told: Storyteller, customer: Customer, crew: Crew) -> int:
    goods = sorted(told.plenty, key=lambda product: -product.list_price)[:12]
    product = told.chance.choice(goods)
    quantity = (SIZE * Decimal("1.05") / product.list_price).quantize(Decimal(1)) or Decimal(1)
    head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=14))
    row = DraftRow(product_id=product.pk, quantity=quantity)
    order: Order = save_draft(None, head=head, rows=[row], version=None, actor=crew.seller)
    return order.pk
