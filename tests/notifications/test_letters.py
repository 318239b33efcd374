"""The customer is written to by the channels their contact chose, and the order says what became of it (S43)."""

import re

import pytest
from django.core import mail
from django.utils import translation

from core import outbox
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from customers.models import Contact
from notifications.models import Letter
from notifications.services import send_waiting
from orders.models import Order
from orders.services import cancel_order
from orders.services.letters.confirmation import send_letter_again
from portal.services import make_link
from shipping.services import open_shipment
from tests.cast import make_customer, make_product
from tests.changes.builders import ask, quantities
from tests.notifications.gateway import says
from tests.orders.pages import everything
from tests.shipping.builders import make_confirmed, make_stock, pick, send_off

pytestmark = pytest.mark.django_db
NUMBER = "+8613900000000"


@pytest.fixture
def desk(ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


@pytest.fixture
def product():
    return make_product("A-1", price="100", barcode="2000000000017")


@pytest.fixture
def chosen():
    """What Wang ticked: everything, unless a test says less."""
    return {"by_mail": True, "by_sms": True, "by_page": True}


@pytest.fixture
def order(ann, cem, product, chosen, settings, sms) -> Order:
    settings.GENDAN_COMPANY_NAME = "跟单贸易"
    customer = make_customer(ann)
    Contact.objects.update(**chosen)
    make_stock(cem, (product, 20))
    order = make_confirmed(ann, [(product, 10)], customer=customer)
    work()
    return order


def work() -> None:
    while outbox.sweep():
        pass


def letters(**which) -> list[tuple[str, str, str]]:
    return list(Letter.objects.filter(**which).order_by("channel").values_list("channel", "name", "address"))


def panel(client, order: Order) -> str:
    html = client.get(f"/orders/{order.ref}/").content.decode()
    start = html.find('id="panel-letters"')
    text = re.sub(r"<[^>]+>", " ", html[start : html.find("</section>", start)]) if start >= 0 else ""
    return " ".join(text.split())


def test_s43_confirming_sends_exactly_one_letter_per_chosen_channel_and_the_panel_says_so(desk, ann, order, sms):
    """S43: SMS, e-mail and the customer's own page, one each, with what became of them."""
    work()
    customer = order.customer_id
    assert letters() == [
        ("mail", "王工", "wang@example.com"),
        ("page", "王工", f"customer:{customer}"),
        ("sms", "王工", NUMBER),
    ]
    assert panel(desk, order).count("To send") == 3

    mail.outbox.clear()
    send_waiting()
    assert send_waiting() == 0

    assert [letter.to for letter in mail.outbox if "已确认" in letter.subject] == [["wang@example.com"]]
    (text,) = sms.got
    assert text["to"] == NUMBER
    day = Order.objects.get().promised_on
    assert text["text"] == f"【跟单贸易】您的订单 {order.ref} 已确认：CNY 1,130.00，承诺交期 {day}。"
    assert len(text["text"]) <= 70
    shown = panel(desk, order)
    assert (shown.count("Sent"), shown.count("To send"), shown.count("Not sent")) == (3, 0, 0)
    assert "wang@example.com" in shown and "+861••••••••00" in shown and NUMBER not in shown
    assert all(word in shown for word in ("E-mail", "SMS", "On their page"))


@pytest.mark.parametrize("chosen", [{"by_sms": True}])
def test_s43_only_the_chosen_channel_is_used(order):
    assert letters() == [("sms", "王工", NUMBER)]


@pytest.mark.parametrize("chosen", [{}])
def test_s43_who_chose_nothing_is_written_to_by_e_mail(order):
    assert letters() == [("mail", "王工", "wang@example.com")]


@pytest.mark.parametrize("chosen", [{"by_mail": True, "by_sms": True, "phone": "0571-88123456"}])
def test_s43_a_channel_without_an_address_says_that_nobody_was_told_by_it(desk, order):
    assert letters() == [("mail", "王工", "wang@example.com"), ("sms", "王工", "")]
    send_waiting()

    shown = panel(desk, order)
    assert (shown.count("Not sent"), "No mobile number is known; nobody was told." in shown) == (1, True)


def test_s43_a_refused_letter_shows_the_reason_and_is_sent_again_to_the_new_number(desk, ann, order, sms):
    """The salesperson corrects the number; the gateway gets another id, and history says who did it."""
    sms.answer = says(400, b"unknown subscriber")
    send_waiting()
    shown = panel(desk, order)
    assert "Attempts: 1; last: HTTP 400 unknown subscriber" in shown and shown.count("Send again") == 1
    letter = Letter.objects.get(channel="sms")

    Contact.objects.update(phone="138 0013 8000")
    sms.answer = says(200)
    url = f"/orders/{order.ref}/letters/{letter.pk}/send/"
    assert "+861••••••••00" in desk.get(url).content.decode()
    assert desk.post(url).status_code == 302
    send_waiting()

    assert [(one["to"], one["id"]) for one in sms.got] == [
        (NUMBER, f"letter-{letter.pk}-0"),
        ("+8613800138000", f"letter-{letter.pk}-1"),
    ]
    event = Event.objects.get(name="order.letter_sent_again")
    assert (event.actor_id, event.data["letter_id"], event.data["channel"]) == (ann.pk, letter.pk, "sms")
    assert "Send again" not in panel(desk, order)
    assert desk.post(url).status_code == 409
    assert (send_waiting(), len(sms.got)) == (0, 2)


def test_s43_what_was_sent_or_still_waits_is_not_sent_again(ann, order):
    waiting = Letter.objects.get(channel="mail")
    before = everything()

    with pytest.raises(Refused, match="Only a letter that was not sent"):
        send_letter_again(waiting.pk, actor=ann)

    assert everything() == before


@pytest.mark.parametrize("chosen", [{"email": ""}])
def test_s43_without_an_address_sending_again_is_refused_until_there_is_one(ann, order):
    letter = Letter.objects.get()
    with pytest.raises(Refused, match="No address is known for this channel"):
        send_letter_again(letter.pk, actor=ann)

    Contact.objects.update(email="new@example.com")
    send_letter_again(letter.pk, actor=ann)

    assert (send_waiting() >= 1, letters()) == (True, [("mail", "王工", "new@example.com")])


def test_s43_who_may_not_change_the_order_sends_nothing_again(client, cem, eve, order, sms):
    sms.answer = says(400, b"unknown subscriber")
    send_waiting()
    letter = Letter.objects.get(channel="sms")
    client.force_login(cem)
    client.cookies["django_language"] = "en"
    before = everything()

    assert "Send again" not in panel(client, order) and "unknown subscriber" in panel(client, order)
    with pytest.raises(Forbidden):
        send_letter_again(letter.pk, actor=cem)
    client.force_login(eve)
    assert client.post(f"/orders/{order.ref}/letters/{letter.pk}/send/").status_code == 404

    assert everything() == before


def test_a_letter_of_another_order_is_not_found_under_this_one(desk, ann, order, product, sms):
    other = make_confirmed(ann, [(product, 1)], customer=order.customer)
    sms.answer = says(400)
    send_waiting()
    letter = Letter.objects.get(channel="sms")

    assert desk.post(f"/orders/{other.ref}/letters/{letter.pk}/send/").status_code == 404


def test_f29_a_gateway_that_is_away_holds_up_no_order(ann, cem, order, product, sms):
    """The order goes on to the truck while its text messages wait."""
    sms.answer = says(503)
    send_waiting()
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)

    send_off(shipment, cem)
    work()

    assert Order.objects.get().fulfilment == "shipped"
    assert sorted(Letter.objects.values_list("kind", "channel").distinct()) == [
        (kind, channel) for kind in ("confirmation", "departure") for channel in ("mail", "page", "sms")
    ]


