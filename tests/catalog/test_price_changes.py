"""New prices hold once the house has agreed, from their day on, and what held before can be proved (S25, S40)."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission

from approvals.models import Request, Task
from approvals.services import decide
from catalog.models import Price, PriceChange, PriceList
from catalog.models.change import ChangeState
from catalog.services.prices.proposing import save_price_change, submit_price_change, withdraw_price_change
from catalog.services.prices.reading import NewPrice, read_prices, rows_of_text
from core import clock
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from orders.services.prices.pricing import offers
from tests.approvals.builders import make_fay
from tests.cast import make_customer, make_draft, make_person, make_product

pytestmark = pytest.mark.django_db
D = Decimal
DAY = datetime.timedelta(days=1)


@pytest.fixture
def fay(db):
    return make_fay()


@pytest.fixture
def ida(db):
    person = make_person("ida", "admin")
    person.is_staff = True
    person.save()
    return person


@pytest.fixture
def product(db):
    return make_product(price="100.00", floor_price=D(70), cost=D(60))


@pytest.fixture
def listed(product):
    """The list everybody of this house buys by: 90, and 80 from 100 pieces on."""
    own = PriceList.objects.create(name="2026")
    Price.objects.create(price_list=own, product=product, price=D(90))
    Price.objects.create(price_list=own, product=product, price=D(80), from_quantity=D(100))
    return own


def propose(own, actor, *prices, start=None, reason="costs rose", change=None):
    return save_price_change(
        change.pk if change else None,
        price_list=own,
        valid_from=start or clock.today() + 7 * DAY,
        reason=reason,
        prices=[NewPrice(product.pk, product.code, D(step), D(price)) for product, step, price in prices],
        version=change.version if change else None,
        actor=actor,
    )


def task_of(change):
    return Task.objects.pending().get(step__request__subject=change.stream)


def held():
    rows = Price.objects.order_by("from_quantity", "pk")
    return [(row.from_quantity, row.price, row.valid_from, row.valid_until) for row in rows]


def price_for(customer, product, quantity=1):
    return offers(customer, [product.pk])[product.pk].at(D(quantity)).price


def test_s25_new_prices_hold_from_their_day_once_agreed_and_no_price_is_rewritten(bo, fay, ann, product, listed):
    customer = make_customer(ann, price_list=listed)
    start = clock.today() + 7 * DAY
    change = submit_price_change(propose(listed, bo, (product, 0, 95), start=start).pk, actor=bo)
    before = held()

    assert (task_of(change).role, change.state, price_for(customer, product)) == ("director", "asked", D(90))
    decide(task_of(change).pk, outcome="approved", opinion="", actor=fay)

    now = PriceChange.objects.get()
    assert (now.state, now.holds_from, now.agreed_by) == (ChangeState.GRANTED, start, "Fay")
    assert before == [(D(0), D(90), None, None), (D(100), D(80), None, None)]
    assert held() == [(D(0), D(90), None, start - DAY), (D(0), D(95), start, None), (D(100), D(80), None, None)]
    assert price_for(customer, product) == D(90)
    told = Event.objects.get(name="price_change.granted")
    assert told.data["prices"] == [[product.pk, "0", "90", "95"]]


def test_s25_from_its_day_on_orders_take_the_new_price_and_an_open_draft_keeps_its_own(
    bo, fay, ann, product, listed, monkeypatch
):
    customer = make_customer(ann, price_list=listed)
    draft = make_draft(ann, customer, [(product, 1)])
    start = clock.today() + 7 * DAY
    change = submit_price_change(propose(listed, bo, (product, 0, 95), start=start).pk, actor=bo)
    decide(task_of(change).pk, outcome="approved", opinion="", actor=fay)

    monkeypatch.setattr(clock, "today", lambda: start)

    assert price_for(customer, product) == D(95)
    assert price_for(customer, product, 100) == D(80)
    assert draft.lines.get().unit_price == D(90)


def test_s25_agreed_to_after_its_day_it_begins_the_day_it_is_agreed(bo, fay, product, listed):
    change = submit_price_change(propose(listed, bo, (product, 0, 95)).pk, actor=bo)
    PriceChange.objects.update(valid_from=clock.today() - 3 * DAY)

    decide(task_of(change).pk, outcome="approved", opinion="", actor=fay)

    assert PriceChange.objects.get().holds_from == clock.today()
    assert held()[:2] == [(D(0), D(90), None, clock.today() - DAY), (D(0), D(95), clock.today(), None)]


def test_s22_rules_see_how_far_prices_move_what_is_below_its_floor_and_what_margin_is_lost(bo, fay, product, listed):
    change = submit_price_change(propose(listed, bo, (product, 0, 65), (product, 100, 88)).pk, actor=bo)

    request = Request.objects.get(subject=change.stream)
    facts, names = request.facts, [reason["name"] for reason in request.steps.get().reasons]

    assert {key: facts[key] for key in ("lines", "largest_change", "largest_cut", "below_floor", "margin_fall")} == {
        "lines": 2, "largest_change": "27.8", "largest_cut": "27.8", "below_floor": 1, "margin_fall": "25.6",
    }  # fmt: skip
    assert names == ["Price change", "Prices below the floor", "Margin falls"]
    assert [(row["where"], row["was"], row["now"]) for row in request.changes] == [
        (product.code, "90", "65"),
        (product.code, "80", "88"),
    ]


def test_s117_nobody_agrees_to_their_own_prices_and_sales_propose_none(ann, bo, fay, product, listed):
    change = submit_price_change(propose(listed, bo, (product, 0, 95)).pk, actor=bo)

    with pytest.raises(Forbidden):
        decide(task_of(change).pk, outcome="approved", opinion="", actor=bo)
    with pytest.raises(Forbidden):
        propose(listed, ann, (product, 0, 1))

    assert (PriceChange.objects.get().state, len(held())) == ("asked", 2)


@pytest.mark.parametrize(("outcome", "state"), [("returned", "draft"), ("rejected", "rejected")])
def test_s25_a_no_changes_no_price_and_returned_is_a_draft_again(bo, fay, product, listed, outcome, state):
    change = submit_price_change(propose(listed, bo, (product, 0, 95)).pk, actor=bo)
    before = held()

    decide(task_of(change).pk, outcome=outcome, opinion="too steep", actor=fay)

    now = PriceChange.objects.get()
    assert (now.state, now.answer, held()) == (state, "too steep", before)
    if outcome == "returned":
        again = propose(listed, bo, (product, 0, 92), change=now)
        assert submit_price_change(again.pk, actor=bo).round == 2


def test_i26_taken_back_nobody_is_asked_any_more(bo, fay, product, listed):
    change = submit_price_change(propose(listed, bo, (product, 0, 95)).pk, actor=bo)
    task = task_of(change)

    withdraw_price_change(change.pk, actor=bo)

    with pytest.raises(Refused):
        decide(task.pk, outcome="approved", opinion="", actor=fay)
    assert (PriceChange.objects.get().state, len(held())) == ("withdrawn", 2)


def test_two_changes_of_one_price_do_not_overtake_each_other(bo, fay, product, listed):
    later = submit_price_change(propose(listed, bo, (product, 0, 95), start=clock.today() + 9 * DAY).pk, actor=bo)
    earlier = submit_price_change(propose(listed, bo, (product, 0, 93), start=clock.today() + 2 * DAY).pk, actor=bo)
    decide(task_of(later).pk, outcome="approved", opinion="", actor=fay)
    before = held()

    with pytest.raises(Refused) as refused:
        decide(task_of(earlier).pk, outcome="approved", opinion="", actor=fay)

    assert refused.value.code == "overtaken"
    assert (PriceChange.objects.get(pk=earlier.pk).state, held()) == ("asked", before)


def test_a37_what_is_agreed_to_is_neither_written_again_nor_handed_in_nor_taken_back(bo, fay, product, listed):
    change = submit_price_change(propose(listed, bo, (product, 0, 95)).pk, actor=bo)
    decide(task_of(change).pk, outcome="approved", opinion="", actor=fay)
    now, before = PriceChange.objects.get(), held()

    for act in (
        lambda: propose(listed, bo, (product, 0, 1), change=now),
        lambda: submit_price_change(now.pk, actor=bo),
        lambda: withdraw_price_change(now.pk, actor=bo),
    ):
        with pytest.raises(Refused):
            act()

    assert (PriceChange.objects.get().state, held()) == ("granted", before)


def test_f_two_who_write_one_draft_the_second_is_told(bo, product, listed):
    change = propose(listed, bo, (product, 0, 95))
    stale = PriceChange.objects.get()
    propose(listed, bo, (product, 0, 94), change=change)

    with pytest.raises(Refused) as refused:
        propose(listed, bo, (product, 0, 93), change=stale)

    assert refused.value.code == "stale"
    assert change.lines.get().new_price == D(94)


def test_b15_rows_are_read_as_copied_and_what_is_not_understood_is_told_with_its_row(product):
    make_product("B-1")

    read = read_prices(rows_of_text("编码\t起订量\t新价\nA-1043\t0\t¥1,095.50\nB-1；100；９５\nB-1, 86"))
    bad = read_prices(rows_of_text("A-1043 12\nX-9\t1\nA-1043\tmany\t3\nA-1043\t0\t12\nA-1043"))

    assert [(one.code, one.from_quantity, one.price) for one in read.prices] == [
        ("A-1043", 0, D("1095.50")),
        ("B-1", 100, 95),
        ("B-1", 0, 86),
    ]
    assert read.faults == []
    assert bad.faults == [
        "Row 2: there is no product X-9.",
        "Row 3: many is no number.",
        "Row 4: A-1043 stands there twice.",
        "Row 5: write code, from quantity, new price.",
    ]


def test_the_admin_sets_prices_past_approval_only_with_that_right(client, ida, product, listed):
    client.force_login(ida)
    row = Price.objects.get(from_quantity=0)
    fields = {"price_list": listed.pk, "product": product.pk, "from_quantity": "0", "price": "91"}

    assert client.post(f"/admin/catalog/price/{row.pk}/change/", fields).status_code == 302
    assert Event.objects.filter(name="record.edited", stream=f"price:{row.pk}").count() == 1
    Permission.objects.get(codename="set_price_directly").group_set.clear()
    assert client.post(f"/admin/catalog/price/{row.pk}/change/", fields | {"price": "92"}).status_code == 403
    assert Price.objects.get(pk=row.pk).price == D(91)


@pytest.mark.parametrize("crafted", ["abc", "1e5", "9" * 40, "\x00", "1'--"])
def test_a1_a_crafted_key_in_the_price_form_is_a_fields_error(client, ida, product, listed, crafted):
    client.force_login(ida)
    fields = {"price_list": crafted, "product": crafted, "from_quantity": "0", "price": "91"}

    answer = client.post("/admin/catalog/price/add/", fields)

    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {"price_list", "product"}
    assert Price.objects.count() == 2
