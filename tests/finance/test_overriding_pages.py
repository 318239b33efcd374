"""Asking to release an order over the limit, on the pages where its owner stands."""

import datetime

import pytest

from approvals.models import Task
from core import clock
from finance.models import CreditOverride
from orders.models import Order
from orders.models.words import State
from tests.finance.builders import with_limit
from tests.finance.test_overriding import ask, blocked, task_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def visit(client, person):
    client.force_login(person, backend="core.backends.RoleBackend")
    return client


def test_s33_the_owner_finds_the_way_out_where_the_order_says_what_blocks_it(client, ann, dot, settings):
    order = blocked(ann, settings)
    visit(client, ann)
    where = f"/finance/orders/{order.ref}/release/"

    page = client.get(order.get_absolute_url()).content.decode()
    assert page.count(where) == 2
    form = client.get(where).content.decode()
    assert "113.00" in form and "63.00" in form

    until = (clock.today() + datetime.timedelta(days=3)).isoformat()
    answer = client.post(where, {"reason": "paid tomorrow", "until": until}, follow=True)

    asked = answer.content.decode()
    assert answer.redirect_chain[0][0] == order.get_absolute_url()
    assert "paid tomorrow" in asked and where not in asked.replace(f"{where}withdraw/", "")
    assert CreditOverride.objects.get().state == "asked"


def test_s34_finance_decides_with_the_exposure_before_its_eyes(client, ann, dot, settings):
    order = blocked(ann, settings)
    task = task_of(ask(order, ann))
    visit(client, dot)

    page = client.get(task.get_absolute_url()).content.decode()
    assert "Confirmed, not invoiced" in page and "63.00 CNY" in page and "let it go?" in page
    client.post(f"/approvals/{task.pk}/approve/", {"opinion": ""})

    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED
    credit = client.get(f"/finance/credit/{order.customer_id}/").content.decode()
    assert "Releases over the limit" in credit and "paid tomorrow" in credit


def test_the_owner_takes_the_question_back(client, ann, dot, settings):
    order = blocked(ann, settings)
    ask(order, ann)
    visit(client, ann)

    client.post(f"/finance/orders/{order.ref}/release/withdraw/")

    assert CreditOverride.objects.get().state == "withdrawn"
    assert not Task.objects.pending().exists()
    assert client.post(f"/finance/orders/{order.ref}/release/withdraw/").status_code == 404


def test_what_cannot_be_asked_is_said_and_typed_words_stay(client, ann, dot, settings):
    order = blocked(ann, settings)
    with_limit(order.customer, "5000.00")
    visit(client, ann)

    answer = client.post(
        f"/finance/orders/{order.ref}/release/", {"reason": "paid tomorrow", "until": clock.today().isoformat()}
    )

    assert answer.status_code == 409
    assert "nothing to release" in answer.content.decode() and "paid tomorrow" in answer.content.decode()
    assert CreditOverride.objects.count() == 0
