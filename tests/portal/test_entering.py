"""S10: a customer enters an order himself; it is a draft of his salesperson's and nothing more."""

import datetime
import json

import pytest
from django.db import connection

from core import clock, outbox
from core.models import Event, OnceKey
from customers.models import Customer
from notifications.models import Message
from orders.models import Order
from orders.models.words import Channel, State
from portal.models import LinkEntry
from portal.services import entering, revoke_link
from reports.today import work_of
from tests.attacks.books import books, since
from tests.attacks.test_nonsense import DAYS as WRONG_DAYS
from tests.attacks.test_nonsense import NEVER_WORDS, STRANGE_WORDS, encoded, says_why
from tests.attacks.test_nonsense import NUMBERS as WRONG_NUMBERS
from tests.cast import make_customer, make_product
from tests.orders.pages import everything
from tests.portal.builders import Shop, visitor
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


def newest() -> Order:
    return Order.objects.latest("pk")


def told(order: Order) -> dict[str, object]:
    event = Event.objects.get(topic=f"order:{order.pk}", name="portal.order_entered")
    return json.loads(event.text)["data"] | {"actor": event.actor}


def test_s10_the_order_arrives_as_a_draft_of_the_salesperson_never_confirmed(shop: Shop, ann):
    day = clock.today() + datetime.timedelta(days=9)
    sent = shop.typed(text="B-2210 5箱, 蓝色杯子 20个", wanted_on=str(day), customer_po="PO-88", note="Gate 3")
    answer = visitor().post(shop.url, sent)

    order = newest()
    assert (order.state, order.number, order.owner, order.channel) == (State.DRAFT, None, ann, Channel.WEB)
    assert (order.customer, order.customer_po, order.wanted_on, order.note) == (shop.customer, "PO-88", day, "Gate 3")
    cells = ("product__code", "quantity", "unit__code", "part", "unit_price")
    lines = order.lines.order_by("position").values_list(*cells)
    assert [(code, int(n), unit, part, float(price)) for code, n, unit, part, price in lines] == [
        ("A-1043", 12, "pc", "KH-7", 86.37),
        ("B-2210", 5, "ctn", "", 232.5),
    ]
    assert [(row["product"], row["quantity"], row["at"]) for row in order.draft_rest] == [("蓝色杯子", "20", "2")]
    assert told(order) == {
        "order_id": order.pk, "link_id": shop.link.pk, "lines": 2, "unread": 1, "actor": None,
    }  # fmt: skip
    assert answer.url == f"/o/{shop.token}/received/{LinkEntry.objects.get().pk}/"


def test_s10_the_salesperson_is_told_once_and_finds_it_at_home_and_on_the_page(shop: Shop, ann, client):
    visitor().post(shop.url, shop.typed(text="蓝色杯子 20个"))
    order = newest()
    for _time in range(2):
        while outbox.sweep():
            pass

    said = Message.objects.get(user=ann, channel="inbox", url=order.get_absolute_url())
    assert said.subject == f"Your customer entered order {order.ref}; look it over and submit it"
    assert order in [deed.order for group in work_of(ann) for deed in group.deeds]
    client.force_login(ann)
    page = client.get(order.get_absolute_url()).content.decode()
    assert "Entered by the customer" in page and "蓝色杯子 20个" in page
    assert "蓝色杯子" in client.get(f"/orders/{order.ref}/edit/").content.decode()


def test_s10_the_customer_reads_who_has_it_under_which_reference(shop: Shop, ann):
    customer = visitor()
    page = customer.post(shop.url, shop.typed(text="cups 20"), follow=True).content.decode()

    assert newest().ref in page and "Ann will look at it and confirm it to you." in page and "cups 20" in page


def test_a_price_the_customer_names_binds_nobody_and_is_kept_as_a_remark(shop: Shop):
    visitor().post(shop.url, {"text": "B-2210\t3\t1.50"})

    line = newest().lines.get()
    assert (float(line.unit_price), line.note) == (46.5, "price named by the customer: 1.50")


def test_f20_the_same_form_sent_twice_makes_one_draft(shop: Shop):
    customer, data, before = visitor(), shop.typed(), Order.objects.count()

    answers = [customer.post(shop.url, data) for _time in range(2)]

    assert (Order.objects.count() - before, LinkEntry.objects.count()) == (1, 1)
    assert answers[0].url == answers[1].url
    assert customer.post(shop.url, data | {shop.field: "13"}).status_code == 409
    assert LinkEntry.objects.count() == 1


def test_a27_what_is_kept_of_a_sent_form_is_not_the_token(shop: Shop):
    visitor().post(shop.url, shop.typed())

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_event WHERE text LIKE %s", [f"%{shop.token}%"])
        assert cursor.fetchone() == (0,)
    assert OnceKey.objects.get().result == str(LinkEntry.objects.get().pk)


def test_an_empty_form_is_answered_beside_the_fields_and_writes_nothing(shop: Shop):
    before = everything()
    answer = visitor().post(shop.url, {shop.field: " ", "text": "  "})

    assert answer.status_code == 422
    assert "Enter a quantity, or write what you need." in answer.content.decode()
    assert everything() == before


