"""A small company with an order at each place of its life, told in one language: any other word is the house's own.

Every name in it is written in the letters of that language; codes carry digits.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from approvals.models import Task
from approvals.services import decide
from catalog.models import Category, Product, Unit
from core import clock, outbox
from core.models import SavedView, User
from core.nudge import quietly
from core.people import HOUSE
from customers.models import Address, Contact, Customer, PaymentTerm
from customers.services import CustomerCard, create_customer
from demo.life import Crew, approve, confirm, deliver, invoice, pay, pick, ship, submit
from finance.models import Invoice
from finance.services import book_payment, correct_invoice, reverse_payment, warn_overdue
from inventory.models import Warehouse
from inventory.services import Counted, count_stock, receive_goods
from notifications.services import tell
from orders.models import ImportBatch, Order
from orders.services import cancel_order, save_draft, share_order, write_comment
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.services import Arrival, mark_short, open_shipment, scan_all
from tests.cast import make_person


@dataclass(frozen=True)
class Tongue:
    """The same company in one language."""

    people: tuple[str, ...]
    department: str
    unit: str
    goods: tuple[str, str, str]
    customer: str
    place: str
    terms: str
    remark: str


CHINESE = Tongue(
    people=("安宁", "薄云", "岑石", "窦月", "费英", "顾行", "韩明", "易安"), department="华东部", unit="个",
    goods=("深沟球轴承", "同步带", "伺服电机"), customer="杭州云栖精密机械", place="杭州", terms="月结三十天",
    remark="请尽快处理",
)  # fmt: skip
ENGLISH = Tongue(
    people=("Ann", "Bo", "Cem", "Dot", "Fay", "Gil", "Hal", "Ida"), department="North", unit="pc",
    goods=("Ball bearing", "Timing belt", "Servo motor"), customer="Yunqi Precision", place="Hangzhou", terms="Net 30",
    remark="Please hurry",
)  # fmt: skip
PRICES = (Decimal(86), Decimal(46), Decimal(9800))
Step = Callable[..., None]
ROLES = ("sales", "sales_manager", "warehouse", "finance", "director", "buyer", "auditor", "admin")


class Company:
    """Founds the company and lives its orders; `people` by role."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        with quietly():
            self.people = self._hire()
            self.goods = self._stock_up()
            self.customer, self.small = self._win("C-1001", "1000000"), self._win("C-1002", "100", tier="new")
            self._live()
            self._leave_traces()
            while outbox.sweep():
                pass

    def _hire(self) -> dict[str, User]:
        said, people = self.tongue, {}
        for role, name in zip(ROLES, self.tongue.people, strict=True):
            people[role] = make_person(name, role, department=said.department, email=f"{role}@example.com", name=name)
        User.objects.filter(pk=people["sales"].pk).update(manager=people["sales_manager"])
        User.objects.filter(pk=people["admin"].pk).update(is_staff=True, is_superuser=True)
        return {role: User.objects.get(pk=person.pk) for role, person in people.items()}

    def _stock_up(self) -> list[Product]:
        said = self.tongue
        unit = Unit.objects.create(code=said.unit, name=said.unit)
        group = Category.objects.create(name=said.goods[0])
        goods = [
            Product.objects.create(
                code=f"P-{number}0", name=name, unit=unit, category=group, list_price=price, floor_price=price / 2,
                barcode=f"690123450001{number}",
            )
            for number, (name, price) in enumerate(zip(said.goods, PRICES, strict=True))
        ]  # fmt: skip
        place = Warehouse.objects.filter(default=True).first() or Warehouse(code="W1", default=True)
        place.name = said.place
        place.save()
        second = Warehouse.objects.create(code="W2", name=said.department)
        items = [(product.pk, Decimal(quantity)) for product, quantity in zip(goods, (500, 500, 9), strict=True)]
        receive_goods(warehouse_id=place.pk, items=items, actor=self.people["warehouse"])
        receive_goods(warehouse_id=second.pk, items=items[:1], actor=self.people["warehouse"])
        counts = [Counted(goods[1].pk, Decimal(499))]
        count_stock(warehouse_id=place.pk, counts=counts, reason=said.remark, actor=self.people["warehouse"])
        return goods

    def _win(self, code: str, limit: str, tier: str = "key") -> Customer:
        said = self.tongue
        terms, _made = PaymentTerm.objects.get_or_create(name=said.terms, defaults={"days": 30})
        card = CustomerCard(
            name=f"{said.customer} {code[-1]}", code=code, terms=terms, owner=self.people["sales"], tier=tier,
            invoice_title=said.customer, tax_number="91330106MA2CFHGP37",
        )  # fmt: skip
        customer = create_customer(card, actor=HOUSE, credit_limit=Decimal(limit))
        Address.objects.create(customer=customer, city=said.place, street=said.place, postcode="310024", main=True)
        Contact.objects.create(customer=customer, name=said.people[0], phone="13900000000", main=True)
        return customer

    def _live(self) -> None:
        people = self.people
        deciders = (people["sales_manager"], people["director"], people["finance"])
        self.crew = Crew(people["sales"], deciders, people["warehouse"], people["finance"])
        whole: tuple[Step, ...] = (submit, approve, confirm, pick, self._ship, self._deliver, invoice, pay)
        self.orders = {steps: self._draft() for steps in range(len(whole) + 1)}
        for steps, order in self.orders.items():
            for step in whole[:steps]:
                step(order.pk, self.crew)
        for outcome in ("", "returned", "rejected"):
            asked = self._draft(quantity=900)
            submit(asked.pk, self.crew)
            if outcome:
                self._answer(asked, outcome)
        self._go(self._draft(customer=self.small), submit, approve)
        self._go(self._draft(product=2, quantity=14), submit, approve, confirm, pick, self._ship)
        self._go(cancelled := self._draft(), submit, approve, confirm)
        cancel_order(cancelled.pk, actor=people["sales"], reason=self.tongue.remark)
        self._go(late := self._draft(), submit, approve, confirm)
        self._start_picking(late)
        with clock.at(clock.now() - datetime.timedelta(days=70)):
            self._go(self._draft(), submit, approve, confirm, pick, self._ship, self._deliver, invoice)
            self._go(self._draft(), submit, approve, confirm)

    def _go(self, order: Order, *steps: Step) -> None:
        for step in steps:
            step(order.pk, self.crew)

    def _draft(self, customer: Customer | None = None, product: int = 0, quantity: int = 10) -> Order:
        head = DraftHead(
            customer=customer or self.customer, customer_po=f"PO-{uuid4().int % 10**8}",
            wanted_on=clock.today() + datetime.timedelta(days=9), note=self.tongue.remark,
        )  # fmt: skip
        wanted = (self.goods[product], self.goods[1])
        rows = [DraftRow(product_id=one.pk, quantity=Decimal(quantity), discount=Decimal(2)) for one in wanted]
        return save_draft(None, head=head, rows=rows, version=None, actor=self.people["sales"])

    def _ship(self, order_id: int, crew: Crew) -> None:
        ship(order_id, crew, carrier=self.tongue.place, waybill=f"SF{order_id:06d}", why=self.tongue.remark)

    def _deliver(self, order_id: int, crew: Crew) -> None:
        deliver(order_id, crew, received_by=self.tongue.people[0])

    def _answer(self, order: Order, outcome: str) -> None:
        task = Task.objects.get(step__request__subject=order.stream, state="pending")
        decide(task.pk, outcome=outcome, opinion=self.tongue.remark, actor=self.people["sales_manager"])

    def _start_picking(self, order: Order) -> None:
        actor, shipment = self.people["warehouse"], open_shipment(order.pk, actor=self.people["warehouse"])
        first, *rest = shipment.lines.select_related("product")
        codes = (first.product.code, "X-999")
        scan_all(shipment.pk, [Arrival(code=code, uuid=uuid4(), quantity=Decimal(3)) for code in codes], actor=actor)
        for line in rest:
            mark_short(shipment.pk, order_line_id=line.order_line_id, reason=self.tongue.remark, actor=actor)

    def _leave_traces(self) -> None:
        people, remark = self.people, self.tongue.remark
        paid = Invoice.objects.filter(state="issued", kind="invoice").order_by("pk")
        correct_invoice(paid[0].pk, reason=remark, actor=people["finance"])
        for amount in (Decimal(50), Decimal(70)):
            booked = book_payment(
                self.customer.pk, amount=amount, received_on=clock.today(), actor=people["finance"], reference="BANK-1"
            )
        reverse_payment(booked.pk, reason=remark, actor=people["finance"])
        newest = Order.objects.order_by("-pk").first()
        write_comment(newest.pk, text=remark, actor=people["sales"])
        share_order(newest.pk, to=people["director"], actor=people["sales"])
        tell(10**9, [person.pk for person in people.values()], subject=remark)
        SavedView.objects.create(user=people["sales"], page="orders", name=remark, query="state=draft")
        who = people["admin"]
        ImportBatch.objects.create(source=remark, filename="2026.csv", sha256="0" * 64, at=clock.now(), by=who)
        warn_overdue()
