"""The pages of a change: written on the grid of the order, looked at, decided, compared."""

import uuid

import pytest
from django.utils import translation

from orders.models import ChangeRequest, Order
from orders.services import submit_order
from orders.services.changes.comparing import between
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import addition, ask, begin, change, decide_all, quantities
from tests.orders.pages import everything
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(ann, cem) -> Order:
    bearing, motor = make_product("A-1", price="100"), make_product("B-2", price="50")
    make_stock(cem, (bearing, 20), (motor, 10))
    return make_confirmed(ann, [(bearing, 10), (motor, 4)])


@pytest.fixture
def desk(ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def page(order: Order) -> str:
    return f"/orders/{order.ref}/change/"


def typed(order: Order, rows: dict[int, dict[str, str]] | None = None, new=(), **more: str) -> dict[str, str]:
    """The page as the browser sends it: every line with its key, some of it typed anew."""
    data = {
        "customer": order.customer.code,
        "shown_for": order.customer.code,
        "customer_po": order.customer_po,
        "ship_to": str(order.ship_to_id),
        "wanted_on": f"{order.wanted_on:%Y-%m-%d}",
        "cause": "customer",
        "reason": "asked by phone",
        "once": str(uuid.uuid4()),
        "lines-INITIAL_FORMS": "0",
    }
    lines = list(order.lines.select_related("product").order_by("position"))
    cells = [
        {"line": str(line.pk), "product": line.product.code, "quantity": str(line.quantity)}
        | {"price": str(line.unit_price)}
        | (rows or {}).get(line.position, {})
        for line in lines
    ]
    for n, row in enumerate([*cells, *new]):
        data |= {f"lines-{n}-{name}": value for name, value in row.items()}
    return data | {"lines-TOTAL_FORMS": str(len(cells) + len(new) + 5)} | more


def test_the_grid_shows_the_order_as_it_is(desk, order):
    with counted("orders.change", budget=25):
        html = desk.get(page(order)).content.decode()

    assert 'value="A-1"' in html and 'value="10"' in html and "Hand the change in" in html


def test_b3_a_check_says_what_the_change_would_do_and_writes_nothing(desk, order):
    before = everything()

    with counted("orders.change.check", budget=35):
        html = desk.post(f"{page(order)}check/", typed(order, {1: {"quantity": "25"}})).content.decode()

    assert everything() == before
    assert "1,356.00" in html and "3,051.00" in html
    assert "15 more to set aside" in html and "Will be asked: Bo" in html
    assert "15 needed, 10 available" in html


def test_s47_handing_in_leads_to_the_page_of_the_change(desk, order):
    answer = desk.post(page(order), typed(order, {1: {"quantity": "12"}}, submit="1"))

    made = ChangeRequest.objects.get()
    assert (answer.status_code, answer.url, made.state) == (302, made.get_absolute_url(), "submitted")
    assert [(one["was"]["quantity"], one["now"]["quantity"]) for one in made.lines] == [("10", "12")]
    with counted("orders.change_page", budget=25):
        html = desk.get(made.get_absolute_url()).content.decode()
    assert "<del>10</del>" in html and "<strong>12</strong>" in html and "asked by phone" in html
    assert "A-1 轴承 A-1 · " in html and "1,356.00 → 1,582.00" in html


def test_a_line_removed_and_a_line_added_on_the_grid(desk, order):
    make_product("C-3", price="7")

    desk.post(page(order), typed(order, {2: {"DELETE": "on"}}, new=[{"product": "C-3", "quantity": "5"}], save="1"))

    made = ChangeRequest.objects.get()
    assert (made.state, str(made.after)) == ("draft", "1169.55")
    assert sorted((one["position"] or 0, one["now"] is None) for one in made.lines) == [(0, False), (2, True)]
    html = desk.get(page(order)).content.decode()
    assert 'class="removed"' in html and 'value="C-3"' in html


def test_a_draft_opens_as_it_was_saved_with_the_old_value_beside(desk, ann, order):
    begin(order, ann, *quantities(order, l1=12))

    html = desk.get(page(order)).content.decode()

    assert '<del class="was">10</del>' in html and 'value="12"' in html


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"cause": ""}, "This field is required"),
        ({"reason": ""}, "This field is required"),
        ({"lines-0-quantity": "-1"}, "greater than or equal"),
        ({"lines-0-quantity": "x"}, "Enter a number"),
        ({"lines-0-product": "NO-SUCH"}, "No product has the code"),
        ({"lines-0-line": "999999", "lines-0-quantity": "3"}, "no longer on the order"),
        ({"lines-1-line": "SAME", "lines-0-quantity": "3"}, "no longer on the order"),
        ({"wanted_on": "2020-01-01"}, "The delivery date is in the past"),
        ({}, "Nothing is changed yet"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_written(desk, order, more, said):
    if more.get("lines-1-line") == "SAME":
        more = more | {"lines-1-line": str(order.lines.get(position=1).pk)}
    before = everything()

    answer = desk.post(page(order), typed(order, submit="1", **more))

    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert everything() == before


def test_f19_the_same_form_twice_makes_one_change(desk, order):
    data = typed(order, {1: {"quantity": "12"}}, submit="1")

    first, second = desk.post(page(order), data), desk.post(page(order), data)

    assert first.url == second.url
    assert ChangeRequest.objects.count() == 1


def test_a_draft_order_is_edited_and_not_changed(desk, ann):
    draft = make_draft(ann, make_customer(ann, "C-9"), [(make_product("Z-1"), 1)])

    assert desk.get(page(draft)).url == draft.get_absolute_url()
    submit_order(draft.pk, actor=ann)


def test_a3_a_change_of_ann_does_not_exist_for_eve(client, eve, ann, order):
    made = ask(order, ann, *quantities(order, l1=12))
    client.force_login(eve)

    for url in (page(order), made.get_absolute_url(), f"/orders/{order.ref}/versions/"):
        assert client.get(url).status_code == 404
    for verb in ("submit", "withdraw", "rebase", "apply"):
        assert client.post(f"{made.get_absolute_url()}{verb}/").status_code == 404


def test_verbs_on_the_page_of_a_change(desk, ann, bo, order):
    made = begin(order, ann, *quantities(order, l1=12))
    url = made.get_absolute_url()

    assert desk.post(f"{url}submit/").url == url
    assert desk.post(f"{url}apply/").status_code == 409
    assert desk.post(f"{url}rebase/").status_code == 409
    assert desk.post(f"{url}withdraw/").url == url
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_s49_any_two_revisions_are_compared(desk, ann, bo, order):
    change(order, ann, bo, *quantities(order, l1=12))
    fan = make_product("C-3", price="7")
    after = change(order, ann, bo, addition(fan, 5))
    assert after.revision == 3

    html = desk.get(f"/orders/{order.ref}/versions/?a=1.1&b=3.1").content.decode()

    assert "<del>10</del>" in html and "<strong>12</strong>" in html and "5 × 7" in html
    last = desk.get(f"/orders/{order.ref}/versions/").content.decode()
    assert "5 × 7" in last and "<del>10</del>" not in last
    assert "Compare" in desk.get(f"/orders/{order.ref}/").content.decode()


def test_the_approver_sees_old_beside_new(client, ann, bo, order):
    made = ask(order, ann, *quantities(order, l1=12))
    client.force_login(bo)
    client.cookies["django_language"] = "en"

    html = client.get("/approvals/").content.decode()

    assert "<del>10</del>" in html and "is to be changed, 1,356.00 → 1,582.00" in html
    assert made.get_absolute_url() in html
    decide_all(made, bo)
    assert client.get("/approvals/?tab=mine").status_code == 200


def test_s49_a_value_written_another_way_is_no_difference():
    line = {"position": 1, "product_id": 7, "quantity": "5", "unit_price": "12.8000", "discount": "2.00"}
    again = line | {"quantity": "6", "unit_price": "12.8", "discount": "2"}
    old = {"total": "12680.00", "freight": "0.00", "currency": "CNY", "lines": [line]}
    new = {"total": "14492.5", "freight": "0", "currency": "CNY", "lines": [again]}

    said = [(one.name, one.line, one.was, one.now) for one in between(old, new, {7: "A-1043"})]

    assert said == [("total", None, "12,680.00", "14,492.50"), ("", 1, "5", "6")]
