"""Money always adds up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.money import line_net, line_tax, part_of, rounded, share

cents = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n) / 100)
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
