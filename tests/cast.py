"""The people of every story, and the goods they trade.

Ann sells, Bo approves, Cem keeps stock, Dot does finance, Eve is outside and sees nothing.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group

from catalog.models import Product, Unit
from core import clock
from core.models import Department, User
from customers.models import Address, Contact, Customer, PaymentTerm
from orders.models import Order
from orders.services import save_draft
from orders.services.composing import DraftHead, DraftRow


def make_person(username: str, role: str = "", *, department: str = "North", **more: Any) -> User:
    """A person with one role in one department."""
    place, _made = Department.objects.get_or_create(name=department)
    person = User.objects.create_user(username, password="a-long-password", name=username.title(), department=place)
    for name, value in more.items():
        setattr(person, name, value)
    person.save()
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def make_product(code: str = "A-1043", *, price: str = "86.00", **more: Any) -> Product:
    """A product counted in pieces at 13 % tax."""
    unit, _made = Unit.objects.get_or_create(code="pc", defaults={"name": "个"})
    values = {"name": f"轴承 {code}", "name_en": f"Bearing {code}", "barcode": f"20{abs(hash(code)) % 10**10:010d}"}
    return Product.objects.create(code=code, unit=unit, list_price=Decimal(price), **(values | more))


def make_customer(owner: User, code: str = "C-1", **more: Any) -> Customer:
    """A customer with everything an order needs: address, invoice title, tax ID, 30 days."""
    terms, _made = PaymentTerm.objects.get_or_create(name="Net 30", defaults={"days": 30})
    values = {
        "name": f"杭州云栖精密机械 {code}",
        "name_en": f"Yunqi Precision {code}",
        "invoice_title": f"杭州云栖精密机械 {code}",
        "tax_number": "91330106MA2CFHGP37",
        "terms": terms,
        "owner": owner,
        "department": owner.department,
    }
    customer = Customer.objects.create(code=code, **(values | more))
    Address.objects.create(customer=customer, city="杭州", street="转塘 3 号库", postcode="310024", main=True)
    Contact.objects.create(customer=customer, name="王工", phone="13900000000", email="wang@example.com", main=True)
    return customer


def make_draft(
    actor: User, customer: Customer, rows: list[tuple[Product, int | str]] | None = None, **head: Any
) -> Order:
    """A draft of Ann's: each product with its quantity, wanted in a week."""
    rows = rows if rows is not None else [(make_product(), 10)]
    wanted = head.pop("wanted_on", clock.today() + datetime.timedelta(days=7))
    typed = [DraftRow(product_id=product.pk, quantity=Decimal(quantity)) for product, quantity in rows]
    header = DraftHead(customer=customer, wanted_on=wanted, **head)
    return save_draft(None, head=header, rows=typed, version=None, actor=actor)
