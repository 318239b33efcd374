"""The people, goods and customers the measurements trade with."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection

from catalog.models import Product, Unit
from core.models import Department, User
from customers.models import Address, Customer, PaymentTerm
from customers.services import CustomerCard, create_customer
from demo.life import Crew
from inventory.models import Warehouse
from inventory.services import receive_goods

PRODUCTS, CUSTOMERS = 200, 50
PLENTY = Decimal(100_000_000)
SIDES = "东西南北中上下前后里"


def crew() -> Crew:
    """A seller, their manager, a director, a warehouse and a finance person; made once."""
    place, _made = Department.objects.get_or_create(name="Bench")
    manager = _person("bench-manager", "sales_manager", place)
    seller = _person("bench-seller", "sales", place, manager=manager)
    director, warehouse, finance = (
        _person(f"bench-{role}", role, place) for role in ("director", "warehouse", "finance")
    )
    return Crew(seller, (manager, director, finance), warehouse, finance)


def newcomer() -> User:
    """A salesperson of another department, with no customer and no order yet."""
    place, _made = Department.objects.get_or_create(name="Bench newcomers")
    return _person("bench-newcomer", "sales", place)


def _person(username: str, role: str, place: Department, manager: User | None = None) -> User:
    person, made = User.objects.get_or_create(
        username=username, defaults={"name": username, "department": place, "manager": manager}
    )
    if made:
        person.groups.add(Group.objects.get(name=role))
    return person


def furnish(people: Crew) -> None:
    """Products with plenty of stock, and customers with room in their credit; made once."""
    if Product.objects.filter(code__startswith="BENCH-").exists():
        return
    goods("BENCH", PRODUCTS)
    terms, _made = PaymentTerm.objects.get_or_create(name="Bench 30", defaults={"days": 30})
    for n in range(CUSTOMERS):
        card = CustomerCard(
            name=f"Bench customer {n}",
            short_name=f"{SIDES[n // 10]}{SIDES[n % 10]}轴承",
            code=f"BENCH-{n}",
            terms=terms,
            invoice_title="Bench",
            tax_number="91330106MA2CFHGP37",
        )
        customer = create_customer(card, actor=people.seller, credit_limit=PLENTY * 1000)
        Address.objects.create(customer=customer, city="杭州", street="Bench", main=True)


def goods(prefix: str, count: int) -> list[int]:
    """So many products with plenty of each in stock; those that are missing are made."""
    wanted = [f"{prefix}-{n:04d}" for n in range(count)]
    known = set(Product.objects.filter(code__in=wanted).values_list("code", flat=True))
    missing = [code for code in wanted if code not in known]
    if missing:
        _make_goods(missing)
    return list(Product.objects.filter(code__in=wanted).order_by("pk").values_list("pk", flat=True))


def _make_goods(codes: list[str]) -> None:
    unit, _made = Unit.objects.get_or_create(code="pc", defaults={"name": "个"})
    Product.objects.bulk_create(
        Product(code=code, name=f"Bench {int(code[-4:])}", unit=unit, list_price=Decimal(3000 + int(code[-4:])))
        for code in codes
    )
    warehouse = Warehouse.objects.filter(default=True).first() or Warehouse.objects.create(
        code="BENCH", name="Bench", default=True
    )
    ids = Product.objects.filter(code__in=codes).values_list("pk", flat=True)
    receive_goods(warehouse_id=warehouse.pk, items=[(pk, PLENTY) for pk in ids], actor=None, source="bench:stock")


def customers() -> list[Customer]:
    """Those the measurements sell to."""
    return list(Customer.objects.filter(code__startswith="BENCH-").select_related("terms").order_by("pk"))


def products() -> list[int]:
    """What they buy."""
    return list(Product.objects.filter(code__startswith="BENCH-").order_by("pk").values_list("pk", flat=True))


@contextmanager
def counted(seen: list[str]) -> Iterator[None]:
    """Collect every statement sent to the database."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
