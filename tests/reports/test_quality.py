"""B8, S9: entry accuracy by person, channel and template, and the cost of corrections, with the orders behind each."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from approvals.models import Task
from approvals.services import decide
from core import clock
from orders.models import Correction, Order
from orders.services import save_draft, save_template, submit_order
from orders.services.entry.composing import DraftRow
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import change, head_of, quantities
from tests.orders.pages import typed
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def taken(ann, bo, cem) -> list[Order]:
    """Two orders by phone, one with an entry error found after 5 hours; one by e-mail, changed for the customer."""
    product = make_product("A-1", price="100")
    make_stock(cem, (product, 90))
    yesterday = clock.now() - datetime.timedelta(days=1)
    with clock.at(yesterday):
        wrong, right, mail = (
            make_confirmed(ann, [(product, 10)], customer=make_customer(ann, f"C-{n}"), channel=channel)
            for n, channel in enumerate(("phone", "phone", "mail"))
        )
    with clock.at(yesterday + datetime.timedelta(hours=5)):
        change(wrong, ann, bo, *quantities(wrong, l1=8), cause="entry")
        change(mail, ann, bo, *quantities(mail, l1=11), cause="customer")
    return [wrong, right, mail]


def split(answer, by: str) -> dict[str, tuple]:
    rows = next(rows for key, _title, rows in answer.context["splits"] if key == by)
    return {row.key: (row.orders, row.wrong, str(row.accuracy), str(row.money), str(row.hours)) for row in rows}


def test_b8_s9_accuracy_and_cost_are_split_by_channel(desk, taken):
    answer = desk.get("/reports/quality/")

    assert split(answer, "channel") == {
        "phone": (2, 1, "50.0", "226.00", "5.0"),
        "mail": (1, 0, "100.0", "0", "None"),
    }
    assert [list(one.values()) for one in [split(answer, "person")]] == [[(3, 1, "66.7", "226.00", "5.0")]]


def test_b8_the_cost_of_corrections_is_told_by_cause(desk, taken):
    costs = desk.get("/reports/quality/").context["costs"]

    with translation.override("en"):
        told = [(str(one.label), one.made, one.money, one.hours) for one in costs]
    assert told == [
        ("Customer's wish", 1, Decimal("113.00"), Decimal("5.0")),
        ("Our entry error", 1, Decimal("226.00"), Decimal("5.0")),
    ]


def test_s9_the_report_page_splits_the_error_rate_by_channel_and_the_list_filters_by_it(desk, taken):
    channels = desk.get("/reports/").context["channels"]

    assert {row.key: str(row.error_rate) for row in channels} == {"phone": "50.0", "mail": "0.0"}
    html = desk.get("/reports/").content.decode()
    assert "/reports/quality/channel/?days=90&amp;key=phone&amp;wrong=1" in html
    listed = desk.get("/orders/", {"channel": "phone"})
    assert {row.pk for row in listed.context["page"].rows} == {taken[0].pk, taken[1].pk}
    assert 'name="channel"' in listed.content.decode()


def test_b8_every_figure_of_a_split_leads_to_its_orders(desk, taken):
    for by, _title, rows in desk.get("/reports/quality/").context["splits"]:
        for row in rows:
            for wrong, n in (("", row.orders), ("1", row.wrong)):
                page = desk.get(f"/reports/quality/{by}/", {"key": row.key, "wrong": wrong}).context["page"]
                assert len(page.rows) == n, (by, row.key, wrong)
    only = desk.get("/reports/quality/channel/", {"key": "phone", "wrong": "1"}).context["page"].rows
    assert [order.pk for order in only] == [taken[0].pk]


@pytest.mark.parametrize("key", ["", "nonsense", "99999999999999999", "-1", "\x00", "１"])
def test_b8_a_key_that_stands_for_nothing_shows_no_order(desk, taken, key):
    for by in ("person", "channel", "template"):
        assert desk.get(f"/reports/quality/{by}/", {"key": key}).status_code == 200
    assert desk.get("/reports/quality/person/", {"key": key}).context["page"].rows == []
    assert desk.get("/reports/quality/colour/").status_code == 404


def test_b8_an_order_remembers_the_template_it_was_begun_with(desk, ann, bo):
    customer, product = make_customer(ann), make_product("A-1", price="100")
    template = save_template(make_draft(ann, customer, [(product, 2)]).pk, name="Monthly", actor=ann)
    begun = desk.get(f"/orders/new/?template={template.pk}").content.decode()
    assert f'name="template" value="{template.pk}"' in begun

    desk.post("/orders/new/", typed(customer, (product, 2), submit="1", template=str(template.pk)))
    order = Order.objects.exclude(number=None).get()

    assert order.template == template
    assert split(desk.get("/reports/quality/"), "template") == {str(template.pk): (1, 0, "100.0", "0", "None")}
    behind = desk.get("/reports/quality/template/", {"key": str(template.pk)}).context["page"].rows
    assert [one.pk for one in behind] == [order.pk]


def test_b8_a_template_one_may_not_use_is_not_written_down(desk, ann, eve):
    customer, product = make_customer(ann), make_product("A-1", price="100")
    foreign = save_template(make_draft(ann, customer, [(product, 2)]).pk, name="x", actor=ann)
    foreign.owner = eve
    foreign.save()

    for key in (str(foreign.pk), "x", "9" * 30):
        desk.post("/orders/new/", typed(customer, (product, 2), save="1", template=key))

    assert set(Order.objects.values_list("template", flat=True)) == {None}


def test_b8_what_is_put_right_between_two_rounds_says_its_cost_once(ann, bo):
    draft = make_draft(ann, make_customer(ann), [(make_product("A-1", price="60000"), 1)])
    submit_order(draft.pk, actor=ann)
    decide(Task.objects.get().pk, outcome="returned", opinion="two, not one", actor=bo)
    order = Order.objects.get()
    rows = [DraftRow(product_id=order.lines.get().product_id, quantity=Decimal(2), unit_price=Decimal(59000))]
    save_draft(order.pk, head=head_of(order), rows=rows, version=order.version, actor=ann)
    submit_order(order.pk, actor=ann)

    assert list(Correction.objects.order_by("pk").values_list("money", flat=True)) == [Decimal("65540.00"), None]
    first = Correction.objects.order_by("pk")[0]
    assert first.handed_in_at == order.revisions.order_by("pk")[0].at


def test_b8_a4_eve_counts_nothing_of_anns(client, taken, eve):
    client.force_login(eve)
    answer = client.get("/reports/quality/")

    assert [rows for _by, _title, rows in answer.context["splits"]] == [[], [], []]
    assert answer.context["costs"] == []
    assert client.get("/reports/quality/channel/", {"key": "phone"}).context["page"].rows == []
