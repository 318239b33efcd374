"""The route: which facts ask whom, in which order, and never the owner."""

from typing import Any

import pytest

from approvals.conditions import Condition, faults_of, measure_of
from approvals.models import Rule
from approvals.services import route
from core.refusal import Refused
from core.roles import DIRECTOR, FINANCE, SALES_MANAGER
from tests.approvals.builders import make_fay, make_gus
from tests.cast import make_person

DISCOUNT = {"code": "discount", "facts": {"discount": "8", "limit": "5"}}
FLOOR = {"code": "below_floor", "facts": {"product": "A-1", "price": "70", "floor": "75"}}
CREDIT = {"code": "credit_over", "facts": {"after": "1,200,000.00", "limit": "1,000,000.00"}}
DEBT = {"code": "overdue_debt", "facts": {"days": "12", "amount": "800.00"}}


def facts(total: str = "100", *findings: dict[str, Any], tier: str = "standard") -> dict[str, Any]:
    return {"total": total, "tier": tier, "customer": "Yunqi", "prepaid": False, "findings": list(findings)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "asked"),
    [
        (facts("49999.99"), []),
        (facts("50000.00"), ["Bo"]),
        (facts("199999.99"), ["Bo"]),
        (facts("200000.00"), ["Bo", "Fay"]),
        (facts(tier="new"), ["Bo"]),
        (facts(tier="key"), []),
        (facts("100", DISCOUNT), ["Bo"]),
        (facts("100", FLOOR), ["Bo"]),
        (facts("100", CREDIT), ["Dot"]),
        (facts("100", DEBT), ["Dot"]),
        (facts("100", CREDIT, DEBT), ["Dot"]),
        (facts("60000", CREDIT), ["Bo", "Dot"]),
        (facts("250000", DISCOUNT, CREDIT, tier="new"), ["Bo", "Dot", "Fay"]),
    ],
)
def test_the_first_policy_asks_exactly_these(ann, dot, case, asked):
    make_fay()

    steps = route("order", case, ann.pk, asker_id=ann.pk)

    assert [step.label for step in steps] == asked


@pytest.mark.django_db
def test_one_person_is_asked_once_for_all_reasons(ann, bo):
    (step,) = route("order", facts("60000", DISCOUNT, tier="new"), ann.pk, asker_id=ann.pk)

    assert step.user_id == bo.pk
    assert [reason["name"] for reason in step.reasons] == ["Large order", "New customer", "Discount"]


@pytest.mark.django_db
def test_without_a_manager_the_role_is_asked(ann, bo):
    gus = make_gus()
    ann.manager = None
    ann.save()

    (step,) = route("order", facts("60000"), ann.pk, asker_id=ann.pk)

    assert (step.user_id, step.role, step.people) == (None, SALES_MANAGER, (bo.pk, gus.pk))


@pytest.mark.django_db
def test_a_managers_own_order_goes_to_another_manager(bo):
    gus = make_gus()

    (step,) = route("order", facts("60000"), bo.pk, asker_id=bo.pk)

    assert (step.user_id, step.role, step.people) == (gus.pk, SALES_MANAGER, (gus.pk,))


@pytest.mark.django_db
def test_a_managers_own_order_goes_up_to_the_director_when_no_other_manager_is_left(bo):
    fay = make_fay()

    (step,) = route("order", facts("60000"), bo.pk, asker_id=bo.pk)

    assert (step.user_id, step.role) == (fay.pk, DIRECTOR)


@pytest.mark.django_db
def test_who_asked_for_another_is_not_asked_either(ann, bo):
    fay = make_fay()

    (step,) = route("order", facts("60000"), ann.pk, asker_id=bo.pk)

    assert step.user_id == fay.pk


@pytest.mark.django_db
def test_it_is_refused_when_nobody_is_left_who_may_decide(bo):
    with pytest.raises(Refused) as refusal:
        route("order", facts("60000"), bo.pk, asker_id=bo.pk)

    assert refusal.value.code == "nobody_left"