def test_s75_the_departure_notice_goes_by_every_chosen_channel(cem, order, product, sms):
    """S75: number, carrier and waybill, also in two sentences."""
    send_waiting()
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)
    work()
    mail.outbox.clear()

    send_waiting()

    assert sms.got[-1]["text"] == f"【跟单贸易】您的订单 {order.ref} 已发货，顺丰速运 SF1000001。"
    (letter,) = [one for one in mail.outbox if one.to == ["wang@example.com"]]
    assert shipment.number in letter.body and "SF1000001" in letter.alternatives[0].content
    assert len(sms.got) == 2


def test_s55_and_s56_changes_and_cancellation_go_by_every_chosen_channel(desk, ann, order, sms):
    made = ask(order, ann, *quantities(order, l1=12))
    assert desk.post(f"{made.get_absolute_url()}write/").status_code == 302
    assert desk.post(f"{made.get_absolute_url()}write/").status_code == 409
    cancel_order(order.pk, actor=ann, reason="lost")
    work()
    send_waiting()

    assert Letter.objects.filter(kind="change").count() == Letter.objects.filter(kind="cancellation").count() == 3
    assert sorted(one["text"] for one in sms.got)[0] == f"【跟单贸易】您的订单 {order.ref} 已取消，不再交货和开票。"
    assert f"【跟单贸易】您的订单 {order.ref} 需要变更，请与您的业务员联系。" in [one["text"] for one in sms.got]
    assert max(len(one["text"]) for one in sms.got) <= 70


def test_s43_the_customers_page_shows_what_was_written_to_them_and_nothing_of_others(client, ann, order):
    other = make_customer(ann, "C-2")
    tokens = [make_link(one.pk, days=7, actor=ann)[1] for one in (order.customer, other)]
    assert "已确认" not in client.get(f"/o/{tokens[0]}/").content.decode()
    send_waiting()

    mine, others = (client.get(f"/o/{token}/").content.decode() for token in tokens)

    assert f"贵方订单 {order.ref} 已确认" in mine and "1,130.00" in mine
    assert order.ref not in others


def test_the_contact_form_keeps_the_channels_and_asks_for_what_they_need(desk, ann):
    customer = make_customer(ann)
    contact = Contact.objects.get()
    url = f"/customers/{customer.pk}/contacts/{contact.pk}/"
    before = everything()

    page = desk.post(url, {"name": "Wang", "phone": "0571-88123456", "email": "", "by_mail": "on", "by_sms": "on"})
    assert page.status_code == 422
    assert "Letters by e-mail need an address." in page.content.decode()
    assert "Letters by SMS need a mobile number" in page.content.decode()
    assert everything() == before

    typed = {"name": "Wang", "phone": "139 0000 0000", "email": "w@example.com", "by_sms": "on", "by_page": "on"}
    assert desk.post(url, typed).status_code == 302
    contact.refresh_from_db()
    assert contact.channels == ["sms", "page"]
    shown = desk.get(f"/customers/{customer.pk}/").content.decode()
    assert "SMS · On their page" in shown and "0000 0000" not in shown
