"""A price that was agreed is not asked about twice: contracts and approved quotations answer for it (S21, S25).

The floor is judged when the contract is put in force or the quotation is handed in; anything else is asked as ever.
"""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from approvals.models import Request, Step, Task
from approvals.services import decide
from core import clock
from core.models import User
from core.refusal import Refused
from core.roles import SALES
from customers.models import PaymentTerm
from orders.models import Contract, ContractLine, Order, Quotation
from orders.services import save_draft, submit_order
from orders.services.contracts.writing import ContractRow, activate_contract, save_contract
from orders.services.entry.checking import Blocked
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.quotes.answers import accept_quotation, send_quotation
from orders.services.quotes.quoting import save_quotation, submit_quotation
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.changes.builders import ask, begin, edit
from tests.orders.contracts import called_off, card, days, draft_contract, signed
from tests.orders.pages import everything
from tests.pricing import make_rate

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def customer(ann):
    return make_customer(ann)


@pytest.fixture
def bearing():
    return make_product("A-1043", price="100.00", floor_price=D(60))


@pytest.fixture
def di(db) -> User:
    """Di directs the house."""
    return make_person("di", "director")


def without_right(codename: str, person: User) -> User:
    """The person in a house that took a right from sales."""
    Group.objects.get(name=SALES).permissions.remove(Permission.objects.get(codename=codename))
    return User.objects.get(pk=person.pk)


def with_right(codename: str, person: User) -> User:
    person.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label="orders"))
    return User.objects.get(pk=person.pk)


def told(order: Order, *codes: str) -> list[tuple[str, str, Any]]:
    """What the last revision keeps of some findings: code, level and facts."""
    found = Order.objects.get(pk=order.pk).revisions.order_by("-pk")[0].findings
    return [(one["code"], one["level"], one["facts"]) for one in found if one["code"] in codes]


def asked(order: Order) -> list[str]:
    """The names of the rules that asked somebody about an order."""
    return [reason["name"] for step in Step.objects.filter(request__order=order) for reason in step.reasons]


def drafted(actor, customer, product, quantity: int | str = 10, price: str | None = None, **head: Any) -> Order:
    row = DraftRow(product_id=product.pk, quantity=D(quantity), unit_price=D(price) if price else None)
    header = DraftHead(customer=customer, **({"wanted_on": days(7)} | head))
    return save_draft(None, head=header, rows=[row], version=None, actor=actor)


# --- contracts --------------------------------------------------------------------------------------


def test_s21_sales_sells_at_a_contract_price_below_the_floor_and_nobody_is_asked_again(ann, bo, customer, bearing):
    contract = draft_contract(ann, customer, [(bearing, "50.00", "100")])
    activate_contract(contract.pk, actor=bo)

    order = make_draft(ann, customer, [(bearing, 10)])
    submit_order(order.pk, actor=ann)

    assert (Order.objects.get(pk=order.pk).state, asked(order)) == ("confirmed", [])
    assert told(order, "below_floor", "floor_agreed") == [
        (
            "floor_agreed",
            "info",
            {"product": "A-1043", "contract": contract.number, "price": "50", "floor": "60"},
        )
    ]


