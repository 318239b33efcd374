"""Services to be done at a customer's, and Jon who is sent."""

import datetime
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core import clock
from core.models import User
from orders.models import Order
from shipping.models import DispatchJob
from shipping.services import Plan, finish_job, plan_job, start_job
from tests.cast import make_person, make_product
from tests.shipping.builders import make_confirmed

HOUR = datetime.timedelta(hours=1)


def make_service(code: str = "F-0001", *, price: str = "600.00", **more: Any) -> Product:
    """Installing, by the visit, at 6 % tax."""
    values = {"name": f"安装调试 {code}", "name_en": f"Installation {code}", "barcode": None}
    return make_product(code, price=price, is_service=True, tax_percent=Decimal(6), **(values | more))


def make_technician(username: str = "jon") -> User:
    """Jon goes to the customers."""
    return make_person(username, "technician", department="Service")


def service_order(ann: User, visits: int = 2, **head: Any) -> Order:
    """A confirmed order of Ann's for so many installations."""
    return make_confirmed(ann, [(make_service(), visits)], **head)


def slot(begin: int = 24, hours: int = 2) -> dict[str, datetime.datetime]:
    """From so many hours from now, for so many hours."""
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + begin * HOUR
    return {"starts_at": starts_at, "ends_at": starts_at + hours * HOUR}


def plan_for(person: User, begin: int = 24, hours: int = 2, **more: Any) -> Plan:
    return Plan(assignee_id=person.pk, place="杭州 转塘 3 号库", **slot(begin, hours), **more)


def send(order: Order, person: User, planner: User, begin: int = 24, **more: Any) -> DispatchJob:
    """Somebody is sent for all that is open on the order."""
    return plan_job(order.pk, plan=plan_for(person, begin, **more), actor=planner)


def do(job: DispatchJob, accepted_by: str = "王工") -> DispatchJob:
    """The assignee goes and comes back with the customer's word."""
    start_job(job.pk, actor=job.assignee)
    return finish_job(job.pk, accepted_by=accepted_by, report="装好并试运行", actor=job.assignee)
