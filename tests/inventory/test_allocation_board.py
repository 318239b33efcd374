"""The scarcity board: who sees what, what trying shows, and what applying does (B17, S63)."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import Policy
from core import clock
from inventory.models import ExpectedReceipt, Reallocation
from orders.models import OrderLine
from tests.cast import make_customer, make_person, make_product
from tests.inventory.builders import confirmed, make_warehouse, stocked
from tests.inventory.shelves import in_days
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
D = Decimal
BOARD, LIST = "inventory:scarce-product", "inventory:scarcity"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def three(ann, bo):
    """B17: 100 pieces, three orders of 60."""
    product, wanted = make_product(), clock.today() + datetime.timedelta(days=7)
    item = stocked(product, 100)
    orders = [
        confirmed(ann, [(product, 60)], make_customer(ann, f"C-{n}", tier=tier), wanted_on=wanted)
        for n, tier in enumerate(("standard", "standard", "key"), start=1)
    ]
    ExpectedReceipt.objects.create(
        product=product, warehouse=item.warehouse, expected_on=in_days(9), quantity=60, label="PO-7"
    )
    return product, orders


def figures(orders, *after, **more) -> dict[str, str]:
    """What the browser sends: the typed figures, and what stood there before."""
    data = {}
    for order, figure in zip(orders, after, strict=True):
        line = OrderLine.objects.get(order=order)
        data |= {f"after-{line.pk}": str(figure), f"before-{line.pk}": str(line.reserved)}
    return data | more


def reserved(orders) -> list[Decimal]:
    return [OrderLine.objects.get(order=order).reserved for order in orders]


def test_b17_the_list_has_what_is_waited_for_and_not_free_the_worst_first(client, ann, bo, three):
    product, _orders = three
    plenty, calm = make_product("P-1"), make_product("S-1")
    stocked(plenty, 5)
    confirmed(ann, [(plenty, 5)], make_customer(ann, "C-8"))
    far = clock.today() + datetime.timedelta(days=60)
    confirmed(ann, [(calm, 5)], make_customer(ann, "C-9"), wanted_on=far)
    place = make_warehouse()
    ExpectedReceipt.objects.create(product=calm, warehouse=place, expected_on=in_days(3), quantity=9, label="PO-8")
    client.force_login(bo)

    rows = client.get(reverse(LIST)).context["rows"]

    assert [(row.product.code, row.free, row.waiting, row.orders, row.best, row.is_covered) for row in rows] == [
        ("A-1043", D(0), D(80), 2, 1, False),
        ("S-1", D(0), D(5), 1, 0, True),
    ]


def test_b17_the_board_shows_holders_and_waiters_side_by_side_in_their_turn(client, bo, three):
    product, (first, second, third) = three
    client.force_login(bo)

    page = client.get(reverse(BOARD, args=[product.pk]))

    claims = [row.claimant.claim for row in page.context["rows"]]
    assert [(one.ref, one.needed, one.reserved, one.missing) for one in claims] == [
        (third.ref, D(60), D(0), D(60)),
        (first.ref, D(60), D(60), D(0)),
        (second.ref, D(60), D(40), D(20)),
    ]
    assert [page.context[name] for name in ("on_hand", "held", "free", "missing")] == [D(100), D(100), D(0), D(80)]
    text = page.content.decode()
    assert "PO-7" in text and "+60" in text
    assert page.context["rows"][0].claimant.at_stake == D("5830.80")  # 60 × 86.00 with 13 % tax


def test_b17_trying_shows_what_breaks_and_what_is_cured_and_changes_nothing(client, bo, three):
    product, orders = three
    client.force_login(bo)

    page = client.post(reverse(BOARD, args=[product.pk]), figures(orders, 20, 20, 60, act="try"))

    weighed = page.context["weighed"]
    assert (page.status_code, weighed.total, weighed.there, weighed.asks) == (200, D(100), D(100), True)
    assert [one.claim.ref for one in weighed.broken] == [orders[0].ref]
    assert [one.claim.ref for one in weighed.cured] == [orders[2].ref]
    text = page.content.decode()
    assert f"{orders[0].ref}: promise breaks" in text and "2 orders lose goods" in text and 'value="apply"' in text
    assert (reserved(orders), Reallocation.objects.count()) == ([D(60), D(40), D(0)], 0)


def test_b17_the_preview_and_the_act_agree_to_the_day(client, bo, three):
    product, orders = three
    Policy.objects.active("reallocation").get().rules.all().delete()
    client.force_login(bo)
    data = figures(orders, 20, 20, 60, reason="stands still")
    seen = client.post(reverse(BOARD, args=[product.pk]), data | {"act": "try"}).context["weighed"]

    answer = client.post(reverse(BOARD, args=[product.pk]), data | {"act": "apply", "once": "k1"})

    assert (answer.status_code, answer["Location"]) == (302, reverse(BOARD, args=[product.pk]))
    lines = {line.pk: (line.reserved, line.promised_on) for line in OrderLine.objects.all()}
    assert {one.claim.line_id: (one.after, one.day) for one in seen.outcomes} == lines


def test_the_same_form_twice_moves_the_goods_once(client, bo, three):
    product, orders = three
    Policy.objects.active("reallocation").get().rules.all().delete()
    client.force_login(bo)
    data = figures(orders, 50, 40, 10, reason="x", act="apply", once="k1")

    answers = [client.post(reverse(BOARD, args=[product.pk]), data).status_code for _n in range(2)]

    assert (answers, Reallocation.objects.count(), reserved(orders)) == ([302, 302], 1, [D(50), D(40), D(10)])


def test_b17_what_waits_for_approval_stands_on_the_board_and_can_be_taken_back(client, bo, three):
    product, orders = three
    make_person("fay", "director", department="Management")
    client.force_login(bo)
    client.post(reverse(BOARD, args=[product.pk]), figures(orders, 40, 40, 20, reason="stands still", act="apply"))
    asked = Reallocation.objects.get()

    text = client.get(reverse(BOARD, args=[product.pk])).content.decode()
    assert asked.number in text and "stands still" in text and reserved(orders) == [D(60), D(40), D(0)]

    client.post(reverse("inventory:withdraw-reallocation", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


@pytest.mark.parametrize(
    ("after", "more", "status", "words"),
    [
        ((60, 40, 20), {"act": "try"}, 200, "120 would be set aside and only 100 are there."),
        (("x", 40, 0), {"act": "try"}, 422, "Enter a number."),
        (("NaN", 40, 0), {"act": "apply"}, 422, "Enter a number."),
        ((40, 40, 20), {"act": "apply", "reason": ""}, 409, "Please give a reason."),
        ((60, 40, 20), {"act": "apply", "reason": "x"}, 409, "120 would be set aside and only 100 are there."),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed_and_changes_nothing(
    client, bo, three, after, more, status, words
):
    product, orders = three
    client.force_login(bo)

    page = client.post(reverse(BOARD, args=[product.pk]), figures(orders, *after, **more))

    text = page.content.decode()
    assert (page.status_code, words in text, f'value="{after[0]}"' in text) == (status, True, True)
    assert (reserved(orders), Reallocation.objects.count()) == ([D(60), D(40), D(0)], 0)


def test_who_may_only_look_sees_no_controls_and_cannot_post(client, cem, three):
    product, orders = three
    client.force_login(cem)

    page = client.get(reverse(BOARD, args=[product.pk])).content.decode()
    answer = client.post(reverse(BOARD, args=[product.pk]), figures(orders, 40, 40, 20, act="apply", reason="x"))

    assert orders[0].ref in page and 'name="after-' not in page and 'value="try"' not in page
    assert (answer.status_code, reserved(orders)) == (403, [D(60), D(40), D(0)])


def test_where_nobody_is_left_who_may_agree_it_is_refused_and_nothing_is_kept(client, bo, three):
    product, orders = three
    client.force_login(bo)

    answer = client.post(
        reverse(BOARD, args=[product.pk]), figures(orders, 40, 40, 20, reason="stands still", act="apply")
    )

    assert (answer.status_code, Reallocation.objects.count(), reserved(orders)) == (409, 0, [D(60), D(40), D(0)])


def test_an_order_of_another_department_stands_there_without_its_name_or_customer(client, ann, three):
    product, orders = three
    gus = make_person("gus", "sales_manager", department="West")
    client.force_login(gus)

    page = client.get(reverse(BOARD, args=[product.pk]))

    text = page.content.decode()
    assert "Order of another department" in text and not any(order.ref in text for order in orders)
    assert orders[0].customer.name not in text and 'name="after-' not in text
    answer = client.post(reverse(BOARD, args=[product.pk]), figures(orders, 40, 40, 20, act="apply", reason="x"))
    assert (answer.status_code, reserved(orders)) == (409, [D(60), D(40), D(0)])


@pytest.mark.parametrize("claims", [3, 40])
def test_the_pages_ask_the_same_whatever_the_number_of_claims(client, ann, bo, claims):
    product = make_product()
    stocked(product, 100)
    customer = make_customer(ann)
    for _n in range(claims):
        confirmed(ann, [(product, 60)], customer)
    client.force_login(bo)
    client.get(reverse(LIST))

    with counted("inventory.scarcity", budget=12):
        client.get(reverse(LIST))
    with counted("inventory.scarce-product", budget=16):
        client.get(reverse(BOARD, args=[product.pk]))
