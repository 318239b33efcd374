"""F19, I32: the same write twice is one write with one answer; the same name on another write is refused."""

import datetime
import json

import pytest

from core import clock
from core.models import Event, OnceKey
from core.tasks import forget_once_keys
from orders.models import Order
from tests.api.builders import V1, Caller, error, key_of
from tests.orders.pages import everything
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_f19_five_at_once_and_five_in_a_row_make_one_order_and_get_one_answer(shop: Caller, order):
    body = order | {"submit": True}

    def send():
        return Caller(shop.token).post("orders/", body, once="k-1")

    answers = [*at_once([send] * 5), *(send() for _n in range(5))]

    told = {(one.status_code, one.content) for one in answers}
    assert {status for status, _content in told} <= {201, 409}
    assert len({content for status, content in told if status == 201}) == 1
    assert {json.loads(content)["error"]["code"] for status, content in told if status == 409} <= {"running"}
    assert [one.status_code for one in answers[5:]] == [201] * 5
    assert {one["Idempotent-Replayed"] for one in answers[5:]} == {"true"}
    assert Order.objects.count() == Event.objects.filter(name="order.submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_f19_while_the_first_is_running_the_second_is_told_so(shop: Caller, order, monkeypatch):
    """The second comes in the middle of the first, which has claimed the name and not ended yet."""
    found = []
    from api.views import orders

    save = orders.services.save_draft

    def slow(*args, **kwargs):
        if not found:
            found.append(None)
            again = at_once([lambda: Caller(shop.token).post("orders/", order, once="k-1")], patient=False)
            found.extend(again)
        return save(*args, **kwargs)

    monkeypatch.setattr(orders.services, "save_draft", slow)

    first = shop.post("orders/", order, once="k-1")

    assert (first.status_code, found[1].status_code, error(found[1])["code"]) == (201, 409, "running")
    assert Order.objects.count() == 1


def test_f19_the_same_name_with_another_body_or_at_another_address_is_422(shop: Caller, order):
    first = shop.post("orders/", order, once="k-1")
    before = everything()

    other = shop.post("orders/", order | {"note": "x"}, once="k-1")
    elsewhere = shop.post(f"orders/{first.json()['id']}/cancel/", order, once="k-1")

    assert [(one.status_code, error(one)["code"]) for one in (other, elsewhere)] == [(422, "reused_key")] * 2
    assert everything() == before


def test_f19_the_order_of_the_fields_is_no_difference(shop: Caller, order):
    first = shop.post("orders/", order, once="k-1")
    again = shop.post("orders/", dict(reversed(order.items())), once="k-1")

    assert first.json() == again.json()
    assert Order.objects.count() == 1


def test_a_name_belongs_to_its_key(shop: Caller, order, ann):
    other = Caller(key_of(ann, name="script"))

    ids = {one.post("orders/", order, once="k-1").json()["id"] for one in (shop, other)}

    assert len(ids) == 2
    assert Order.objects.count() == 2


def test_what_was_refused_may_be_tried_again_under_the_same_name(shop: Caller, order):
    bad = shop.post("orders/", order | {"lines": [{"product": "A-1", "quantity": "0"}]}, once="k-1")
    assert (bad.status_code, OnceKey.objects.count()) == (422, 0)

    assert shop.post("orders/", order, once="k-1").status_code == 201


def test_a_repeated_verb_moves_once_and_gets_the_answer_of_then(shop: Caller, order):
    pk = shop.post("orders/", order | {"lines": [{"product": "A-1", "quantity": "900"}]}).json()["id"]

    first = shop.post(f"orders/{pk}/submit/", once="s-1")
    shop.post(f"orders/{pk}/recall/", once="r-1")
    again = shop.post(f"orders/{pk}/submit/", once="s-1")

    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert Order.objects.get().state == "draft"


@pytest.mark.parametrize("name", ["", "x" * 256, "a\tb", "é"])
def test_a_write_without_a_name_is_400_and_writes_nothing(shop: Caller, order, name):
    before = everything()
    headers = shop.headers() | ({"Idempotency-Key": name} if name else {})

    for path in ("orders/", "orders/1/submit/", "orders/1/recall/", "orders/1/cancel/", "customers/"):
        answer = shop.client.post(V1 + path, json.dumps(order), content_type="application/json", headers=headers)
        assert (answer.status_code, error(answer)["code"]) == (400, "no_idempotency_key"), path

    assert everything() == before


def test_names_are_kept_a_week(shop: Caller, order):
    now = clock.now()
    with clock.at(now - datetime.timedelta(days=7, minutes=1)):
        shop.post("orders/", order, once="old")
    with clock.at(now - datetime.timedelta(days=6, hours=23)):
        shop.post("orders/", order, once="new")

    forget_once_keys()

    assert OnceKey.objects.count() == 1
    assert shop.post("orders/", order, once="new")["Idempotent-Replayed"] == "true"