def test_what_was_typed_stays_when_something_is_wrong(shop: Shop):
    page = visitor().post(shop.url, shop.typed(text="cups 20", wanted_on="2020-01-01")).content.decode()

    assert "Choose a day from today on." in page
    assert 'value="12"' in page and "cups 20" in page


@pytest.mark.parametrize("unit", [None, 999_999])
def test_a9_a_product_that_is_not_on_their_list_is_refused_in_words(shop: Shop, ann, unit):
    """Neither another customer's goods, nor their own in a unit that was not shown."""
    other = make_product("Z-9", price="1.00")
    name = f"q-{other.pk}-{other.unit_id}" if unit is None else f"q-{shop.bearing.pk}-{unit}"
    before = everything()

    answer = visitor().post(shop.url, shop.typed(**{name: "5"}))

    assert answer.status_code == 422
    assert "Your list of goods has changed." in answer.content.decode()
    assert everything() == before


def test_more_rows_than_an_order_holds_are_refused_as_a_whole(shop: Shop):
    before = everything()
    answer = visitor().post(shop.url, {"text": "\n".join(f"thing {n}" for n in range(201))})

    assert (answer.status_code, everything()) == (409, before)
    assert "Please send it in parts." in answer.content.decode()


def test_a34_a_flood_of_orders_through_one_link_is_stopped_with_429(shop: Shop, monkeypatch):
    monkeypatch.setattr(entering, "MOST_AN_HOUR", 2)
    customer = visitor()

    answers = [customer.post(shop.url, shop.typed()) for _time in range(3)]

    assert [one.status_code for one in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "3600"
    assert LinkEntry.objects.count() == 2


def test_a_link_revoked_while_the_form_was_sent_enters_nothing(shop: Shop, ann, monkeypatch):
    from portal.views import door

    real = door.open_link
    monkeypatch.setattr(door, "open_link", lambda token: (real(token), revoke_link(shop.link.pk, actor=ann))[0])
    before = Order.objects.count()

    answer = visitor().post(shop.url, shop.typed())

    assert (answer.status_code, Order.objects.count()) == (409, before)
    assert "This link is not good any more." in answer.content.decode()


def test_without_a_salesperson_who_enters_orders_the_maker_of_the_link_receives(shop: Shop, ann, eve):
    Customer.objects.filter(pk=shop.customer.pk).update(owner=None)
    assert visitor().get(shop.url).status_code == 404

    Customer.objects.filter(pk=shop.customer.pk).update(owner=ann)
    ann.is_active = False
    ann.save()
    assert visitor().get(shop.url).status_code == 404

    Customer.objects.filter(pk=shop.customer.pk).update(owner=eve)
    visitor().post(shop.url, shop.typed())
    assert newest().owner == eve


STRANGE_ROWS = ("9" * 500, "A-1043 99999999999999", "A-1043 -5", "\t\t\t", "A-1043\t1e9")
FIELDS = {"numbers": ("q",), "days": ("wanted_on",), "words": ("text", "customer_po", "note")}


def wrongs(shop: Shop):
    yield from ((shop.field, text) for text in (*WRONG_NUMBERS, "0", "1000000"))
    yield from (("wanted_on", text) for text in (*WRONG_DAYS, "2020-01-01"))
    yield from ((name, text) for name in FIELDS["words"] for text in NEVER_WORDS)


def test_a36_what_no_field_can_hold_is_answered_and_nothing_is_written(shop: Shop):
    customer, before, found = visitor(), books(), []
    customer.raise_request_exception = False
    for name, text in wrongs(shop):
        sent = encoded(shop.typed() | {name: text})
        answer = customer.post(shop.url, sent, content_type="application/x-www-form-urlencoded")
        page = answer.content.decode(errors="replace")
        if not (answer.status_code == 400 or (answer.status_code in (409, 422) and says_why(page))):
            found.append((name, text[:20], answer.status_code))

    assert found == []
    assert since(before) == []


@pytest.mark.parametrize("name", FIELDS["words"])
@pytest.mark.parametrize("text", [*STRANGE_WORDS, *STRANGE_ROWS])
def test_a36_strange_words_are_kept_as_text_or_answered_never_a_broken_page(shop: Shop, name, text):
    customer = visitor()
    answer = customer.post(
        shop.url, encoded(shop.typed() | {name: text}), content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in (302, 422), answer.status_code
    if answer.status_code == 302:
        assert customer.get(answer.url).status_code == 200


def test_another_customers_entry_is_not_shown_by_this_link(shop: Shop, ann):
    from portal.services import make_link

    visitor().post(shop.url, shop.typed())
    _link, token = make_link(make_customer(ann, "C-2").pk, days=7, actor=ann)

    assert visitor().get(f"/o/{token}/received/{LinkEntry.objects.get().pk}/").status_code == 404


def test_the_page_asks_few_questions(shop: Shop):
    with counted("portal.order", budget=6):
        visitor().get(shop.url)