@pytest.mark.parametrize("price", ["49.999999", "49"])
def test_s5_a_price_below_the_agreed_one_meets_the_floor_as_ever(ann, customer, bearing, price):
    signed(ann, customer, [(bearing, "50.00", None)], price_tolerance=D(5))
    order = drafted(ann, customer, bearing, price=price)

    with pytest.raises(Blocked) as refused:
        submit_order(order.pk, actor=ann)

    assert [one.code for one in refused.value.findings] == ["below_floor"]
    assert (Order.objects.get(pk=order.pk).state, Request.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("price", ["50", "55", "60"])
def test_a_price_no_lower_than_the_agreed_one_was_judged_with_it(ann, customer, bearing, price):
    signed(ann, customer, [(bearing, "50.00", None)], price_tolerance=D(20))
    order = drafted(ann, customer, bearing, price=price)

    submit_order(order.pk, actor=ann)

    assert told(order, "below_floor") == []
    assert "Below floor price" not in asked(order)


def test_a_discount_below_the_agreed_price_is_no_agreed_price(ann, customer, bearing):
    signed(ann, customer, [(bearing, "50.00", None)], price_tolerance=D(5))
    row = DraftRow(product_id=bearing.pk, quantity=D(1), discount=D("0.01"))
    head = DraftHead(customer=customer, wanted_on=days(7))
    order = save_draft(None, head=head, rows=[row], version=None, actor=ann)

    with pytest.raises(Blocked):
        submit_order(order.pk, actor=ann)


def test_b7_only_the_quantity_agreed_is_at_an_agreed_price(ann, customer, bearing):
    signed(ann, customer, [(bearing, "50.00", "100")], quantity_tolerance=D(10))
    fits = make_draft(ann, customer, [(bearing, 60), (bearing, 50)])
    over = make_draft(ann, customer, [(bearing, 60), (bearing, 51)])

    with pytest.raises(Blocked) as refused:
        submit_order(over.pk, actor=ann)
    submit_order(fits.pk, actor=ann)

    assert [(one.code, one.line) for one in refused.value.findings] == [("below_floor", 2)]
    assert told(fits, "below_floor") == []


def test_a_contract_that_ran_out_or_is_still_a_draft_agrees_on_nothing(ann, customer, bearing):
    draft_contract(ann, customer, [(bearing, "50.00", None)])
    signed(ann, customer, [(bearing, "50.00", None)], valid_from=days(-60), valid_until=days(-1))
    order = drafted(ann, customer, bearing, price="50")

    with pytest.raises(Blocked):
        submit_order(order.pk, actor=ann)

    assert Order.objects.get(pk=order.pk).state == "draft"


def test_a_customer_who_hears_prices_with_tax_keeps_the_agreed_price_too(ann, customer, bearing):
    customer.prices_include_tax = True
    customer.save()
    signed(ann, customer, [(bearing, "50.333333", None)])
    order = make_draft(ann, customer, [(bearing, 7)])

    submit_order(order.pk, actor=ann)

    assert [code for code, _level, _facts in told(order, "below_floor", "floor_agreed")] == ["floor_agreed"]


def test_s25_a_contract_below_the_floor_is_put_in_force_only_by_who_may_sell_below_it(ann, bo, customer, bearing):
    ann = with_right("activate_contract", ann)
    low = draft_contract(ann, customer, [(bearing, "59.99", None)])
    edge = draft_contract(ann, customer, [(bearing, "60.00", None)])

    with pytest.raises(Refused) as refusal:
        activate_contract(low.pk, actor=ann)

    assert (refusal.value.code, "A-1043" in str(refusal.value)) == ("below_floor", True)
    assert Contract.objects.get(pk=low.pk).state == "draft"
    assert activate_contract(edge.pk, actor=ann).state == "active"
    assert activate_contract(low.pk, actor=bo).state == "active"


def test_s25_a_contract_in_dollars_is_measured_at_its_rate_and_without_one_not_by_sales(ann, customer, bearing):
    ann = with_right("activate_contract", ann)
    dear, cheap = (
        draft_contract(ann, customer, [(bearing, price, None)], currency="USD") for price in ("8.58", "8.57")
    )
    with pytest.raises(Refused):
        activate_contract(dear.pk, actor=ann)
    make_rate("USD", "7.00")

    assert activate_contract(dear.pk, actor=ann).state == "active"
    with pytest.raises(Refused):
        activate_contract(cheap.pk, actor=ann)


def rewritten(actor, contract: Contract, product, price: str) -> Contract:
    contract = Contract.objects.select_related("customer").get(pk=contract.pk)
    values = {name: getattr(contract, name) for name in ("valid_from", "valid_until", "title")}
    rows = [ContractRow(product_id=product.pk, price=D(price), quantity=D(100))]
    typed = card(contract.customer, **values)
    return save_contract(contract.pk, card=typed, rows=rows, version=contract.version, actor=actor)


def test_s25_who_lacks_the_pricing_right_neither_puts_prices_in_force_nor_changes_them(ann, bo, customer, bearing):
    clerk = with_right("activate_contract", without_right("set_price", ann))
    held = draft_contract(bo, customer, [(bearing, "90.00", "100")])
    begun = draft_contract(clerk, customer, [(bearing, "88.00", "100")])
    activate_contract(held.pk, actor=bo)

    def kept() -> list[Any]:
        return [list(kind.objects.order_by("pk").values()) for kind in (Contract, ContractLine)]

    before = kept()

    codes = []
    for act in (
        lambda: activate_contract(begun.pk, actor=clerk),
        lambda: rewritten(clerk, held, bearing, "89.99"),
        lambda: rewritten(clerk, held, bearing, "95"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        codes.append(refusal.value.code)

    assert codes == ["price_right"] * 3
    assert kept() == before
    assert rewritten(clerk, held, bearing, "90.00").version == 2


def test_s25_a_price_in_force_falls_below_the_floor_only_by_who_may_sell_below_it(ann, bo, customer, bearing):
    ann = with_right("activate_contract", ann)
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    activate_contract(contract.pk, actor=ann)

    with pytest.raises(Refused) as refusal:
        rewritten(ann, contract, bearing, "59")

    assert (refusal.value.code, contract.lines.get().price) == ("below_floor", 90)
    assert rewritten(bo, contract, bearing, "59").lines.get().price == 59


def test_a_change_of_an_order_counts_its_own_pieces_once_against_the_contract(ann, customer, bearing):
    signed(ann, customer, [(bearing, "50.00", "100")])
    order = make_draft(ann, customer, [(bearing, 60)])
    submit_order(order.pk, actor=ann)

    fits = begin(order, ann, edit(order.lines.get(), quantity=D(100)))
    assert {one["code"] for one in fits.findings} & ABOUT == {"contract", "floor_agreed"}
    over = begin(order, ann, edit(order.lines.get(), quantity=D(101)), version=fits.version)
    assert {one["code"] for one in over.findings} & ABOUT == {"contract_quantity", "below_floor"}


ABOUT = {"contract", "contract_quantity", "floor_agreed", "below_floor"}


def test_b7_an_overrun_by_a_change_is_asked_about_and_once_allowed_taken(ann, bo, customer, bearing):
    contract = signed(ann, customer, [(bearing, "90.00", "100")])
    order = make_draft(ann, customer, [(bearing, 60)])
    submit_order(order.pk, actor=ann)

    change = ask(order, ann, edit(order.lines.get(), quantity=D(110)))
    (step,) = Step.objects.filter(request__subject=change.stream)
    decide(step.task.pk, outcome="approved", actor=bo)

    assert [reason["name"] for reason in step.reasons] == ["Order change", "Contract quantity"]
    change.refresh_from_db()
    assert (change.state, called_off(contract), order.lines.get().ordered) == ("applied", [110], 110)


def test_the_page_of_a_draft_at_an_agreed_price_says_nothing_blocks_it(ann, customer, bearing, client):
    signed(ann, customer, [(bearing, "50.00", None)])
    order = make_draft(ann, customer, [(bearing, 1)])
    client.force_login(ann)

    assert "is below its floor price" not in client.get(order.get_absolute_url()).content.decode()


# --- quotations -------------------------------------------------------------------------------------


def offered(actor, customer, product, *, quantity: int = 10, asks: User | None = None, **more: Any) -> Quotation:
    """A quotation over one line, approved by whoever is asked and sent by its writer."""
    line = {name: D(str(more.pop(name))) for name in ("unit_price", "discount") if name in more}
    row = DraftRow(product_id=product.pk, quantity=D(quantity), **line)
    head = DraftHead(customer=customer, wanted_on=days(7), **more)
    quotation = save_quotation(None, head=head, rows=[row], valid_until=days(30), version=None, actor=actor)
    submit_quotation(quotation.pk, actor=actor)
    if asks:
        decide(Task.objects.pending().get(step__request__subject=quotation.stream).pk, outcome="approved", actor=asks)
    return send_quotation(quotation.pk, address="wang@example.com", actor=actor)


def retyped(order: Order, actor, *, head: dict[str, Any] | None = None, **typed: Any) -> Order:
    """The order of a quotation written again with something else in its line or head."""
    order = Order.objects.select_related("customer", "terms").get(pk=order.pk)
    line = order.lines.get()
    values = {"quantity": line.quantity, "unit_price": line.unit_price, "discount": line.discount}
    row = DraftRow(product_id=line.product_id, **(values | typed))
    header = DraftHead(
        customer=order.customer, **({"wanted_on": order.wanted_on, "terms": order.terms} | (head or {}))
    )
    return save_draft(order.pk, head=header, rows=[row], version=order.version, actor=actor)


def test_s20_s22_the_order_of_an_approved_quotation_is_not_asked_about_its_discount_again(
    ann, bo, customer, bearing
):
    quotation = offered(ann, customer, bearing, discount=20, asks=bo)
    order = accept_quotation(quotation.pk, actor=ann)

    submit_order(order.pk, actor=ann)

    assert (Order.objects.get(pk=order.pk).state, asked(order)) == ("confirmed", [])
    assert told(order, "discount", "price_agreed") == [
        ("price_agreed", "info", {"quotation": quotation.number, "approved_by": "Bo", "decided": "discount"})
    ]
    (words,) = [
        one["message"]["values"] for one in order.revisions.get().findings if one["code"] == "price_agreed"
    ]
    assert words == {"quotation": quotation.number, "who": "Bo", "line": "1", "code": "A-1043"}


def test_s5_s20_a_floor_passed_with_the_quotation_stays_passed_whoever_hands_the_order_in(
    ann, bo, di, customer, bearing
):
    quotation = offered(bo, customer, bearing, unit_price="40", asks=di)
    order = accept_quotation(quotation.pk, actor=ann)
    bearing.floor_price, bearing.list_price = D(80), D(140)
    bearing.save()

    submit_order(order.pk, actor=ann)

    assert (Order.objects.get(pk=order.pk).state, asked(order)) == ("confirmed", [])
    assert told(order, "below_floor", "discount", "price_agreed") == [
        ("price_agreed", "info", {"quotation": quotation.number, "approved_by": "Di", "decided": "below_floor"})
    ]


def test_more_than_was_quoted_at_the_quoted_price_is_what_was_quoted(ann, bo, customer, bearing):
    order = accept_quotation(offered(ann, customer, bearing, discount=20, asks=bo).pk, actor=ann)
    order = retyped(order, ann, quantity=D(25))

    submit_order(order.pk, actor=ann)

    assert asked(order) == []


LONG = {"terms": "long"}
TERMS: dict[str, Any] = {"own_terms": "Refund in gold"}


@pytest.mark.parametrize(
    ("typed", "head"),
    [
        ({"discount": D("20.01")}, {}),
        ({"discount": D(19)}, {}),
        ({"unit_price": D("99.99")}, {}),
        ({"unit_price": D("101"), "discount": D(21)}, {}),
        ({"quantity": D("9")}, {}),
        ({}, LONG),
        ({}, TERMS),
    ],
)
def test_s22_whatever_differs_from_the_quotation_is_asked_again(ann, bo, customer, bearing, typed, head):
    order = accept_quotation(offered(ann, customer, bearing, discount=20, asks=bo).pk, actor=ann)
    if head is LONG:
        head = {"terms": PaymentTerm.objects.create(name="Net 90", days=90)}
    order = retyped(order, ann, head=head, **typed)

    submit_order(order.pk, actor=ann)

    assert (Order.objects.get(pk=order.pk).state, "Discount" in asked(order)) == ("pending_approval", True)
    assert told(order, "price_agreed") == []


def test_another_product_or_the_quoted_line_twice_is_asked_again(ann, bo, customer, bearing):
    order = accept_quotation(offered(ann, customer, bearing, discount=20, asks=bo).pk, actor=ann)
    other = make_product("B-1", price="100.00")
    rows = [DraftRow(product_id=pk, quantity=D(10), discount=D(20)) for pk in (bearing.pk, bearing.pk, other.pk)]
    head = DraftHead(customer=customer, wanted_on=days(7))
    order = save_draft(order.pk, head=head, rows=rows, version=order.version, actor=ann)

    submit_order(order.pk, actor=ann)

    found = order.revisions.get().findings
    assert [one["line"] for one in found if one["code"] == "discount"] == [2, 3]
    assert [one["line"] for one in found if one["code"] == "price_agreed"] == [1]


def test_an_order_beside_the_quotation_or_copied_from_its_order_is_asked_as_any_other(ann, bo, customer, bearing):
    accept_quotation(offered(ann, customer, bearing, discount=20, asks=bo).pk, actor=ann)
    row = DraftRow(product_id=bearing.pk, quantity=D(10), discount=D(20))
    beside = save_draft(
        None, head=DraftHead(customer=customer, wanted_on=days(7)), rows=[row], version=None, actor=ann
    )

    submit_order(beside.pk, actor=ann)

    assert asked(beside) == ["Discount"]


def test_s23_terms_and_contract_prices_agreed_with_the_quotation_are_not_asked_about_again(ann, bo, customer, bearing):
    signed(ann, customer, [(bearing, "100.00", None)])
    quotation = offered(ann, customer, bearing, unit_price="103", own_terms="Refund in gold", asks=bo)
    order = accept_quotation(quotation.pk, actor=ann)

    submit_order(order.pk, actor=ann)

    assert asked(order) == []
    decided = [facts["decided"] for _code, _level, facts in told(order, "price_agreed")]
    assert decided == ["contract_price", "own_terms"]


def test_b7_a_contract_signed_since_is_asked_about_and_its_quantity_always(ann, bo, customer, bearing):
    quotation = offered(ann, customer, bearing, unit_price="96")
    order = accept_quotation(quotation.pk, actor=ann)
    signed(ann, customer, [(bearing, "80.00", "5")])

    submit_order(order.pk, actor=ann)

    assert asked(order) == ["Contract price", "Contract quantity"]


def test_a_quotation_nobody_had_to_approve_says_so(ann, customer, bearing):
    quotation = offered(ann, customer, bearing, discount=5)
    order = accept_quotation(quotation.pk, actor=ann)
    bearing.list_price = D(200)
    bearing.save()
    order = retyped(order, ann, quantity=D(10))

    submit_order(order.pk, actor=ann)

    assert asked(order) == []
    assert told(order, "price_agreed") == [
        ("price_agreed", "info", {"quotation": quotation.number, "approved_by": "", "decided": "discount"})
    ]


def test_who_approved_is_kept_with_the_quotation_one_after_the_other(ann, bo, di, customer, bearing):
    row = DraftRow(product_id=bearing.pk, quantity=D(5_000), discount=D(20))
    head = DraftHead(customer=customer)
    one = save_quotation(None, head=head, rows=[row], valid_until=days(9), version=None, actor=ann)
    submit_quotation(one.pk, actor=ann)
    for who in (bo, di):
        decide(Task.objects.pending().get().pk, outcome="approved", actor=who)

    assert Quotation.objects.get(pk=one.pk).agreed_by == "Bo, Di"


# --- without the pricing right ----------------------------------------------------------------------


def test_s25_who_lacks_the_pricing_right_takes_the_order_of_a_quotation_and_changes_no_price_of_it(
    ann, bo, customer, bearing
):
    quotation = offered(bo, customer, bearing, unit_price="98", discount="3")
    clerk = without_right("set_price", ann)

    order = accept_quotation(quotation.pk, actor=clerk)
    before = everything()

    for typed in ({"unit_price": D(97)}, {"unit_price": D(99)}, {"discount": D(6)}, {"quantity": D(9)}):
        with pytest.raises(Blocked):
            retyped(order, clerk, **typed)
    assert everything() == before
    line = Order.objects.get(pk=order.pk).lines.get()
    assert (line.unit_price, line.discount, line.net) == (98, 3, D("950.60"))
    submit_order(retyped(order, clerk, quantity=D(12)).pk, actor=clerk)
    assert Order.objects.get(pk=order.pk).state == "confirmed"


@pytest.mark.parametrize("price", ["99.99", "100.01", "0.01"])
def test_s25_who_lacks_the_pricing_right_quotes_at_the_price_found(ann, bo, customer, bearing, price):
    clerk = without_right("set_price", ann)
    row = DraftRow(product_id=bearing.pk, quantity=D(10))
    head = DraftHead(customer=customer)
    kept = save_quotation(None, head=head, rows=[row], valid_until=days(9), version=None, actor=clerk)
    before = everything()

    for quotation_id, version in ((None, None), (kept.pk, kept.version)):
        with pytest.raises(Blocked) as refused:
            save_quotation(
                quotation_id,
                head=head,
                rows=[DraftRow(product_id=bearing.pk, quantity=D(10), unit_price=D(price))],
                valid_until=days(9),
                version=version,
                actor=clerk,
            )
        assert [one.code for one in refused.value.findings] == ["price_right"]

    assert everything() == before
    assert (kept.lines.get().unit_price, clock.today() < kept.valid_until) == (100, True)
