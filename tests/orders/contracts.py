"""Contracts as the tests sign them."""

import datetime
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core import clock
from core.people import HOUSE
from customers.models import Customer
from orders.models import Contract, ContractLine
from orders.services.contracts.writing import ContractCard, ContractRow, activate_contract, save_contract
from tests.cast import terms_30

Agreed = tuple[Product, str, str | None]


def days(number: int) -> datetime.date:
    """So many days from now."""
    return clock.today() + datetime.timedelta(days=number)


def card(customer: Customer, **more: Any) -> ContractCard:
    """A contract of a year that began a month ago, to the customer's own terms and without tolerance."""
    values = {"valid_from": days(-30), "valid_until": days(335), "terms": terms_30(), "title": "Year agreement"}
    return ContractCard(customer=customer, **(values | more))


def draft_contract(actor: Any, customer: Customer, agreed: list[Agreed], **more: Any) -> Contract:
    """A contract of Ann's over products, each with its price and its quantity or none."""
    rows = [
        ContractRow(product_id=product.pk, price=Decimal(price), quantity=Decimal(quantity) if quantity else None)
        for product, price, quantity in agreed
    ]
    return save_contract(None, card=card(customer, **more), rows=rows, version=None, actor=actor)


def signed(actor: Any, customer: Customer, agreed: list[Agreed], **more: Any) -> Contract:
    """The same in force; one that ran out was put in force when it still held."""
    contract = draft_contract(actor, customer, agreed, **more)
    with clock.at(clock.now() + min(datetime.timedelta(0), contract.valid_until - clock.today())):
        return activate_contract(contract.pk, actor=HOUSE)


def called_off(contract: Contract) -> list[Decimal]:
    """What was called off of each line, in their order."""
    rows = ContractLine.objects.filter(contract=contract).order_by("position")
    return list(rows.values_list("called_off", flat=True))
