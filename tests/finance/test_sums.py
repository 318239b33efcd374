"""S19, I1, I2: price × discount × tax × splits × partial invoices add up to the smallest coin, whatever the money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Product, Unit
from core.money import minor_unit, rounded
from core.refusal import Refused
from customers.models import Customer
from finance.services.billing import Billed, _line
from orders.models import Order, OrderLine
from orders.services.changes.splitting import _part
from orders.services.entry.composing import cost_of
from orders.services.life.settling import total_up
from tests.cast import make_customer, terms_30

ZERO = Decimal(0)
MONEY = ("JPY", "CNY", "USD", "BHD", "KWD")
"""Currencies of none, two and three digits after the point."""
prices = st.integers(0, 10**12).map(lambda n: Decimal(n) / 10**6)
percents = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
taxes = st.sampled_from([Decimal(n) for n in ("0", "3", "6", "9", "13", "17.5", "100")])
cuts = st.lists(st.integers(1, 400), min_size=0, max_size=5)
shipments = st.lists(st.integers(1, 60), min_size=0, max_size=12)
quantities = st.integers(1, 2_000)


def one_line(quantity: int, price: Decimal, discount: Decimal, tax: Decimal, order: Order) -> OrderLine:
    """A priced line in memory, as order entry makes it."""
    line = OrderLine(
        pk=1, order=order, position=1, product=Product(code="A-1", unit=Unit(name="pc")), quantity=Decimal(quantity),
        factor=Decimal(1), ordered=Decimal(quantity), unit_price=price, discount=discount, tax_percent=tax,
    )  # fmt: skip
    line.net, line.tax = cost_of(line, order)
    return line


def torn(line: OrderLine, pieces: list[int], order: Order) -> list[OrderLine]:
    """The line split again and again as long as something stays; the last is what stayed."""
    parts = []
    for piece in pieces:
        if piece < line.quantity:
            parts.append(_part(line, Decimal(piece), order))
    return [*parts, line]


def invoiced(line: OrderLine, pieces: list[int], currency: str) -> Billed:
    """The sum of the invoices over a line that leaves the house in these pieces and then the rest."""
    line.product = Product(code="A-1", unit=Unit(name="pc"))
    done = Billed()
    for piece in (*map(Decimal, pieces), line.wanted):
        quantity = min(piece, line.wanted - done.quantity)
        if quantity > 0:
            bill = _line(line, 1, quantity, done, currency)
            assert bill.net >= 0 and bill.tax >= 0
            done = Billed(done.quantity + quantity, done.net + bill.net, done.tax + bill.tax)
    return done


@given(quantities, prices, percents, taxes, st.sampled_from(MONEY), st.booleans(), cuts, shipments)
def test_s19_i1_splits_and_partial_invoices_of_a_line_sum_to_it(
    quantity, price, discount, tax, currency, inclusive, pieces, parcels
):
    order = Order(currency=currency, inclusive=inclusive)
    line = one_line(quantity, price, discount, tax, order)
    net, whole_tax = line.net, line.tax
    told = rounded(quantity * price * (100 - discount) / 100, currency)
    assert (net + whole_tax if inclusive else net) == told

    parts = torn(line, pieces, order)

    assert sum((part.quantity for part in parts), ZERO) == quantity
    assert (sum((part.net for part in parts), ZERO), sum((part.tax for part in parts), ZERO)) == (net, whole_tax)
    assert all(part.net >= 0 and part.tax >= 0 for part in parts)
    bills = [invoiced(part, parcels, currency) for part in parts]
    assert [(bill.quantity, bill.net, bill.tax) for bill in bills] == [(one.wanted, one.net, one.tax) for one in parts]
    coin = minor_unit(currency)
    assert all(amount % coin == 0 for bill in bills for amount in (bill.net, bill.tax))


@given(
    st.lists(st.tuples(quantities, prices, percents, taxes), min_size=1, max_size=8),
    st.sampled_from(MONEY),
    st.booleans(),
    st.integers(0, 10**6),
    st.integers(1, 400),
)
def test_s19_the_totals_of_both_orders_of_a_split_are_the_total_before(rows, currency, inclusive, coins, piece):
    order = Order(currency=currency, inclusive=inclusive, freight=coins * minor_unit(currency))
    lines = [one_line(*row, order) for row in rows]
    total_up(order, lines)
    before = order.total
    assert before == order.net + order.tax + order.freight

    child = Order(currency=currency, inclusive=inclusive)
    moved = [_part(line, Decimal(piece), order) for line in lines if piece < line.quantity]
    total_up(order, lines)
    total_up(child, moved)

    assert order.total + child.total == before


@pytest.mark.django_db
@pytest.mark.parametrize(("currency", "taken"), [("KWD", False), ("bhd", False), ("JPY", True), ("USD", True)])
def test_i1_money_finer_than_the_house_keeps_is_refused_at_its_field_and_by_the_service(client, ann, currency, taken):
    client.force_login(ann)
    typed = {"name": "Gulf", "terms": terms_30().pk, "tier": "new", "currency": currency}

    answer = client.post("/customers/new/", typed)

    assert (answer.status_code, Customer.objects.count()) == ((302, 1) if taken else (422, 0))
    if not taken:
        told = f"Amounts in {currency.upper()} have three decimals; the house keeps two."
        assert list(answer.context["form"].errors.values()) == [[told]]


@pytest.mark.django_db
def test_i1_a_customer_does_not_change_to_money_finer_than_the_house_keeps(ann):
    from customers.services import CustomerCard, edit_customer

    customer = make_customer(ann)
    card = CustomerCard(name=customer.name, terms=customer.terms, currency="KWD", owner=ann)

    with pytest.raises(Refused) as refusal:
        edit_customer(customer.pk, card=card, actor=ann)

    assert (refusal.value.code, Customer.objects.get().currency) == ("fine_money", "CNY")
