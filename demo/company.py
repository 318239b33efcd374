"""Founding the demo company: its people, goods, customers, warehouses and opening stock."""

import datetime
import secrets
from decimal import Decimal

from django.contrib.auth.models import Group

from catalog import models as catalog
from catalog.services import index_products
from core import clock
from core import models as core
from core.money import rounded
from core.people import HOUSE
from core.phones import mobile_number
from customers.models import Address, Contact, Customer, PaymentTerm, Tier, TierPriceList
from customers.services import CustomerCard, create_customer
from demo.tables import customers as customer_table
from demo.tables import people as people_table
from demo.tables import places
from demo.tables import prices as price_table
from demo.tables import products as product_table
from inventory.models import Place, Warehouse
from inventory.services import receive_goods

STAFF_ROLES = ("admin", "auditor")
BEFORE = datetime.timedelta(days=95)
PLENTY, SCARCE = Decimal(4), Decimal("0.5")
SCARCE_EVERY = 9
"""Every ninth product is stocked so thinly that orders come up short."""
DOLLAR = Decimal(7)
"""What the limits of dollar customers are reckoned with."""
GONE_EVERY = 45
"""Every forty-fifth product is sold out, and customers wait for it."""


def hire() -> dict[str, str]:
    """Departments and people with generated passwords; username → password."""
    places_of = _departments()
    passwords = {row.username: secrets.token_urlsafe(9) for row in people_table.PEOPLE}
    people: dict[str, core.User] = {}
    for row in people_table.PEOPLE:
        person = core.User(
            username=row.username,
            name=row.name,
            phone=row.phone,
            department=places_of[row.department],
            manager=people.get(row.manager),
            is_staff=row.role in STAFF_ROLES,
            is_superuser=row.role == "admin",
        )
        person.set_password(passwords[row.username])
        person.save()
        person.groups.add(Group.objects.get(name=row.role))
        people[row.username] = person
    return passwords


def _departments() -> dict[str, core.Department]:
    made: dict[str, core.Department] = {}
    for row in people_table.DEPARTMENTS:
        made[row.code] = core.Department.objects.create(name=row.name, parent=made.get(row.parent))
    return made


def stock_catalog() -> None:
    """Units, categories and products, findable by code, name and pinyin."""
    units = {row.code: catalog.Unit(code=row.code, name=row.name, step=row.step) for row in product_table.UNITS}
    catalog.Unit.objects.bulk_create(units.values())
    groups = {row.code: catalog.Category(name=row.name) for row in product_table.CATEGORIES}
    catalog.Category.objects.bulk_create(groups.values())
    goods = catalog.Product.objects.bulk_create(
        catalog.Product(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            spec=row.spec,
            category=groups[row.category],
            unit=units[row.unit],
            barcode=row.barcode,
            list_price=row.list_price,
            floor_price=row.floor_price,
            cost=row.cost,
            tax_percent=row.tax_percent,
        )
        for row in product_table.PRODUCTS
    )
    index_products([product.pk for product in goods])


def win_customers() -> None:
    """Customers with terms, address, contact and credit limit, each looked after by the salesperson of its region."""
    terms = {
        row.code: PaymentTerm.objects.create(name=row.name, days=row.days, prepaid=row.prepaid)
        for row in customer_table.TERMS
    }
    pays_in = {own.customer: own.currency for own in price_table.CUSTOMER_LISTS}
    sellers = _sellers()
    for number, row in enumerate(customer_table.CUSTOMERS):
        currency = pays_in.get(row.code, "CNY")
        region = sellers[places.BY_CITY[row.city].region]
        card = CustomerCard(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            short_name=row.short_name,
            tier=row.tier,
            terms=terms[row.term],
            currency=currency,
            invoice_title=row.name,
            tax_number=row.tax_id,
            domestic=not places.BY_CITY[row.city].country,
            owner=region[number % len(region)],
        )
        limit = row.credit_limit if currency == "CNY" else rounded(row.credit_limit / DOLLAR, currency)
        _settle_in(create_customer(card, actor=HOUSE, credit_limit=limit), row)


