"""Turning what was typed into an order and lines in memory, priced and added up, saved by nobody yet."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.services import rate_of
from core import clock
from core.money import PRICE_STEP, line_amounts, paper_language
from core.refusal import Refused
from customers.models import Address, Contact, Customer, PaymentTerm
from orders.models import EntryTemplate, Order, OrderLine, TermsClause
from orders.models.source import PriceKind, PriceSource
from orders.models.words import Kind
from orders.services.life.settling import total_up
from orders.services.prices.pricing import Offer, offers

LONGEST_TEXT = 250
"""A long name and a long specification together are more than a line of paper holds."""


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A line as typed. Without a unit it is the base unit, without a price the customer's own.

    `part` is what the customer called the product; `line_id` the saved line this was, where that is known.
    """

    product_id: int
    quantity: Decimal
    unit_id: int | None = None
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)
    wanted_on: datetime.date | None = None
    note: str = ""
    part: str = ""
    line_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DraftHead:
    """The header as typed. What is left open is filled from the customer."""

    customer: Customer
    contact: Contact | None = None
    ship_to: Address | None = None
    customer_po: str = ""
    wanted_on: datetime.date | None = None
    terms: PaymentTerm | None = None
    freight: Decimal = Decimal(0)
    note: str = ""
    kind: str = Kind.NORMAL
    channel: str = ""
    instructions: str = ""
    clause: TermsClause | None = None
    own_terms: str = ""
    template: EntryTemplate | None = None


def compose(
    order: Order, head: DraftHead, rows: Sequence[DraftRow], known: Mapping[int, Product] | None = None
) -> tuple[list[OrderLine], dict[int, Product]]:
    """Write the header into the order and price the lines; returns the lines and their products.

    `known` are products just read, with their units, which are not asked for again.
    """
    _fill(order, head)
    lines, products = price_rows(order, rows, known)
    total_up(order, lines)
    return lines, products


def price_rows(
    order: Order, rows: Sequence[DraftRow], known: Mapping[int, Product] | None = None
) -> tuple[list[OrderLine], dict[int, Product]]:
    """The rows as lines of an order at its customer's prices of today, and their products."""
    units = _units(rows)
    found = offers(order.customer, units, rate=order.rate, inclusive=order.inclusive, known=known, units=units)
    lines = [_line(order, position, row, found[row.product_id]) for position, row in enumerate(rows, start=1)]
    return lines, {pk: offer.product for pk, offer in found.items()}


def _units(rows: Sequence[DraftRow]) -> dict[int, set[int | None]]:
    """The units each product is asked for in."""
    units: dict[int, set[int | None]] = {}
    for row in rows:
        units.setdefault(row.product_id, set()).add(row.unit_id)
    return units


def _fill(order: Order, head: DraftHead) -> None:
    customer = head.customer
    order.customer = customer
    order.contact = head.contact or customer.contacts.order_by("-main", "pk").first()
    order.ship_to = head.ship_to or customer.addresses.order_by("-main", "pk").first()
    order.ship_to_text = order.ship_to.one_line() if order.ship_to else ""
    order.customer_po = head.customer_po
    order.wanted_on = head.wanted_on
    order.terms = head.terms or customer.terms
    order.currency = customer.currency
    if order.is_editable:
        # Once handed in, an order keeps the rate and the way of telling prices it was handed in with.
        order.rate = rate_of(customer.currency, clock.today())
        order.inclusive = customer.hears_prices_with_tax
    order.freight = head.freight
    order.note = head.note
    order.kind, order.channel, order.instructions = head.kind, head.channel, head.instructions
    order.clause = head.clause
    order.own_terms = head.own_terms
    if head.template is not None:
        # What it was begun with stays known, however often it is written again.
        order.template = head.template


def _line(order: Order, position: int, row: DraftRow, offer: Offer) -> OrderLine:
    product = offer.product
    unit_id = row.unit_id or product.unit_id
    if unit_id not in offer.factors:
        raise Refused(_("%(code)s is not sold in this unit.") % {"code": product.code}, code="unknown_unit")
    factor = offer.factors[unit_id]
    found = offer.at(row.quantity * factor)
    listed = (found.price * factor).quantize(PRICE_STEP)
    price = listed if row.unit_price is None else row.unit_price
    source = found.source if price == listed else PriceSource(kind=PriceKind.TYPED, missed=found.source.missed)
    line = OrderLine(
        pk=row.line_id,
        order=order,
        position=position,
        product_id=product.pk,
        text=f"{product.name_in(paper_language(order.currency))} {product.spec}".strip()[:LONGEST_TEXT],
        unit_id=unit_id,
        factor=factor,
        quantity=row.quantity,
        list_price=listed,
        unit_price=price,
        price_source=source.as_data(),
        discount=row.discount,
        tax_percent=product.tax_percent,
        wanted_on=row.wanted_on,
        note=row.note,
        part=row.part,
        contract_line=offer.agreement,
        ordered=row.quantity * factor,
        is_service=product.is_service,
    )
    line.net, line.tax = cost_of(line, order)
    return line


def cost_of(line: OrderLine, order: Order) -> tuple[Decimal, Decimal]:
    """Net and tax of a line at its quantity, price and discount, as its order tells prices."""
    return line_amounts(
        line.quantity, line.unit_price, line.discount, line.tax_percent, order.currency, inclusive=order.inclusive
    )
