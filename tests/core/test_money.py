"""Money always adds up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    line_amounts,
    line_net,
    line_tax,
    line_tax_within,
    minor_unit,
    part_of,
    rounded,
    share,
    with_tax,
    without_tax,
)

cents = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n) / 100)
pieces = st.integers(1, 5_000_000).map(lambda n: Decimal(n) / 1000)
unit_prices = st.integers(0, 10**12).map(lambda n: Decimal(n) / 10**6)
percents = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
tax_rates = st.sampled_from([Decimal(n) for n in ("0", "1", "3", "5", "6", "9", "13", "17.5", "100")])
currencies = st.sampled_from(["CNY", "USD", "JPY", "KWD"])
weights = st.lists(st.integers(0, 10_000).map(Decimal), min_size=1, max_size=30)


def test_half_a_cent_goes_up_away_from_zero():
    assert rounded(Decimal("2.345")) == Decimal("2.35")
    assert rounded(Decimal("-2.345")) == Decimal("-2.35")
    assert rounded(Decimal("2.5"), "JPY") == Decimal("3")


def test_a_line_is_rounded_once_and_its_tax_on_the_rounded_net():
    net = line_net(Decimal(3), Decimal("1.115"), Decimal(10))

    assert net == Decimal("3.01")
    assert line_tax(net, Decimal(13)) == Decimal("0.39")


def test_a_hundred_in_three_parts_loses_no_cent():
    assert share(Decimal("100.00"), [Decimal(1)] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@given(cents, weights)
def test_parts_always_sum_to_the_whole(amount, parts):
    assert sum(share(amount, parts), Decimal(0)) == amount


@given(cents, st.lists(st.integers(1, 50).map(Decimal), min_size=1, max_size=12))
def test_b10_invoicing_piece_by_piece_ends_at_the_exact_total(total, pieces):
    whole, billed, before = sum(pieces, Decimal(0)), Decimal(0), Decimal(0)
    for piece in pieces:
        billed += part_of(total, whole, before, before + piece)
        before += piece

    assert billed == total


def test_a_price_with_tax_keeps_to_the_cent_what_the_customer_was_told():
    net, tax = line_amounts(Decimal(3), Decimal("99.99"), Decimal(0), Decimal(13), inclusive=True)

    assert (net, tax, net + tax) == (Decimal("265.46"), Decimal("34.51"), Decimal("299.97"))


def test_a_price_without_tax_gets_its_tax_on_top():
    assert line_amounts(Decimal(3), Decimal("99.99"), Decimal(10), Decimal(13)) == (
        Decimal("269.97"),
        Decimal("35.10"),
    )


def test_tax_within_an_amount_is_rounded_to_the_currency():
    assert line_tax_within(Decimal(1000), Decimal(13), "JPY") == Decimal(115)


@given(pieces, unit_prices, percents, tax_rates, currencies)
def test_i1_net_and_tax_are_exactly_what_was_told_with_tax(quantity, price, discount, tax_percent, currency):
    net, tax = line_amounts(quantity, price, discount, tax_percent, currency, inclusive=True)

    assert net + tax == rounded(quantity * price * (100 - discount) / 100, currency)
    assert net >= 0 and tax >= 0


@given(pieces, unit_prices, percents, tax_rates, currencies)
def test_with_and_without_tax_agree_within_one_smallest_coin(quantity, price, discount, tax_percent, currency):
    net, tax = line_amounts(quantity, price, discount, tax_percent, currency, inclusive=True)

    assert abs(line_tax(net, tax_percent, currency) - tax) <= minor_unit(currency)


@given(cents.filter(lambda amount: amount >= 0), tax_rates)
def test_tax_put_on_top_is_found_again_within(net, tax_percent):
    tax = line_tax(net, tax_percent)

    assert abs(line_tax_within(net + tax, tax_percent) - tax) <= Decimal("0.01")


@given(unit_prices, tax_rates)
def test_a_unit_price_comes_back_from_with_tax_to_its_last_digit(price, tax_percent):
    assert abs(without_tax(with_tax(price, tax_percent), tax_percent) - price) <= Decimal("0.000001")


@given(pieces, unit_prices, tax_rates, st.booleans(), weights)
def test_s19_a_line_split_in_any_parts_keeps_net_tax_and_gross(quantity, price, tax_percent, inclusive, parts):
    net, tax = line_amounts(quantity, price, Decimal(0), tax_percent, inclusive=inclusive)
    nets, taxes = share(net, parts), share(tax, parts)

    assert (sum(nets, Decimal(0)), sum(taxes, Decimal(0))) == (net, tax)
    assert sum((a + b for a, b in zip(nets, taxes, strict=True)), Decimal(0)) == net + tax
    assert min(nets) >= 0 and min(taxes) >= 0


@given(st.integers(1, 10**9), weights, currencies)
def test_a_split_moves_nobody_by_more_than_one_smallest_coin(units, parts, currency):
    whole, unit = units * minor_unit(currency), minor_unit(currency)
    if not sum(parts):
        return
    exact = [whole * part / sum(parts) for part in parts]

    assert all(abs(got - fair) < unit for got, fair in zip(share(whole, parts, currency), exact, strict=True))
