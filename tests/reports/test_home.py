"""My work today, the report, and the search."""

import datetime

import pytest
from django.urls import reverse

from approvals.models import Task
from approvals.services import decide
from core import clock
from core.backends import RoleBackend
from orders.models import Order
from orders.services import submit_order
from reports.today import work_of
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import ask, quantities

pytestmark = pytest.mark.django_db


def test_home_names_what_i_hold_with_its_verb(client, ann):
    draft = make_draft(ann, make_customer(ann))
    client.force_login(ann)

    page = client.get(reverse("home")).content.decode()

    assert draft.ref in page
    assert reverse("orders:edit", args=[draft.ref]) in page


def test_a4_eve_finds_and_counts_nothing_of_anns(client, ann, eve):
    order = make_draft(ann, make_customer(ann), customer_po="CANARY-77")
    submit_order(order.pk, actor=ann)
    order = Order.objects.get()
    client.force_login(eve)

    for address in (
        reverse("home"),
        reverse("reports:live"),
        reverse("reports:figure", args=["placed"]),
        f"{reverse('search')}?q={order.number}",
        f"{reverse('search')}?q=hzyq",
        f"{reverse('search')}?q=CANARY",
    ):
        asked = address.partition("?q=")[2]
        page = client.get(address, follow=True).content.decode().replace(asked or "-", "")
        assert order.get_absolute_url() not in page, address
        assert "云栖" not in page, address


def test_the_only_hit_is_opened_at_once(client, ann):
    order = make_draft(ann, make_customer(ann), [(make_product(), 1)])
    submit_order(order.pk, actor=ann)
    order = Order.objects.get()
    client.force_login(ann)

    answer = client.get(reverse("search"), {"q": order.number})

    assert answer.status_code == 302
    assert answer.url == order.get_absolute_url()


@pytest.mark.parametrize("text", ["\x00", "'; DROP TABLE core_user;--", "&|!:*()", "😀" * 50, "a" * 100_000, "%", ""])
def test_a15_nonsense_finds_nothing_and_breaks_nothing(client, ann, text):
    client.force_login(ann)

    assert client.get(reverse("search"), {"q": text}).status_code == 200


def test_i25_every_figure_equals_the_orders_behind_it(client, ann):
    customer = make_customer(ann)
    goods = make_product()
    for _n in range(3):
        submit_order(make_draft(ann, customer, [(goods, 2)]).pk, actor=ann)
    make_draft(ann, customer, [(goods, 5)])
    client.force_login(ann)

    page = client.get(reverse("reports:live"))

    for number in (*page.context["top"], *page.context["stages"]):
        behind = client.get(reverse("reports:figure", args=[number.figure.key])).context["page"].rows
        assert number.count == len(behind)
        if number.figure.key != "overdue":
            assert number.amount == sum(order.total for order in behind)
    placed = next(number for number in page.context["top"] if number.figure.key == "placed")
    assert placed.count == 3


def test_an_unknown_figure_or_stage_is_not_there(client, ann):
    client.force_login(ann)

    assert client.get(reverse("reports:figure", args=["nonsense"])).status_code == 404
    assert client.get(reverse("reports:stage", args=["nonsense"])).status_code == 404


def test_time_at_a_stage_is_counted_from_the_clock(client, ann, monkeypatch):
    begun = clock.now()
    order = make_draft(ann, make_customer(ann))
    monkeypatch.setattr(clock, "now", lambda: begun + datetime.timedelta(hours=5))
    submit_order(order.pk, actor=ann)
    client.force_login(ann)

    times = client.get(reverse("reports:live")).context["times"]

    entry = next(row for row in times if row.stage == "entry")
    assert (entry.stays, round(entry.median, 1)) == (1, 5.0)


def test_home_puts_a_change_that_waits_for_me_among_my_work_with_its_evidence_one_key_away(client, ann, bo):
    order = make_draft(ann, make_customer(ann), [(make_product(price="100.00"), 10)])
    submit_order(order.pk, actor=ann)
    asked = ask(Order.objects.get(), ann, *quantities(order, l1=12))
    task = Task.objects.pending().get(step__request__subject=asked.stream)
    client.force_login(bo)

    groups = client.get(reverse("home")).context["groups"]

    assert [(deed.task, deed.url) for group in groups for deed in group.deeds] == [(task, task.get_absolute_url())]
    decide(task.pk, outcome="approved", opinion="", actor=bo)
    assert [deed.task for group in client.get(reverse("home")).context["groups"] for deed in group.deeds] == []
    client.force_login(ann)
    assert task.get_absolute_url() not in client.get(reverse("home")).content.decode()


def test_home_asks_two_questions_about_my_work_however_much_there_is(client, ann, bo, django_assert_num_queries):
    order = make_draft(ann, make_customer(ann), [(make_product(price="100.00"), 10)])
    submit_order(order.pk, actor=ann)
    ask(Order.objects.get(), ann, *quantities(order, l1=12))
    bo = RoleBackend().get_user(bo.pk)  # as he comes with a request
    work_of(bo)  # from here on Bo's rights and department are known

    with django_assert_num_queries(2):
        groups = work_of(bo)
        assert [str(deed.task.step.request.customer) for group in groups for deed in group.deeds if deed.task]
