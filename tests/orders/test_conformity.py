"""Each line beside its contract: the match, every deviation with its figures, and the step it opens (S21, S22, B7)."""

from decimal import Decimal
from typing import Any

import pytest

from approvals.models import Request, Step
from approvals.services import decide
from core.finding import Finding, Level
from customers.models import PaymentTerm
from orders.models import Order, OrderLine
from orders.services import submit_order
from orders.services.contracts.matching import match
from orders.services.contracts.writing import end_contract
from orders.services.entry.checking import load_facts, run_checks
from orders.services.rows import lines_of
from tests.cast import make_customer, make_draft, make_product
from tests.orders.contracts import days, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(ann):
    return make_customer(ann)


@pytest.fixture
def bearing():
    return make_product("A-1043", price="100.00")


def findings(order: Order, actor: Any = None) -> list[Finding]:
    """What the checks say about the contract of a draft."""
    order = Order.objects.get(pk=order.pk)
    lines = lines_of(order)
    match(order, lines)
    return [one for one in run_checks(load_facts(order, lines, actor)) if one.heading == "contract"]


def drafted(ann, customer, product, quantity: int | str = 10, price: str | None = None, **head: Any) -> Order:
    """A draft over one line, at the price found or at one typed."""
    from orders.services import save_draft
    from orders.services.entry.composing import DraftHead, DraftRow

    row = DraftRow(product_id=product.pk, quantity=Decimal(quantity), unit_price=Decimal(price) if price else None)
    header = DraftHead(customer=customer, **({"wanted_on": days(7)} | head))
    return save_draft(None, head=header, rows=[row], version=None, actor=ann)


def test_s21_the_contract_price_comes_before_the_list_and_the_line_names_its_contract(ann, customer, bearing):
    contract = signed(ann, customer, [(bearing, "88.00", "500")])

    order = make_draft(ann, customer, [(bearing, 10)])

    line = OrderLine.objects.select_related("contract_line").get(order=order)
    assert (line.unit_price, line.list_price, line.contract_line.contract_id) == (88, 88, contract.pk)
    (found,) = findings(order)
    assert (found.code, found.level, found.line) == ("contract", Level.INFO, 1)
    assert str(found.message) == (
        f"Line 1: contract {contract.number}, 490 of 500 left after it, valid until {contract.valid_until}."
    )


def test_s21_a_contract_put_in_force_after_the_draft_is_found_at_submit(ann, customer, bearing):
    order = make_draft(ann, customer, [(bearing, 10)])
    assert OrderLine.objects.get(order=order).contract_line_id is None
    contract = signed(ann, customer, [(bearing, "100.00", "500")])

    submit_order(order.pk, actor=ann)

    assert OrderLine.objects.get(order=order).contract_line_id == contract.lines.get().pk


@pytest.mark.parametrize(
    ("price", "message", "numbers"),
    [
        ("102.00", None, {}),
        ("102.01", "over", {"price": "102.01", "agreed": "100", "percent": "2", "tolerance": "2", "limit": "102"}),
        ("104.00", "over", {"price": "104", "agreed": "100", "percent": "4", "tolerance": "2", "limit": "102"}),
        ("98.00", None, {}),
        ("97.00", "under", {"price": "97", "agreed": "100", "percent": "3", "tolerance": "2", "floor": "98"}),
    ],
)
def test_b7_a_price_off_by_more_than_the_tolerance_is_named_with_its_figures(
    ann, customer, bearing, price, message, numbers
):
    contract = signed(ann, customer, [(bearing, "100.00", None)], price_tolerance=Decimal(2))

    found = [one for one in findings(drafted(ann, customer, bearing, price=price)) if one.code == "contract_price"]

    assert bool(found) is bool(message)
    for one in found:
        assert (one.level, one.line) == (Level.APPROVE, 1)
        assert one.facts == {"product": "A-1043", "contract": contract.number, **numbers}
        assert f"{numbers['percent']} % {message} 100 in contract {contract.number}" in str(one.message)


def test_b7_quantities_of_several_lines_of_one_product_are_added_before_they_are_compared(ann, customer, bearing):
    contract = signed(ann, customer, [(bearing, "100.00", "100")], quantity_tolerance=Decimal(10))

    kept = findings(make_draft(ann, customer, [(bearing, 60), (bearing, 50)]))
    over = findings(make_draft(ann, customer, [(bearing, 60), (bearing, 51)]))

    assert [one.code for one in kept] == ["contract", "contract"]
    assert [one.code for one in over] == ["contract", "contract_quantity"]
    assert over[1].facts == {
        "product": "A-1043", "contract": contract.number, "called": "111", "agreed": "100", "over": "11",
        "limit": "110",
    }  # fmt: skip
    assert str(over[1].message) == (
        f"Line 2: 111 of A-1043 would be called off, 11 more than the 100 of contract {contract.number}."
    )


