"""S15, S122: what is typed is saved by itself, with a version check; what is not understood yet is kept in words."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import Event
from core.refusal import Refused
from orders.models import Order, OrderLine
from orders.services import save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.entry.drafting import Stale
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything, typed
from tests.query_counts import counted

SAVE = "/orders/autosave/"
PAGE, OTHER = "11111111-aaaa", "22222222-bbbb"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def yunqi(ann):
    return make_customer(ann)


def lines_of(order: Order) -> list[tuple]:
    return list(order.lines.order_by("position").values_list("product__code", "quantity"))


def test_the_first_save_begins_a_draft_without_a_number_and_says_where_it_lives(desk, ann, yunqi):
    product = make_product("A-1")

    answer = desk.post(SAVE, typed(yunqi, (product, 3), page=PAGE)).json()

    order = Order.objects.get()
    assert (order.owner, order.number, order.version, lines_of(order)) == (ann, None, 1, [("A-1", 3)])
    assert (answer["outcome"], answer["url"]) == ("saved", f"/orders/D-{order.pk}/edit/")
    assert 'id="draft-version" value="1"' in answer["html"]
    assert f'id="id_lines-0-line" value="{order.lines.get().pk}"' in answer["html"]


def test_history_tells_the_beginning_and_not_every_save(desk, yunqi):
    product = make_product("A-1")
    for quantity in (1, 2, 3):
        desk.post(SAVE, typed(yunqi, (product, quantity), page=PAGE))

    assert list(Event.objects.filter(name__startswith="order.").values_list("name", flat=True)) == ["order.drafted"]
    assert Order.objects.get().version == 3


def test_f19_a_page_whose_answer_got_lost_goes_on_with_its_own_draft(desk, yunqi):
    product = make_product("A-1")
    desk.post(SAVE, typed(yunqi, (product, 1), page=PAGE))

    answer = desk.post(SAVE, typed(yunqi, (product, 2), page=PAGE))

    assert answer.status_code == 200
    assert lines_of(Order.objects.get()) == [("A-1", 2)]


def test_nothing_is_saved_before_a_customer_is_known(desk, yunqi):
    data = typed(yunqi, (make_product("A-1"), 1), page=PAGE) | {"customer": "nobody"}
    before = everything()

    answer = desk.post(SAVE, data)

    assert (answer.status_code, answer.json()["outcome"]) == (422, "waiting")
    assert everything() == before


def test_rows_nobody_understands_are_kept_in_words_and_stand_where_they_stood(desk, yunqi):
    make_product("A-1"), make_product("B-2")
    rows = [
        {"product": "A-1", "quantity": "1"},
        {"product": "NOPE\x00", "quantity": "4", "note": "blue"},
        {"product": "B-2", "quantity": "x"},
        {"product": "B-2", "quantity": "2"},
    ]

    desk.post(SAVE, typed(yunqi, rows=rows, page=PAGE, wanted_on="31-31"))

    order = Order.objects.get()
    assert lines_of(order) == [("A-1", 1), ("B-2", 2)]
    shown = desk.get(f"/orders/{order.ref}/edit/")
    cells = [(form["product"].value(), form["quantity"].value()) for form in shown.context["lines"].forms[:4]]
    assert cells == [("A-1", "1"), ("NOPE", "4"), ("B-2", "x"), ("B-2", "2")]
    assert shown.context["head"]["wanted_on"].value() == "31-31"
    assert shown.context["lines"].forms[1].complaints == ["No product has the code or barcode NOPE."]


def test_a_draft_with_rows_not_understood_cannot_be_submitted_around_the_page(desk, ann, yunqi):
    make_product("A-1")
    rows = [{"product": "A-1", "quantity": "1"}, {"product": "NOPE", "quantity": "4"}]
    desk.post(SAVE, typed(yunqi, rows=rows, page=PAGE))
    order = Order.objects.get()

    with pytest.raises(Refused, match="1 rows or fields of the draft are not understood yet."):
        submit_order(order.pk, actor=ann)

    order.refresh_from_db()
    assert (order.state, order.number) == ("draft", None)


def test_a_row_understood_later_leaves_the_words(desk, yunqi):
    make_product("A-1")
    desk.post(SAVE, typed(yunqi, rows=[{"product": "NOPE", "quantity": "4"}], page=PAGE))

    desk.post(SAVE, typed(yunqi, rows=[{"product": "A-1", "quantity": "4"}], page=PAGE))

    order = Order.objects.get()
    assert (order.draft_rest, lines_of(order)) == ([], [("A-1", 4)])


def two_pages(desk, ann, yunqi):
    """A draft of two lines, opened on two pages; returns it and what both pages hold."""
    one, two = make_product("A-1"), make_product("B-2")
    order = make_draft(ann, yunqi, [(one, 1), (two, 2)], customer_po="PO-1")
    keys = list(order.lines.order_by("position").values_list("pk", flat=True))
    rows = [
        {"product": "A-1", "quantity": "1", "line": str(keys[0])},
        {"product": "B-2", "quantity": "2", "line": str(keys[1])},
    ]
    head = {"customer_po": "PO-1", "wanted_on": f"{order.wanted_on:%Y-%m-%d}", "ref": order.ref, "version": "1"}
    head |= {"ship_to": str(order.ship_to_id), "shown_for": yunqi.code, "kind": "normal"}
    return order, rows, head


def as_base(data: dict) -> str:
    return json.dumps([[name, value] for name, value in data.items()])


def test_s122_changes_of_two_pages_to_different_lines_become_one_draft(desk, ann, yunqi):
    order, rows, head = two_pages(desk, ann, yunqi)
    opened = typed(yunqi, rows=rows, **head)
    hers = [rows[0] | {"quantity": "7"}, rows[1]]
    his = [rows[0], rows[1] | {"quantity": "9"}, {"product": "A-1", "quantity": "5"}]
    assert desk.post(SAVE, typed(yunqi, rows=hers, page=PAGE, **head)).status_code == 200

    stale = desk.post(SAVE, typed(yunqi, rows=his, page=OTHER, **head) | {"customer_po": "PO-2"})
    merged = desk.post(
        SAVE, typed(yunqi, rows=his, page=OTHER, **head) | {"customer_po": "PO-2", "base": as_base(opened)}
    )

    assert (stale.status_code, stale.json()["outcome"]) == (409, "stale")
    assert (merged.status_code, merged.json()["outcome"], merged.json()["reload"]) == (200, "merged", True)
    order.refresh_from_db()
    assert (order.customer_po, order.version) == ("PO-2", 3)
    assert lines_of(order) == [("A-1", 7), ("B-2", 9), ("A-1", 5)]


def test_s122_the_same_line_changed_on_both_pages_is_shown_and_nothing_is_overwritten(desk, ann, yunqi):
    order, rows, head = two_pages(desk, ann, yunqi)
    opened = typed(yunqi, rows=rows, **head)
    desk.post(SAVE, typed(yunqi, rows=[rows[0] | {"quantity": "7"}, rows[1]], page=PAGE, **head))
    his = typed(yunqi, rows=[rows[0] | {"quantity": "8"}, rows[1]], page=OTHER, **head)

    clash = desk.post(SAVE, his | {"base": as_base(opened)})
    shown = desk.post(f"/orders/{order.ref}/edit/", his | {"save": "1"})

    assert (clash.status_code, clash.json()["outcome"]) == (409, "clash")
    assert [(one.key, one.mine, one.saved) for one in shown.context["differing"]] == [
        ("line:1", "A-1 · 8", "A-1 · 7 pc"),
    ]  # fmt: skip
    assert lines_of(Order.objects.get()) == [("A-1", 7), ("B-2", 2)]


def test_a_page_that_was_merged_may_not_save_its_old_rows_over_both(desk, ann, yunqi):
    order, rows, head = two_pages(desk, ann, yunqi)
    opened = typed(yunqi, rows=rows, **head)
    desk.post(SAVE, typed(yunqi, rows=[rows[0] | {"quantity": "7"}, rows[1]], page=PAGE, **head))
    his = typed(yunqi, rows=[rows[0], rows[1] | {"quantity": "9"}], page=OTHER, **head)
    desk.post(SAVE, his | {"base": as_base(opened)})

    again = desk.post(SAVE, his)

    assert again.status_code == 409
    assert lines_of(Order.objects.get()) == [("A-1", 7), ("B-2", 9)]


def test_words_of_the_other_page_survive_a_merge(desk, ann, yunqi):
    order, rows, head = two_pages(desk, ann, yunqi)
    opened = typed(yunqi, rows=rows, **head)
    desk.post(SAVE, typed(yunqi, rows=[*rows, {"product": "NOPE", "quantity": "4"}], page=PAGE, **head))
    his = typed(yunqi, rows=[rows[0], rows[1] | {"quantity": "9"}], page=OTHER, **head)

    desk.post(SAVE, his | {"base": as_base(opened)})

    order.refresh_from_db()
    assert [one["product"] for one in order.draft_rest] == ["NOPE"]
    assert lines_of(order) == [("A-1", 1), ("B-2", 9)]


def test_saving_one_changed_line_of_a_thousand_leaves_the_other_999_alone(ann, yunqi):
    product = make_product("A-1", price="10")
    rows = [DraftRow(product_id=product.pk, quantity=n + 1) for n in range(1000)]
    head = DraftHead(customer=yunqi, wanted_on=clock.today())
    order = save_draft(None, head=head, rows=rows, version=None, actor=ann)
    rows[499] = DraftRow(product_id=product.pk, quantity=77)
    before = dict(order.lines.values_list("pk", "quantity"))

    with CaptureQueriesContext(connection) as asked:
        save_draft(order.pk, head=head, rows=rows, version=1, actor=ann)

    said = [one["sql"] for one in asked.captured_queries]
    writes = [sql for sql in said if "orders_orderline" in sql and not sql.startswith("SELECT")]
    key = order.lines.get(position=500).pk
    assert len(writes) == 1 and f"unnest(ARRAY[{key}]::bigint[]" in writes[0]
    after = dict(order.lines.values_list("pk", "quantity"))
    assert {pk: after[pk] for pk in after if after[pk] != before[pk]} == {key: 77}


def test_a_line_keeps_its_identity_when_others_are_put_before_it(ann, yunqi):
    one, two = make_product("A-1"), make_product("B-2")
    order = make_draft(ann, yunqi, [(one, 1)])
    key = order.lines.get().pk
    rows = [DraftRow(product_id=two.pk, quantity=5), DraftRow(product_id=one.pk, quantity=1, line_id=key)]

    save_draft(order.pk, head=DraftHead(customer=yunqi), rows=rows, version=1, actor=ann)

    assert list(order.lines.order_by("position").values_list("pk", "position"))[1] == (key, 2)


def test_a_line_of_another_order_cannot_be_claimed(ann, yunqi):
    product = make_product("A-1")
    other, mine = make_draft(ann, yunqi, [(product, 1)]), make_draft(ann, yunqi, [(product, 2)])
    rows = [DraftRow(product_id=product.pk, quantity=9, line_id=other.lines.get().pk)]

    save_draft(mine.pk, head=DraftHead(customer=yunqi), rows=rows, version=1, actor=ann)

    assert (other.lines.get().quantity, mine.lines.get().quantity) == (1, 9)


def test_a9_a_draft_of_somebody_else_cannot_be_saved(client, eve, ann, yunqi):
    order = make_draft(ann, yunqi, [(make_product("A-1"), 1)])
    client.force_login(eve)

    assert client.post(SAVE, {"ref": order.ref}).status_code == 404
    assert Order.objects.get().version == 1


def test_another_version_without_the_page_is_stale(ann, yunqi):
    order = make_draft(ann, yunqi, [(make_product("A-1"), 1)])
    head = DraftHead(customer=yunqi)
    save_draft(order.pk, head=head, rows=[], version=1, actor=ann, page=PAGE)

    with pytest.raises(Stale):
        save_draft(order.pk, head=head, rows=[], version=1, actor=ann, page=OTHER)


def test_saving_asks_no_more_queries_for_fifty_lines_than_its_figure(desk, yunqi):
    products = [make_product(f"P-{n}") for n in range(50)]
    desk.post(SAVE, typed(yunqi, *[(one, 1) for one in products], page=PAGE))
    order = Order.objects.get()
    data = typed(yunqi, *[(one, 2) for one in products], page=PAGE, ref=order.ref, version="1", shown_for=yunqi.code)

    with counted("orders.autosave.50", budget=26):
        desk.post(SAVE, data)

    assert OrderLine.objects.filter(quantity=2).count() == 50


def test_the_hold_of_a_draft_ends_a_while_after_its_last_save(ann, yunqi, settings):
    settings.GENDAN_SOFT_HOLD_MINUTES = 15
    moment = clock.now()
    with clock.at(moment):
        order = make_draft(ann, yunqi, [(make_product("A-1"), 1)])

    assert order.draft_held_until == moment + datetime.timedelta(minutes=15)


def test_a_row_put_in_between_is_saved_between(desk, yunqi):
    make_product("A-1"), make_product("B-2"), make_product("C-3")
    rows = [{"product": code, "quantity": "1"} for code in ("A-1", "B-2", "C-3")]

    desk.post(SAVE, typed(yunqi, rows=rows, page=PAGE) | {"lines-ORDER": "0,2,1,3,4,5,6,7"})

    assert [code for code, _quantity in lines_of(Order.objects.get())] == ["A-1", "C-3", "B-2"]


@pytest.mark.parametrize("order", ["", "x", "9,8,7", "1,1,1", "0,1,2" * 9000, "\x00", "-1", "1,0"])
def test_a_broken_order_of_rows_loses_none(desk, yunqi, order):
    make_product("A-1"), make_product("B-2")
    rows = [{"product": code, "quantity": "1"} for code in ("A-1", "B-2")]

    desk.post(SAVE, typed(yunqi, rows=rows, page=PAGE) | {"lines-ORDER": order})

    assert sorted(code for code, _quantity in lines_of(Order.objects.get())) == ["A-1", "B-2"]
