"""What the checks look at: an order as frozen values, whether saved, typed or imported."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from catalog.models import Product
from core import clock
from core.money import in_base, told_price
from orders.models import ContractLine, Order, OrderLine
from orders.models.source import PriceSource
from orders.models.words import State

REMEMBERED = datetime.timedelta(days=365)
MOST_REMEMBERED = 2_000


@dataclass(frozen=True, kw_only=True)
class PastLine:
    """What the customer ordered before of a product, in base units."""

    ref: str
    state: str
    at: datetime.datetime
    product_id: int
    ordered: Decimal
    base_price: Decimal


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """The contract line a line falls under; in base units, its price as the order tells prices."""

    line_id: int
    contract: str
    price: Decimal
    quantity: Decimal | None
    most: Decimal | None
    called_off: Decimal
    price_tolerance: Decimal
    day_tolerance: int
    valid_from: datetime.date
    valid_until: datetime.date
    deliver_from: datetime.date | None
    deliver_until: datetime.date | None
    terms_id: int
    terms: str
    clause_id: int | None


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """One line as the checks see it; `quantity` in the ordered unit, `ordered` in base units.

    Prices are told with or without tax as the order's are, and `told` is the amount at them;
    `floor_price` is net in the order's currency, none while that has no rate.
    `covered` is what of it needs no goods any more: shipped, set aside or given up.
    """

    position: int
    product_id: int
    code: str
    name: str
    product_active: bool
    is_service: bool
    group_id: int | None = None
    step: Decimal
    quantity: Decimal
    ordered: Decimal
    list_price: Decimal
    floor_price: Decimal | None
    unit_price: Decimal
    source: PriceSource = PriceSource()
    discount: Decimal
    net: Decimal
    tax: Decimal
    told: Decimal
    wanted_on: datetime.date | None
    agreed: Agreed | None
    covered: Decimal = Decimal(0)

    @property
    def base_price(self) -> Decimal:
        """What one base unit really costs the customer."""
        return self.net / self.ordered if self.ordered else Decimal(0)

    @property
    def exact_price(self) -> Decimal:
        """The price per base unit before the amount is rounded: what a contract is compared with."""
        given = self.unit_price * (100 - self.discount) / 100
        return given * self.quantity / self.ordered if self.ordered else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """One order as the checks see it.

    `changing` says that it is a bound order as a change would leave it; `committed` is what of its total
    the customer's credit carries already.
    """

    order_id: int | None
    ref: str
    state: str
    revision: int
    owner_id: int | None
    department_id: int | None
    actor_id: int | None
    may_pass_floor: bool
    customer_id: int | None
    customer_name: str
    customer_active: bool
    tier: str
    prepaid: bool
    term_days: int
    terms_id: int
    terms: str
    clause_id: int | None
    own_terms: str
    customer_po: str
    wanted_on: datetime.date | None
    ship_to: str
    invoice_title: str
    tax_number: str
    needs_tax_number: bool
    currency: str
    rate: Decimal | None
    inclusive: bool
    net: Decimal
    tax: Decimal
    freight: Decimal
    total: Decimal
    lines: tuple[LineFacts, ...]
    changing: bool = False
    committed: Decimal = Decimal(0)
    kind: str = ""
    unread: int = 0
    typing: bool = False
    """Whether somebody is typing it now; advice that costs a question of its own is for them."""

    @property
    def base_total(self) -> Decimal:
        """The total in the house's own currency; without a rate, which stops the order, the bare figure."""
        return self.total if self.rate is None else in_base(self.total, self.rate)

    @cached_property
    def history(self) -> tuple[PastLine, ...]:
        """What this customer ordered of the same products within a year, newest first; one query, asked once."""
        if self.customer_id is None or not self.lines:
            return ()
        rows = (
            OrderLine.objects.filter(
                order__customer_id=self.customer_id,
                order__created_at__gte=clock.now() - REMEMBERED,
                product_id__in={line.product_id for line in self.lines},
            )
            .exclude(order__state__in=(State.CANCELLED, State.REJECTED))
            .exclude(order_id=self.order_id or 0)
            .order_by("-order_id", "position")
            .values_list(
                "order_id", "order__number", "order__state", "order__created_at", "product_id", "ordered", "net"
            )
        )
        return tuple(_past_line(*row) for row in rows[:MOST_REMEMBERED])


