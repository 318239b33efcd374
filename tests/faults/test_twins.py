"""F19: the same form five times at once, five times in a row, and once with other content."""

import datetime

import pytest

from core import clock
from core.models import Event
from orders.models import Order
from tests.browser.world import World
from tests.faults.house import Web, session_of

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def form(quantity: str) -> dict[str, str]:
    return {
        "once": "one-form",
        "submit": "1",
        "customer": "YQ",
        "customer_po": "PO-9",
        "wanted_on": (clock.today() + datetime.timedelta(days=7)).isoformat(),
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "A-1043",
        "lines-0-quantity": quantity,
    }


def test_five_at_once_make_one_order_and_get_one_answer(web: Web, world: World) -> None:
    request = {"session": session_of(world.ann), "path": "/orders/new/", "data": form("40")}

    answers = web.ask([request] * 5)

    assert [one["status"] for one in answers] == [302] * 5, answers[0]["text"]
    order = Order.objects.get()
    assert [(one["status"], one["url"]) for one in answers] == [(302, order.get_absolute_url())] * 5
    assert Event.objects.filter(name="order.submitted").count() == 1
    assert [web.ask(request)["url"] for _n in range(2)] == [order.get_absolute_url()] * 2


def test_the_same_key_with_other_content_is_refused(web: Web, world: World) -> None:
    web.post(world.ann, "/orders/new/", form("40"))
    before = list(Order.objects.values())

    other = web.post(world.ann, "/orders/new/", form("41"))

    assert other["status"] == 409
    assert "already sent with other content" in other["text"]
    assert list(Order.objects.values()) == before
