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
from core.people import HOUSE
from customers.models import Address, Contact, Customer, PaymentTerm
from customers.services import CustomerCard, create_customer
from orders.models import Order
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow


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


def terms_30() -> PaymentTerm:
    """Thirty days after the invoice."""
    return PaymentTerm.objects.get_or_create(name="Net 30", defaults={"days": 30})[0]


def furnish_customer(customer: Customer) -> Customer:
    """Everything an order needs of a customer: invoice title, tax ID, address, contact."""
    customer.invoice_title, customer.tax_number = customer.name, "91330106MA2CFHGP37"
    customer.save()
    Address.objects.create(customer=customer, city="杭州", street="转塘 3 号库", postcode="310024", main=True)
    Contact.objects.create(customer=customer, name="王工", phone="13900000000", email="wang@example.com", main=True)
    return customer


def make_customer(owner: User, code: str = "C-1", *, credit_limit: str = "1000000", **more: Any) -> Customer:
    """A customer of a salesperson on 30 days, with room in the credit."""
    card = CustomerCard(
        name=f"杭州云栖精密机械 {code}", name_en=f"Yunqi Precision {code}", code=code, terms=terms_30(), owner=owner
    )
    customer = create_customer(card, actor=HOUSE, credit_limit=Decimal(credit_limit))
    for name, value in more.items():
        setattr(customer, name, value)
    return furnish_customer(customer)


def make_draft(
    actor: User, customer: Customer, rows: list[tuple[Product, int | str]] | None = None, **head: Any
) -> Order:
    """A draft of Ann's: each product with its quantity, wanted in a week."""
    rows = rows if rows is not None else [(make_product(), 10)]
    wanted = head.pop("wanted_on", clock.today() + datetime.timedelta(days=7))
    typed = [DraftRow(product_id=product.pk, quantity=Decimal(quantity)) for product, quantity in rows]
    header = DraftHead(customer=customer, wanted_on=wanted, **head)
    return save_draft(None, head=header, rows=typed, version=None, actor=actor)
