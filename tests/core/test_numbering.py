"""Numbers follow a rule that can be changed at any time without ever giving a number twice."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from core.models import NumberRule
from core.models.numbering import Series
from core.numbering import next_number
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)


def test_without_a_rule_a_series_has_its_letters_and_the_month():
    assert [next_number("SO", day) for day in (NOVEMBER, NOVEMBER, DECEMBER)] == [
        "SO-202611-0001", "SO-202611-0002", "SO-202612-0001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date_part", "numbers"),
    [
        ("", ["XS-00001", "XS-00002", "XS-00003"]),
        ("YYYY", ["XS-2026-00001", "XS-2026-00002", "XS-2026-00003"]),
        ("YYYYMM", ["XS-202611-00001", "XS-202611-00002", "XS-202612-00001"]),
        ("YYYYMMDD", ["XS-20261130-00001", "XS-20261130-00002", "XS-20261201-00001"]),
    ],
)
def test_the_counter_starts_again_with_each_new_date_part(date_part, numbers):
    NumberRule.objects.create(series="SO", prefix="XS", date_part=date_part, digits=5)

    assert [next_number("SO", day) for day in (NOVEMBER, NOVEMBER, DECEMBER)] == numbers


def test_a_rule_changed_there_and_back_never_repeats_a_number():
    rule = NumberRule.objects.create(series="SO", prefix="SO", date_part="YYYYMM")
    first = [next_number("SO", NOVEMBER) for _n in range(3)]
    rule.date_part = ""
    rule.save()
    between = [next_number("SO", NOVEMBER) for _n in range(3)]
    rule.date_part = "YYYYMM"
    rule.save()
    last = [next_number("SO", NOVEMBER) for _n in range(3)]
    rule.prefix, rule.date_part = "SO-202611", ""
    rule.save()
    odd = [next_number("SO", NOVEMBER) for _n in range(3)]

    everything = first + between + last + odd
    assert len(set(everything)) == 12
    assert (last[0], odd[0]) == ("SO-202611-0004", "SO-202611-0007")


@pytest.mark.parametrize("prefix", ["so", "S O", "S_O", "-SO", "SO-", "单", "", "X" * 13, "SO'"])
def test_a_prefix_that_is_no_prefix_is_refused(prefix):
    with pytest.raises(ValidationError):
        NumberRule(series="SO", prefix=prefix).full_clean()


def test_the_preview_looks_like_the_number_that_comes():
    rule = NumberRule.objects.create(series="SO", prefix="XS", date_part="YYYYMMDD", digits=5)

    assert rule.example(NOVEMBER, 1) == next_number("SO", NOVEMBER) == "XS-20261130-00001"


def test_a_draft_has_no_number_until_it_is_submitted_unless_the_rule_says_so(ann, bo):
    customer, product = make_customer(ann), make_product()
    plain = make_draft(ann, customer, [(product, 1)])
    NumberRule.objects.create(series=Series.ORDER, prefix="XS", date_part="", used_up="draft")
    early = make_draft(ann, customer, [(product, 2)])

    number = early.number
    assert (plain.number, number) == (None, "XS-0001")
    assert submit_order(early.pk, actor=ann).number == number


def test_one_number_is_one_statement(django_assert_num_queries):
    next_number("SO")

    with django_assert_num_queries(1):
        next_number("SO")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_numbers_that_were_kept_in_one_test_are_not_gone_on_with_in_the_next(turn):
    """What counts them belongs to no table: emptying the tables alone would leave it behind."""
    assert next_number("SO", NOVEMBER) == "SO-202611-0001"
