"""Service orders in every stage: nobody is sent yet, somebody is to go or on the way, done, billed and paid."""

import datetime
from decimal import Decimal
from itertools import count

from django.utils import timezone

from catalog.models import Category, Product, Unit
from catalog.services import index_products
from core import clock
from core.models import User
from core.roles import TECHNICIAN
from customers.models import Customer
from demo.boxes import WHY
from demo.life import Crew, approve, confirm, deliver, invoice, pay, pick, ship, submit
from demo.story import Storyteller
from demo.tables import services as table
from demo.timetable import working_days
from orders.models import Order
from orders.models.words import State
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.models import DispatchJob
from shipping.services import Plan, finish_job, plan_job, start_job

FATES = ("wait",) * 7 + ("under_way",) * 2 + ("planned",) * 6 + ("done",) * 3 + ("paid",) * 3 + ("mixed",) * 2
"""How far each service order goes."""
HOURS = (9, 14)
NOTES = ("请提前一小时电话联系", "需带安全帽和进厂证", "", "客户要求现场签收单")
REPORTS = ("已安装并试运行两小时，运行正常", "更换密封件，恢复正常", "完成保养，下次建议半年后")


def offer_services() -> None:
    """Services beside the goods, findable by code, name and pinyin."""
    code, name = table.UNIT
    unit = Unit.objects.create(code=code, name=name)
    category = Category.objects.create(name=table.CATEGORY)
    made = Product.objects.bulk_create(
        Product(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            spec=row.spec,
            category=category,
            unit=unit,
            list_price=row.list_price,
            floor_price=row.cost,
            cost=row.cost,
            tax_percent=table.TAX_PERCENT,
            is_service=True,
        )
        for row in table.SERVICES
    )
    index_products([product.pk for product in made])


class Dispatcher:
    """Lives the service orders and sends the technicians, nobody to two places at once."""

    def __init__(self, told: Storyteller, now: datetime.datetime) -> None:
        self.told, self.now = told, now
        self.services = list(Product.objects.filter(is_service=True).order_by("pk"))
        self.people = list(User.objects.filter(groups__name=TECHNICIAN).order_by("pk"))
        self.past, self.coming = count(), count()

    def send(self) -> None:
        known = [one for one in self.told.customers if one.tier in ("key", "core")]
        for n, fate in enumerate(FATES):
            self._live(n, fate, known[n % len(known)])

    def _live(self, n: int, fate: str, customer: Customer) -> None:
        crew = self.told._crew(customer)
        back = 8 if fate in ("done", "paid", "mixed") else 1
        begun = self.now - datetime.timedelta(days=back, hours=4)
        with clock.at(begun):
            pk = self._order(n, fate, customer, crew)
            submit(pk, crew)
            approve(pk, crew)
            confirm(pk, crew)
        if fate == "wait" or Order.objects.get(pk=pk).state != State.CONFIRMED:
            return
        with clock.at(begun + datetime.timedelta(hours=2)):
            job = plan_job(pk, plan=self._plan(n, fate, customer), actor=crew.warehouse)
        if fate == "mixed":
            self._ship(pk, crew, begun + datetime.timedelta(hours=3))
        if fate != "planned":
            self._do(n, fate, job, crew)

    def _order(self, n: int, fate: str, customer: Customer, crew: Crew) -> int:
        rows = [DraftRow(product_id=self.services[n % len(self.services)].pk, quantity=Decimal(1 + n % 3))]
        if fate == "mixed":
            rows.insert(0, DraftRow(product_id=self.told.plenty[n].pk, quantity=Decimal(2)))
        head = DraftHead(
            customer=customer,
            wanted_on=clock.today() + datetime.timedelta(days=6),
            kind="rush" if n % 6 == 2 else "normal" if fate == "mixed" else "service",
            channel="phone",
        )
        return save_draft(None, head=head, rows=rows, version=None, actor=crew.seller).pk

    def _plan(self, n: int, fate: str, customer: Customer) -> Plan:
        person, starts_at = self._slot(fate)
        address = customer.addresses.first()
        return Plan(
            assignee_id=person.pk,
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=3),
            place=address.one_line() if address else customer.name,
            notes=NOTES[n % len(NOTES)],
        )

    def _slot(self, fate: str) -> tuple[User, datetime.datetime]:
        """The next free half day of somebody: of the last week for what is done, else from today on."""
        if fate in ("planned", "under_way"):
            turn = next(self.coming)
            day = timezone.localdate(self.now) + datetime.timedelta(days=turn // 4)
        else:
            turn = next(self.past)
            day = working_days(timezone.localdate(self.now), 6)[-1 - turn // 4 % 3]
        hour = datetime.time(HOURS[turn // 2 % 2])
        return self.people[turn % 2], timezone.make_aware(datetime.datetime.combine(day, hour))

    def _ship(self, pk: int, crew: Crew, at: datetime.datetime) -> None:
        with clock.at(at):
            pick(pk, crew)
            ship(pk, crew, "顺丰速运", f"S{pk:012d}", WHY)
        with clock.at(at + datetime.timedelta(hours=20)):
            deliver(pk, crew, "仓库签收")

    def _do(self, n: int, fate: str, job: DispatchJob, crew: Crew) -> None:
        with clock.at(min(job.starts_at, self.now)):
            start_job(job.pk, actor=job.assignee)
        if fate == "under_way":
            return
        contact = Order.objects.select_related("contact").get(pk=job.order_id).contact
        with clock.at(job.ends_at):
            report = REPORTS[n % len(REPORTS)]
            finish_job(job.pk, accepted_by=str(contact or "现场负责人"), report=report, actor=job.assignee)
        if fate == "paid":
            with clock.at(self.now - datetime.timedelta(hours=2)):
                invoice(job.order_id, crew)
                pay(job.order_id, crew)
