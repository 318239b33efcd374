"""Orders the house may not confirm by itself: approved in the morning, and the credit is used up by noon."""

import datetime
from decimal import Decimal

from approvals.models import Task
from approvals.services import decide
from core import clock
from customers.models import Customer
from demo.life import Crew, approve, submit
from demo.story import Storyteller
from finance.models import CreditProfile
from finance.services import ask_override, set_limit
from orders.models import Order
from orders.models.words import State
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow

PAIRS = 6
SIZE = Decimal(60_000)
ASKED = (
    ("客户已付款，银行明天到账，请先放行。", "", ""),
    ("客户项目急用，已承诺月底前结清。", "approved", "同意，本单放行。"),
    ("客户催货。", "returned", "请补充客户的付款承诺日期。"),
)
"""What is asked for the first of them, and what finance says to it."""


def squeeze(told: Storyteller, now: datetime.datetime) -> None:
    """For some customers two large orders pass approval, but the limit holds only for the first."""
    owing = CreditProfile.objects.filter(receivable=0, uninvoiced=0, limit__gt=0).values_list("customer_id", flat=True)
    able = [one for one in told.customers if one.pk in set(owing) and one.tier != "new"]
    for n, customer in enumerate(able[:PAIRS]):
        blocked = _pair(told, customer, now)
        if n < len(ASKED):
            _ask(told, blocked, now, *ASKED[n])


def _ask(told: Storyteller, order_id: int, now: datetime.datetime, reason: str, outcome: str, opinion: str) -> None:
    """The owner asks to release the order over the limit; finance has answered, or not yet."""
    order = Order.objects.select_related("owner", "customer").get(pk=order_id)
    if order.state != State.APPROVED:
        return
    crew = told._crew(order.customer)
    with clock.at(now - datetime.timedelta(hours=20)):
        until = clock.today() + datetime.timedelta(days=14)
        override = ask_override(order_id, reason=reason, until=until, actor=order.owner)
    task = Task.objects.pending().filter(step__request__subject=override.stream).first()
    if outcome and task is not None:
        with clock.at(now - datetime.timedelta(hours=17)):
            decide(task.pk, outcome=outcome, opinion=opinion, actor=crew.finance)


def _pair(told: Storyteller, customer: Customer, now: datetime.datetime) -> int:
    """Two approved orders; the key of the one the credit does not cover."""
    crew = told._crew(customer)
    with clock.at(now - datetime.timedelta(hours=30)):
        set_limit(customer.pk, SIZE * Decimal("2.2"), reason="年度额度调整", actor=crew.finance)
        orders = [_large(told, customer, crew) for _n in range(2)]
        for pk in orders:
            submit(pk, crew)
    for hours, pk in zip((26, 22), orders, strict=True):
        with clock.at(now - datetime.timedelta(hours=hours)):
            approve(pk, crew)
    return orders[1]


def _large(told: Storyteller, customer: Customer, crew: Crew) -> int:
    goods = sorted(told.plenty, key=lambda product: -product.list_price)[:12]
    product = told.chance.choice(goods)
    quantity = (SIZE * Decimal("1.05") / product.list_price).quantize(Decimal(1)) or Decimal(1)
    head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=14))
    row = DraftRow(product_id=product.pk, quantity=quantity)
    order: Order = save_draft(None, head=head, rows=[row], version=None, actor=crew.seller)
    return order.pk