def agree_prices() -> None:
    """Exchange rates, the lists of tiers, and those of single customers, one of which is over already."""
    _enter_rates()
    goods = {product.code: product for product in catalog.Product.objects.all()}
    for row in price_table.TIER_LISTS:
        price_list = catalog.PriceList.objects.create(name=row.name)
        TierPriceList.objects.create(tier=row.tier, price_list=price_list)
        chosen = [goods[code] for code in row.only] or list(goods.values())
        steps = [(product, _steps_of(row, product)) for product in chosen]
        _write_prices(price_list, steps)
    for own in price_table.CUSTOMER_LISTS:
        days = {"valid_from": _in_days(own.since), "valid_until": _in_days(own.until)}
        price_list = catalog.PriceList.objects.create(
            name=own.name, currency=own.currency, inclusive=own.inclusive, **days
        )
        _write_prices(price_list, [(goods[code], steps) for code, steps in own.prices.items()])
        Customer.objects.filter(code=own.customer).update(price_list=price_list)


def _enter_rates() -> None:
    catalog.ExchangeRate.objects.bulk_create(
        catalog.ExchangeRate(currency=currency, on=clock.today() + datetime.timedelta(days=day), rate=Decimal(rate))
        for currency, rates in price_table.RATES.items()
        for day, rate in rates
    )


def _in_days(days: int | None) -> datetime.date | None:
    return None if days is None else clock.today() + datetime.timedelta(days=days)


def _steps_of(row: price_table.TierList, product: catalog.Product) -> price_table.Steps:
    prices = (product.list_price * percent / 100 for percent in (row.percent, row.percent_for_many))
    few, many = (str(rounded(price)) for price in prices)
    return (0, few), (row.many, many)


def _write_prices(price_list: catalog.PriceList, steps: list[tuple[catalog.Product, price_table.Steps]]) -> None:
    catalog.Price.objects.bulk_create(
        catalog.Price(price_list=price_list, product=product, from_quantity=Decimal(start), price=Decimal(price))
        for product, prices in steps
        for start, price in prices
    )


def _settle_in(customer: Customer, row: customer_table.Customer) -> None:
    place = places.BY_CITY[row.city]
    Address.objects.create(
        customer=customer,
        recipient=row.contact,
        phone=row.phone,
        country=place.country,
        province=place.province,
        city=row.city,
        street=row.street,
        postcode=row.postcode,
        main=True,
    )
    Contact.objects.create(
        customer=customer, name=row.contact, phone=row.phone, email=row.email, main=True, **_channels(row)
    )


def _channels(row: customer_table.Customer) -> dict[str, bool]:
    """Large customers also want a text message where a mobile number is known, and key ones a page of their own."""
    large = row.tier in (Tier.KEY, Tier.CORE) and bool(mobile_number(row.phone))
    return {"by_mail": large and bool(row.email), "by_sms": large, "by_page": large and row.tier == Tier.KEY}


def _sellers() -> dict[str, list[core.User]]:
    found: dict[str, list[core.User]] = {}
    people = {person.username: person for person in core.User.objects.select_related("department")}
    for row in people_table.PEOPLE:
        if row.region:
            found.setdefault(row.region, []).append(people[row.username])
    return found


def fill_warehouses() -> None:
    """Two warehouses with opening stock: plenty of most things, too little of some."""
    main = Warehouse.objects.filter(default=True).first() or Warehouse(code="SH", name="上海主仓", default=True)
    main.code, main.name = "SH", "上海主仓"
    main.save()
    second = Warehouse.objects.create(code="GZ", name="广州分仓")
    goods = list(catalog.Product.objects.order_by("pk"))
    rich = [(p.pk, _opening(n, p)) for n, p in enumerate(goods) if n % GONE_EVERY != 4]
    receive_goods(warehouse_id=main.pk, items=rich, actor=HOUSE, source="opening:SH", origin=Place.Kind.OPENING)
    some = [p for n, p in enumerate(goods) if n % 4 == 0 and n % GONE_EVERY != 4]
    south = [(p.pk, product_table.MIN_STOCK[p.code]) for p in some]
    receive_goods(warehouse_id=second.pk, items=south, actor=HOUSE, source="opening:GZ", origin=Place.Kind.OPENING)


def _opening(number: int, product: catalog.Product) -> Decimal:
    least = product_table.MIN_STOCK[product.code]
    if number % SCARCE_EVERY == 4:
        return (least * SCARCE).quantize(Decimal(1)) or Decimal(2)
    return (least * PLENTY + 400).quantize(Decimal(1))