@pytest.mark.parametrize(("wanted", "off"), [(9, None), (8, None), (7, 3), (42, None), (43, 3)])
def test_b7_delivery_outside_the_window_counts_from_its_edge_and_beyond_the_tolerance(
    ann, customer, bearing, wanted, off
):
    signed(
        ann, customer, [(bearing, "100.00", None)], deliver_from=days(10), deliver_until=days(40), day_tolerance=2
    )  # fmt: skip

    found = findings(drafted(ann, customer, bearing, wanted_on=days(wanted)))

    assert [one.facts.get("off") for one in found if one.code == "contract_delivery"] == ([str(off)] if off else [])


def test_b7_a_contract_that_ran_out_is_named_and_gives_no_price_until_somebody_ends_it(ann, bo, customer, bearing):
    contract = signed(ann, customer, [(bearing, "80.00", "500")], valid_from=days(-60), valid_until=days(-5))
    order = make_draft(ann, customer, [(bearing, 1)])

    (found,) = findings(order)

    assert OrderLine.objects.get(order=order).unit_price == 100
    assert (found.code, found.level) == ("contract_validity", Level.APPROVE)
    assert str(found.message) == f"Line 1: contract {contract.number} ran out on {days(-5)}."
    assert (found.facts["past"], found.facts["limit"]) == ("5", "0")
    end_contract(contract.pk, actor=bo, reason="renewed elsewhere")
    assert findings(order) == []


def test_b7_a_contract_near_its_end_is_a_warning(ann, customer, bearing):
    signed(ann, customer, [(bearing, "100.00", None)], valid_until=days(14))

    found = findings(drafted(ann, customer, bearing))

    assert [(one.code, one.level) for one in found] == [
        ("contract", Level.INFO),
        ("contract_expiring", Level.WARN),
    ]


def test_b7_other_payment_terms_than_agreed_are_named_once_for_all_lines(ann, customer, bearing):
    long = PaymentTerm.objects.create(name="Net 90", days=90)
    other = make_product("B-1", price="5.00")
    contract = signed(ann, customer, [(bearing, "100.00", None), (other, "5.00", None)])

    found = findings(make_draft(ann, customer, [(bearing, 1), (other, 1)], terms=long))

    off = [one for one in found if one.code == "contract_terms"]
    assert [(one.level, one.line) for one in off] == [(Level.APPROVE, None)]
    assert str(off[0].message) == f"Payment terms Net 90 are not those of contract {contract.number}: Net 30."


def test_the_contract_that_holds_comes_before_one_that_ran_out_then_the_one_that_ends_first(ann, customer, bearing):
    signed(ann, customer, [(bearing, "70.00", None)], valid_from=days(-90), valid_until=days(-1))
    signed(ann, customer, [(bearing, "90.00", None)], valid_until=days(300))
    first = signed(ann, customer, [(bearing, "80.00", None)], valid_until=days(100))

    order = make_draft(ann, customer, [(bearing, 1)])

    assert OrderLine.objects.get(order=order).contract_line.contract_id == first.pk


def test_another_customers_or_currencys_contract_is_nobody_elses(ann, customer, bearing):
    signed(ann, make_customer(ann, "C-2"), [(bearing, "80.00", None)])
    signed(ann, customer, [(bearing, "80.00", None)], currency="EUR")

    assert findings(make_draft(ann, customer, [(bearing, 1)])) == []


def test_s22_a_price_over_the_tolerance_opens_an_extra_step_that_names_the_deviation(ann, bo, customer, bearing):
    contract = signed(ann, customer, [(bearing, "100.00", None)], price_tolerance=Decimal(1))
    plain = drafted(ann, customer, bearing)
    off = drafted(ann, customer, bearing, price="103.02")

    submit_order(plain.pk, actor=ann)
    submit_order(off.pk, actor=ann)

    assert not Step.objects.filter(request__order=plain).exists()
    step = Step.objects.get(request__order=off)
    assert (step.user, Order.objects.get(pk=off.pk).state) == (bo, "pending_approval")
    assert step.question == (
        f"A-1043 at 103.02 is 3 % off the 100 of contract {contract.number}; tolerated: 1 %. Agree?"
    )
    decide(step.task.pk, outcome="approved", actor=bo)
    assert Order.objects.get(pk=off.pk).state == "confirmed"


def test_s22_each_deviation_is_a_reason_of_the_one_step(ann, bo, customer, bearing):
    signed(ann, customer, [(bearing, "100.00", "5")], deliver_until=days(3))

    order = drafted(ann, customer, bearing, 10, "110.00")
    submit_order(order.pk, actor=ann)

    names = [reason["name"] for reason in Step.objects.get(request__order=order).reasons]
    assert names == ["Contract price", "Contract quantity", "Contract delivery window"]
    assert Request.objects.get(order=order).state == "open"


def test_s23_terms_outside_the_library_are_marked_and_asked_about(ann, bo, customer, bearing):
    order = drafted(ann, customer, bearing, own_terms="Refund in gold")

    submit_order(order.pk, actor=ann)

    step = Step.objects.get(request__order=order)
    assert step.question == "Terms outside the library: Refund in gold Agree?"
    (found,) = [one for one in Order.objects.get(pk=order.pk).revisions.get().findings if one["code"] == "own_terms"]
    assert (found["level"], found["heading"], found["field"]) == ("approve", "terms", "own_terms")
