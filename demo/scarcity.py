"""Too few of one product: a hundred pieces, three orders of sixty, and a proposal that waits to be agreed to."""

import datetime
from collections import defaultdict
from decimal import Decimal

from catalog.models import Category, Product, Unit
from catalog.services import index_products
from core import clock
from core.models import User
from core.people import HOUSE
from core.roles import DIRECTOR, FINANCE, WAREHOUSE
from customers.models import Customer
from demo.life import Crew, approve, confirm, submit
from demo.story import Storyteller
from demo.tables import tracked as table
from demo.tables.products import CATEGORIES
from finance.models import CreditProfile
from inventory.models import ExpectedReceipt, Warehouse
from inventory.services import Share, reallocate, receive_goods
from orders.models import OrderLine
from orders.models.words import State
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow

THERE, WANTED, COMES = Decimal(100), Decimal(60), Decimal(80)
ROOM = Decimal(40_000)
WHY = "重点客户产线停机，先保他们；标准客户的货下周到。"


def ration(told: Storyteller, now: datetime.datetime) -> None:
    """The first to come got all it wanted, the second a part, and the key customer, who came last, nothing."""
    product = _offer()
    place = Warehouse.objects.get(default=True)
    receive_goods(warehouse_id=place.pk, items=[(product.pk, THERE)], reason="采购入库", actor=HOUSE)
    customers = _neighbours(told)
    for n, customer in enumerate(customers):
        with clock.at(now - datetime.timedelta(hours=30 - 8 * n)):
            _order(customer, product, _crew(told, customer))
    ExpectedReceipt.objects.create(
        product=product,
        warehouse=place,
        label="-".join(("PO", "152")),
        expected_on=clock.today() + datetime.timedelta(days=16),
        quantity=COMES,
    )
    with clock.at(now - datetime.timedelta(hours=3)):
        _propose(told, product, customers)


def _offer() -> Product:
    row = table.SCREW
    product = Product.objects.create(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        spec=row.spec,
        category=Category.objects.get(name={one.code: one.name for one in CATEGORIES}[row.category]),
        unit=Unit.objects.get(code=row.unit),
        barcode=row.barcode,
        list_price=row.list_price,
        floor_price=row.cost,
        cost=row.cost,
    )
    index_products([product.pk])
    return product


def _neighbours(told: Storyteller) -> list[Customer]:
    """Three customers of one department with room in their credit: whoever leads it sees all three; the best last."""
    free = {one.customer_id for one in CreditProfile.objects.filter(limit__gt=0) if one.free > ROOM}
    able: dict[int | None, list[Customer]] = defaultdict(list)
    for customer in told.customers:
        if customer.pk in free and customer.tier != "new" and customer.currency == "CNY":
            able[customer.owner.department_id].append(customer)
    rank = {"standard": 0, "core": 1, "key": 2}
    groups = [sorted(group, key=lambda one: rank[one.tier]) for group in able.values() if len(group) > 2]
    best = max(groups, key=lambda group: rank[group[-1].tier] - rank[group[0].tier])
    return [*best[:2], best[-1]]


def _crew(told: Storyteller, customer: Customer) -> Crew:
    return Crew(customer.owner, tuple(told.people), _one(told, WAREHOUSE), _one(told, FINANCE))


def _one(told: Storyteller, role: str) -> User:
    return next(person for person in told.people if role in person.role_names)


def _order(customer: Customer, product: Product, crew: Crew) -> None:
    head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=6))
    row = DraftRow(product_id=product.pk, quantity=WANTED)
    order = save_draft(None, head=head, rows=[row], version=None, actor=crew.seller)
    submit(order.pk, crew)
    approve(order.pk, crew)
    confirm(order.pk, crew)


def _propose(told: Storyteller, product: Product, customers: list[Customer]) -> None:
    """The director asks to take twenty of the first for the last; whoever leads sales has not answered yet."""
    lines = OrderLine.objects.filter(product=product, order__state=State.CONFIRMED).order_by("pk")
    by_customer = {line.order.customer_id: line for line in lines.select_related("order")}
    first, last = by_customer.get(customers[0].pk), by_customer.get(customers[-1].pk)
    if first is None or last is None or first.reserved < 20:
        return
    shares = [
        Share(line_id=first.pk, before=first.reserved, after=first.reserved - 20),
        Share(line_id=last.pk, before=last.reserved, after=last.reserved + 20),
    ]
    reallocate(product.pk, shares=shares, reason=WHY, actor=_one(told, DIRECTOR))
