"""What the entry page says about the time an approval takes: the median of 90 days, and nothing from too few cases."""

import datetime
from decimal import Decimal

import pytest

from approvals.checks import route_preview
from approvals.models import Task
from approvals.services import decide
from approvals.services.lasting import usual_hours
from core import clock
from orders.facts import facts_of
from orders.services import submit_order
from tests.approvals.builders import open_task
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 8, 10, 1, 0, tzinfo=datetime.UTC)
"""Nine in the morning in Shanghai."""


def decided(ann, bo, hours: list[int]) -> int:
    """Orders decided after so many working hours each; returns the rule that asked."""
    product = make_product(price="86.00")
    for n, hour in enumerate(hours):
        with clock.at(MONDAY):
            order = make_draft(ann, make_customer(ann, f"C-{n}"), [(product, 1000)])
            submit_order(order.pk, actor=ann)
        task = open_task(order)
        with clock.at(MONDAY + datetime.timedelta(hours=hour)):
            decide(task.pk, outcome="approved", opinion="", actor=bo)
    return Task.objects.values_list("step__rule_id", flat=True).first() or 0


def test_the_usual_time_is_the_median_of_working_hours(ann, bo):
    rule = decided(ann, bo, [1, 1, 2, 3, 3])

    with clock.at(MONDAY + datetime.timedelta(days=5)):
        assert usual_hours({rule}) == {rule: Decimal(2)}


def test_four_cases_have_no_usual_time(ann, bo):
    rule = decided(ann, bo, [1, 1, 2, 3])

    with clock.at(MONDAY + datetime.timedelta(days=5)):
        assert usual_hours({rule}) == {}


def test_cases_of_more_than_ninety_days_ago_do_not_count(ann, bo):
    rule = decided(ann, bo, [1, 1, 2, 3, 3])

    with clock.at(MONDAY + datetime.timedelta(days=91)):
        assert usual_hours({rule}) == {}


def said(ann) -> list[str]:
    order = make_draft(ann, make_customer(ann, "C-X"), [(product := make_product("B-1", price="86.00"), 1000)])
    facts = facts_of(order, list(order.lines.all()), {product.pk: product}, actor_id=ann.pk, typing=True)
    return [str(one.message) for one in route_preview(facts, [])]


def test_the_entry_page_says_who_is_asked_and_how_long_it_usually_takes(ann, bo):
    decided(ann, bo, [1, 1, 2, 3, 3])

    with clock.at(MONDAY + datetime.timedelta(days=5)):
        assert said(ann) == ["Will be asked: Bo", "Usually takes 2.0 working hours."]


def test_without_enough_cases_it_says_so(ann, bo):
    assert said(ann) == ["Will be asked: Bo", "Too few decisions yet to say how long it takes."]
