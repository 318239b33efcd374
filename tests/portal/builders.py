"""A customer of Ann's with goods they bought and names of their own for them, and a link in their hand."""

import re
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.test import Client

from catalog.models import Product, ProductUnit, Unit
from core.models import User
from core.nudge import quietly
from customers.models import Customer
from customers.services import learn_parts
from demo.life import Crew, confirm, submit
from inventory.models import Warehouse
from inventory.services import receive_goods
from portal.models import OrderLink
from portal.services import make_link
from tests.cast import make_customer, make_draft, make_product


@dataclass
class Shop:
    """Bearings they bought by the piece and call KH-7; a belt they never bought; and their link."""

    customer: Customer
    bearing: Product
    belt: Product
    box: Unit
    link: OrderLink
    token: str

    @property
    def url(self) -> str:
        return f"/o/{self.token}/"

    @property
    def field(self) -> str:
        """Where the quantity of the bearing is typed."""
        return f"q-{self.bearing.pk}-{self.bearing.unit_id}"

    def typed(self, **more: Any) -> dict[str, Any]:
        return {self.field: "12", "once": str(uuid.uuid4())} | more


def furnish(ann: User, bo: User, cem: User) -> Shop:
    """Ann sold 10 bearings; a box of belts holds 5."""
    with quietly():
        bearing = make_product("A-1043", price="86.37", name="轴承", name_en="Bearing", cost=Decimal("41.93"))
        belt = make_product("B-2210", price="46.50", name="鼠标垫", name_en="Mouse mat")
        box = Unit.objects.create(code="ctn", name="箱")
        ProductUnit.objects.create(product=belt, unit=box, factor=Decimal(5))
        customer = make_customer(ann, "YQ", credit_limit="777123")
        place = Warehouse.objects.create(code="W1", name="Main", default=True)
        receive_goods(warehouse_id=place.pk, items=[(bearing.pk, Decimal(4719))], actor=cem)
        order = make_draft(ann, customer, [(bearing, 10)])
        crew = Crew(ann, (bo,), cem, cem)
        for step in (submit, confirm):
            step(order.pk, crew)
        learn_parts(customer.pk, {"KH-7": (bearing.pk, bearing.unit_id)}, source=order.ref, actor=ann)
        link, token = make_link(customer.pk, days=90, actor=ann)
    return Shop(customer, bearing, belt, box, link, token)


def visitor(language: str = "en", **more: Any) -> Client:
    """The customer's browser: nobody signed in."""
    return Client(headers={"accept-language": language}, **more)


def words_of(answer: Any) -> str:
    """The page without what is drawn anew each time, and without its address."""
    secret = r'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|name="once" value="|nonce=")[^"]+'
    return re.sub(r"/o/[^/]+/", "/o/…/", re.sub(secret, "", answer.content.decode()))