def _past_line(
    pk: int, number: str | None, state: str, at: datetime.datetime, product_id: int, ordered: Decimal, net: Decimal
) -> PastLine:
    price = net / ordered if ordered else Decimal(0)
    return PastLine(
        ref=number or f"D-{pk}", state=state, at=at, product_id=product_id, ordered=ordered, base_price=price
    )


def facts_of(
    order: Order,
    lines: Sequence[OrderLine],
    products: dict[int, Product],
    *,
    actor_id: int | None = None,
    may_pass_floor: bool = False,
    typing: bool = False,
) -> OrderFacts:
    """The facts of an order and its lines as they stand in memory, saved or not.

    `products` must hold every product on the lines, with its unit.
    """
    customer = order.customer
    return OrderFacts(
        order_id=order.pk,
        ref=order.ref,
        state=order.state,
        revision=order.revision,
        owner_id=order.owner_id,
        department_id=order.department_id,
        actor_id=actor_id,
        may_pass_floor=may_pass_floor,
        customer_id=order.customer_id,
        customer_name=customer.title,
        customer_active=customer.active,
        tier=customer.tier,
        prepaid=order.terms.prepaid,
        term_days=order.terms.days,
        terms_id=order.terms_id,
        terms=order.terms.name,
        clause_id=order.clause_id,
        own_terms=order.own_terms,
        customer_po=order.customer_po,
        wanted_on=order.wanted_on,
        ship_to=order.ship_to_text,
        invoice_title=customer.invoice_title,
        tax_number=customer.tax_number,
        needs_tax_number=customer.domestic,
        currency=order.currency,
        rate=order.rate,
        inclusive=order.inclusive,
        net=order.net,
        tax=order.tax,
        freight=order.freight,
        total=order.total,
        kind=order.kind,
        unread=len(order.draft_rest),
        typing=typing,
        lines=tuple(_line_facts(order, line, products[line.product_id]) for line in lines),
    )


def _line_facts(order: Order, line: OrderLine, product: Product) -> LineFacts:
    return LineFacts(
        position=line.position,
        product_id=product.pk,
        code=product.code,
        name=product.title,
        product_active=product.active,
        is_service=line.is_service or (line.pk is None and product.is_service),
        group_id=product.category_id,
        step=product.unit.step,
        quantity=line.quantity,
        ordered=line.ordered,
        list_price=line.list_price,
        floor_price=None if order.rate is None else product.floor_price / order.rate,
        unit_price=line.unit_price,
        source=line.source,
        discount=line.discount,
        net=line.net,
        tax=line.tax,
        told=line.gross if order.inclusive else line.net,
        wanted_on=line.wanted_on,
        agreed=_agreed(line, order),
        covered=line.shipped + line.reserved + line.cancelled,
    )


def _agreed(ordered: OrderLine, order: Order) -> Agreed | None:
    line: ContractLine | None = ordered.agreement
    if line is None:
        return None
    contract = line.contract
    return Agreed(
        line_id=line.pk,
        contract=contract.number,
        price=told_price(line.price, ordered.tax_percent, heard=False, told=order.inclusive),
        quantity=line.quantity,
        most=line.most,
        called_off=line.called_off,
        price_tolerance=contract.price_tolerance,
        day_tolerance=contract.day_tolerance,
        valid_from=contract.valid_from,
        valid_until=contract.valid_until,
        deliver_from=contract.deliver_from,
        deliver_until=contract.deliver_until,
        terms_id=contract.terms_id,
        terms=contract.terms.name,
        clause_id=contract.clause_id,
    )
