"""Three months of orders, lived through the public services: most go through, some get stuck at each stage."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core import clock
from core.models import User
from core.refusal import Refused
from customers.models import Customer
from demo.boxes import WHY, begin, check, pack
from demo.company import GONE_EVERY
from demo.life import Crew, deliver, invoice, pay, ship
from demo.tables.products import MIN_STOCK
from demo.timetable import Diary, opening, working_days
from demo.walking import scans_of
from finance.models import Invoice
from orders.models import Order
from orders.models.words import State
from orders.services import (
    cancel_order,
    place_hold,
    save_change,
    save_draft,
    submit_change,
    submit_order,
    write_comment,
)
from orders.services.changes.differences import LineEdit, Wish
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.models import Shipment
from shipping.services import finish_picking, open_shipment, scan_all

SEED = 20260815
BACK = 92
STUCK = (
    "entry", "rework", "approval", "to_confirm", "supply", "to_pick", "picking", "to_ship", "delivery", "to_invoice",
    "collection", "done", "cancelled", "rejected", "partial",
)  # fmt: skip
EACH = 9
"""How many orders of the last days are left standing at each stage."""
MIXED = 110
"""How many orders go as far as time allows."""
CARRIERS = ("顺丰速运", "德邦物流", "京东物流", "中通快运")
REMARKS = (
    "客户催货，能不能今天发？",
    "已和客户确认，可以分批到货。",
    "地址是新仓库，送货前请先打电话。",
    "这批要加贴客户料号，麻烦仓库留意。",
    "客户说下月还会追加一单。",
)
KINDS = (*["normal"] * 11, "rush", "custom")
CHANNELS = ("phone", "mail", "chat", "chat", "web", "visit")
INSTRUCTIONS = (*[""] * 9, "送货前请先电话联系门卫", "外箱请贴客户料号标签")
OPINIONS = (
    "折扣偏低，请补充客户承诺的年采购量。",
    "交期太紧，请和仓库确认后再提交。",
    "请把送货地址改成合同上的地址。",
)


CHANGED = ("", "to_pick", "to_ship", "collection")
"""Orders that go on for a while after they were confirmed: some of these are changed."""
CHANGES, DECIDED, HELD = 0.15, 0.7, 0.6
LONGEST_WAIT = datetime.timedelta(days=4)
PAUSE = "客户仓库盘点，暂缓到货"
WISHES = (
    ("customer", "客户来电追加数量"),
    ("customer", "客户项目扩大，同意追加"),
    ("entry", "录入时看错数量，已与客户核对"),
    ("supply", "原包装停产，按新包装起订量补足"),
)


@dataclass(frozen=True)
class Fate:
    """When an order is begun and at which stage it is to stand; empty means as far as it gets."""

    begun: datetime.datetime
    stops_at: str = ""


class Storyteller:
    """Lives the orders of the company, oldest first."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now, self.chance, self.manner = now, random.Random(SEED), random.Random(SEED + 1)
        people = {person.username: person for person in User.objects.select_related("department").order_by("pk")}
        self.people = list(people.values())
        self.customers = list(Customer.objects.select_related("owner__department", "terms").order_by("pk"))
        goods = list(Product.objects.goods().order_by("pk"))
        self.scarce, self.gone = goods[4::9], goods[4::GONE_EVERY]
        rare = {product.pk for product in self.scarce}
        self.plenty = [product for product in goods if product.pk not in rare]

    def tell(self) -> Iterator[str]:
        """Live every order in the order of its beginning."""
        for fate in sorted(self._fates(), key=lambda fate: fate.begun):
            yield self._live(fate)

    def _fates(self) -> list[Fate]:
        days = working_days(clock.today(), BACK)
        recent, fresh = days[-9:-2], days[-5:]
        fates = [Fate(opening(self.chance.choice(days), self.chance)) for _n in range(MIXED)]
        # Some customers of three months ago have not paid yet.
        fates += [Fate(opening(self.chance.choice(days[:10]), self.chance), "collection") for _n in range(EACH)]
        for stage in STUCK:
            pool = fresh if stage in ("entry", "approval", "to_confirm") else recent
            fates += [Fate(opening(self.chance.choice(pool), self.chance), stage) for _n in range(EACH)]
        return fates

    def _live(self, fate: Fate) -> str:
        diary = Diary(fate.begun, self.now, self.chance)
        customer = self._customer(fate)
        crew = self._crew(customer)
        with clock.at(diary.moment):
            order = self._draft(customer, crew, fate)
        try:
            self._go_on(order.pk, crew, diary, fate)
        except Refused as refusal:
            with clock.at(diary.moment):
                write_comment(order.pk, text=str(refusal), actor=crew.seller)
        return order.ref

    def _go_on(self, pk: int, crew: Crew, diary: Diary, fate: Fate) -> None:
        for name, least, most, act in (
            ("entry", 0.2, 2, lambda: submit_order(pk, actor=crew.seller, reason="客户分批下单")),
            ("approval", 1, 7, lambda: self._decide(pk, crew, fate)),
            ("change", 0.2, 2, lambda: self._change(pk, crew, fate)),
            ("to_pick", 2, 12, lambda: self._pick(pk, crew, fate)),
            ("to_ship", 1, 6, lambda: self._ship(pk, crew)),
            ("delivery", 16, 40, lambda: deliver(pk, crew, self._receiver(pk))),
            ("to_invoice", 2, 12, lambda: invoice(pk, crew)),
        ):
            if fate.stops_at == name or not diary.later(least, most):
                return
            with clock.at(diary.moment):
                act()
                self._talk(pk, crew)
            if self._is_over(pk, fate, name):
                return
        if fate.stops_at != "collection" and diary.on(self._pay_day(pk)):
            with clock.at(diary.moment):
                pay(pk, crew, Decimal("0.4") if self.chance.random() < 0.08 else Decimal(1))

    def _is_over(self, pk: int, fate: Fate, name: str) -> bool:
        order = Order.objects.get(pk=pk)
        if fate.stops_at == "cancelled" and name == "approval" and order.state == State.CONFIRMED:
            cancel_order(pk, actor=order.owner, reason="客户项目取消", lost_by="customer")
            return True
        if name == "approval":
            return order.state != State.CONFIRMED or order.stage == "supply"
        return (fate.stops_at, name) in (("picking", "to_pick"), ("partial", "to_ship"))

    def _decide(self, pk: int, crew: Crew, fate: Fate) -> None:
        while task := Task.objects.filter(step__request__subject=f"order:{pk}", state="pending").first():
            outcome = {"rework": "returned", "rejected": "rejected"}.get(fate.stops_at, "approved")
            opinion = "" if outcome == "approved" else self.chance.choice(OPINIONS)
            decide(task.pk, outcome=outcome, opinion=opinion, actor=self._decider(task, crew))

    def _decider(self, task: Task, crew: Crew) -> User:
        if task.user_id:
            return next(person for person in self.people if person.pk == task.user_id)
        others = [person for person in self.people if person.pk != crew.seller.pk]
        return next(person for person in others if task.role in person.role_names)

    def _change(self, pk: int, crew: Crew, fate: Fate) -> None:
        """A few customers want something else once their order is confirmed; some of it is still being decided."""
        order = Order.objects.get(pk=pk)
        if order.state != State.CONFIRMED or fate.stops_at not in CHANGED or self.chance.random() > CHANGES:
            return
        line = order.lines.order_by("position").first()
        if line is None:
            return
        more = line.quantity + self.chance.choice((1, 2, 5))
        typed = ("unit_id", "unit_price", "discount", "wanted_on", "note")
        row = DraftRow(product_id=line.product_id, quantity=more, **{name: getattr(line, name) for name in typed})
        cause, reason = self.chance.choice(WISHES)
        wish = Wish(edits=[LineEdit(line_id=line.pk, row=row)], cause=cause, reason=reason)
        change = submit_change(save_change(pk, wish=wish, actor=order.owner).pk, actor=order.owner)
        if self.chance.random() < DECIDED or clock.now() < self.now - LONGEST_WAIT:
            self._decide_on(change.stream)
        elif self.chance.random() < HELD:
            place_hold(
                pk, kind="customer_request", stops=["dispatch"], reason="客户仓库盘点，暂缓到货", actor=order.owner
            )

    def _decide_on(self, subject: str) -> None:
        while task := Task.objects.filter(step__request__subject=subject, state="pending").first():
            blocked = {task.step.request.owner_id, task.step.request.asked_by_id}
            others = [person for person in self.people if person.pk not in blocked]
            held = [
                one for one in others if one.pk == task.user_id or (not task.user_id and task.role in one.role_names)
            ]
            decide(task.pk, outcome="approved", opinion="", actor=held[0])

    def _pick(self, pk: int, crew: Crew, fate: Fate) -> None:
        shipment = open_shipment(pk, actor=crew.warehouse)
        lines = list(shipment.lines.select_related("product"))
        wanted = lines[:1] if fate.stops_at in ("picking", "partial") else lines
        scans = scans_of(wanted, slip=shipment.pk)
        scan_all(shipment.pk, scans, actor=crew.warehouse)
        if fate.stops_at != "picking":
            with clock.at(scans[-1].scanned_at or clock.now()):
                finish_picking(shipment.pk, actor=crew.warehouse)
            self._pack(shipment, crew, fate)

    def _pack(self, shipment: Shipment, crew: Crew, fate: Fate) -> None:
        """Every third shipment is packed in boxes; of those that have not left, some stand checked."""
        if shipment.pk % 3 == 0:
            pack(shipment, crew)
        elif shipment.pk % 3 == 1 and fate.stops_at == "to_ship":
            begin(shipment, crew.warehouse)
        if fate.stops_at == "to_ship" and shipment.pk % 6 == 0:
            check(shipment, crew)

    def _ship(self, pk: int, crew: Crew) -> None:
        waybill = f"{self.chance.choice('SDJZ')}{self.chance.randrange(10**11, 10**12)}"
        ship(pk, crew, self.chance.choice(CARRIERS), waybill, WHY)

    def _receiver(self, pk: int) -> str:
        contact = Order.objects.select_related("customer").get(pk=pk).customer.contacts.first()
        return contact.name if contact else "收货人"

    def _pay_day(self, pk: int) -> datetime.date:
        due = Invoice.objects.filter(order_id=pk, open_amount__gt=0).order_by("due_date").first()
        day = due.due_date if due else clock.today()
        return day + datetime.timedelta(days=self.chance.choice((-9, -6, -4, -2, -1, 0, 0, 1, 4, 18)))

    def _talk(self, pk: int, crew: Crew) -> None:
        if self.chance.random() < 0.06:
            write_comment(
                pk, text=self.chance.choice(REMARKS), actor=self.chance.choice((crew.seller, crew.warehouse))
            )

    def _customer(self, fate: Fate) -> Customer:
        if fate.stops_at in ("rework", "rejected", "approval"):
            return self.chance.choice([customer for customer in self.customers if customer.tier == "new"])
        return self.chance.choice([customer for customer in self.customers if customer.tier != "new"])

    def _crew(self, customer: Customer) -> Crew:
        def one(role: str) -> User:
            return self.chance.choice([person for person in self.people if role in person.role_names])

        return Crew(customer.owner, tuple(self.people), one("warehouse"), one("finance"))

    def _draft(self, customer: Customer, crew: Crew, fate: Fate) -> Order:
        head = DraftHead(
            customer=customer,
            customer_po=f"{customer.code[-4:]}-{self.chance.randrange(1000, 9999)}"
            if self.chance.random() < 0.7
            else "",
            wanted_on=clock.today() + datetime.timedelta(days=self.chance.choice((6, 9, 12, 12, 14, 18))),
            freight=Decimal(self.chance.choice((0, 0, 0, 80, 120))),
            kind=self.manner.choice(KINDS),
            channel=self.manner.choice(CHANNELS),
            instructions=self.manner.choice(INSTRUCTIONS),
        )
        goods = self.chance.sample(self.plenty, self.chance.choice((2, 2, 3, 3, 4, 5, 7)))
        if fate.stops_at == "supply":
            goods = self.chance.sample(self.gone, 2)
        rows = [self._row(product, fate) for product in goods]
        return save_draft(None, head=head, rows=rows, version=None, actor=crew.seller)

    def _row(self, product: Product, fate: Fate) -> DraftRow:
        value = Decimal(self.chance.choice((400, 900, 1800, 3200, 6000)))
        quantity = max(Decimal(1), (value / product.list_price).quantize(Decimal(1)))
        if fate.stops_at == "supply":
            quantity = max(quantity, MIN_STOCK[product.code] * 2 + 5)
        discount = Decimal(self.chance.choice((0, 0, 0, 0, 2, 3, 5)))
        return DraftRow(product_id=product.pk, quantity=min(quantity, Decimal(300)), discount=discount)