@pytest.mark.django_db
def test_who_left_the_company_is_not_asked(ann, bo):
    gus = make_gus()
    bo.is_active = False
    bo.save()

    (step,) = route("order", facts("60000"), ann.pk, asker_id=ann.pk)

    assert step.user_id == gus.pk


@pytest.mark.django_db
def test_each_step_can_be_decided_by_another_person(ann, bo, dot):
    bo.groups.add(dot.groups.get())

    steps = route("order", facts("60000", CREDIT), ann.pk, asker_id=ann.pk)

    assert [(step.user_id, step.role) for step in steps] == [(bo.pk, SALES_MANAGER), (dot.pk, FINANCE)]


@pytest.mark.django_db
def test_a_role_only_held_by_somebody_already_asked_is_heard_in_their_step(ann, bo, dot):
    bo.groups.add(dot.groups.get())
    dot.groups.clear()

    (step,) = route("order", facts("60000", CREDIT), ann.pk, asker_id=ann.pk)

    assert step.user_id == bo.pk
    assert [reason["name"] for reason in step.reasons] == ["Large order", "Credit limit"]


@pytest.mark.django_db
def test_a06_above_the_limit_of_all_who_are_asked_the_director_is_asked_as_well(ann, bo):
    fay = make_fay()
    Rule.objects.filter(name="Large order").update(up_to=80_000)

    steps = route("order", facts("90000"), ann.pk, asker_id=ann.pk)

    assert [step.user_id for step in steps] == [bo.pk, fay.pk]
    assert steps[1].up_to is None


@pytest.mark.django_db
def test_the_question_names_the_worst_finding(ann, bo):
    mild, bad = DISCOUNT, {"code": "discount", "facts": {"discount": "40", "limit": "5"}}

    (step,) = route("order", facts("100", mild, bad), ann.pk, asker_id=ann.pk)

    assert step.reasons[0]["values"]["discount"] == "40"


@pytest.mark.django_db
def test_nobody_without_the_right_is_asked_by_name(ann):
    ann.manager = make_person("hal", "warehouse", department="Warehouse")
    ann.save()
    gus = make_gus()

    (step,) = route("order", facts("60000"), ann.pk, asker_id=ann.pk)

    assert set(step.people) >= {gus.pk} and ann.manager_id not in step.people


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (("total", ">=", 100), True),
        (("total", ">", 100), False),
        (("total", "<", 100.01), True),
        (("tier", "=", "standard"), True),
        (("tier", "!=", "standard"), False),
        (("tier", "in", ["key", "standard"]), True),
        (("prepaid", "=", True), False),
        (("finding:discount", "present", True), True),
        (("finding:discount", "present", False), False),
        (("finding:credit_over", "present", True), False),
        (("finding:discount", ">", 7), True),
        (("finding:discount", ">", 8), False),
        (("lines", ">", 3), False),
    ],
)
def test_a_condition_holds_exactly_when_its_fact_does(condition, holds):
    assert Condition(*condition).holds(facts("100", DISCOUNT)) is holds


@pytest.mark.parametrize(
    "when",
    [
        [],
        {"total": 5},
        [["total", ">="]],
        [["weight", ">=", 5]],
        [["total", ">=", "much"]],
        [["tier", ">", 5]],
        [["tier", "in", "key"]],
        [["finding:discount", "=", 5]],
        [["finding:discount", "present", "yes"]],
        [["finding:", "present", True]],
        [["total", "=", 5]],
    ],
)
def test_conditions_that_cannot_be_read_are_named(when):
    assert len(faults_of(when)) == 1


def test_numbers_written_for_people_are_still_numbers():
    measure = measure_of(CREDIT)

    assert measure is not None
    assert (str(measure.value), str(measure.limit), measure.kept) == ("1200000.00", "1000000.00", False)
