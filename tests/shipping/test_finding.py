"""What is scanned without a task opens what fits; where several fit, a person chooses (ux 2.12)."""

import re

import pytest
from django.urls import reverse

from shipping.models import Shipment
from shipping.services import cancel_shipment, open_shipment
from tests.cast import make_customer, make_person, make_product
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock, pick

pytestmark = pytest.mark.django_db


@pytest.fixture
def fits(ann, cem):
    """Ten, seven and five pieces of the same belt for two customers; Cem has taken four of the seven."""
    belt = make_product("BELT", barcode="2000000000017")
    make_stock(cem, (belt, 100))
    first, second = make_customer(ann), make_customer(ann, "C-2", name_en="Second GmbH")
    orders = [make_confirmed(ann, [(belt, n)], customer=who) for n, who in ((10, first), (7, second), (5, first))]
    shipments = [open_shipment(order.pk, actor=cem) for order in orders]
    pick(shipments[1], belt.barcode, cem, 4)
    return belt, shipments


def find(client, code, **more):
    return client.get(reverse("shipping:find"), {"code": code} | more)


def buttons(answer) -> list[tuple[str, str, str]]:
    """Digit, address and words of each big button."""
    found = re.findall(r'<a class="btn wide" href="([^"]+)"><b class="t3">(\d)</b>(.*?)</a>', answer.content.decode())
    return [(digit, url, " ".join(re.sub(r"<[^>]+>", " ", words).split())) for url, digit, words in found]


def test_goods_of_several_shipments_are_a_choice_of_big_buttons(client, cem, fits):
    belt, shipments = fits
    client.force_login(cem)

    answer = find(client, belt.barcode)

    ways = [reverse("shipping:pick", args=[one.number]) for one in shipments]
    assert [(digit, url) for digit, url, _words in buttons(answer)] == list(zip("123", ways, strict=True))
    said = [words for _digit, _url, words in buttons(answer)]
    assert [shipments[n].number in words and words.endswith(f"{left} pc To pick") for n, left, words in
            zip(range(3), (10, 3, 5), said, strict=True)] == [True] * 3  # fmt: skip
    assert "Second GmbH" in said[1] and "Second GmbH" not in said[0]
    html = answer.content.decode()
    assert 'id="scan-band" class="band ask"' in html and "BELT" in html and "Tap one" in html
    assert re.search(r'name="among" value="BELT"[^§]*name="code"[^§]*autofocus', html)


def test_the_digit_before_a_button_opens_it_without_script(client, cem, fits):
    belt, shipments = fits
    client.force_login(cem)

    opened = {digit: find(client, digit, among=belt.code).url for digit in "123"}

    assert list(opened.values()) == [reverse("shipping:pick", args=[one.number]) for one in shipments]
    for wrong in ("4", "0", "12", "²", "-1"):
        assert find(client, wrong, among=belt.code).url == reverse("shipping:list")
    assert find(client, "1", among="no such thing").url == reverse("shipping:list")
    assert find(client, "1").url == reverse("shipping:list")


def test_beside_the_choice_any_other_code_opens_as_ever(client, cem, fits):
    belt, shipments = fits
    client.force_login(cem)

    other = shipments[2].number
    assert find(client, other, among=belt.code).url == reverse("shipping:pick", args=[other])
    assert buttons(find(client, belt.code.lower(), among="SOMETHING")) == buttons(find(client, belt.barcode))


def test_what_somebody_else_picks_comes_after_what_is_in_my_hands(client, ann, cem, fits):
    belt, shipments = fits
    zoe = make_person("zoe", "warehouse")
    Shipment.objects.filter(pk=shipments[2].pk).update(picker=zoe)
    client.force_login(zoe)

    assert [url.split("/")[-3] for _digit, url, _words in buttons(find(client, belt.barcode))] == [
        shipments[n].number for n in (2, 0, 1)
    ]


def test_more_than_nine_are_told_and_listed(client, ann, cem, fits):
    belt, _shipments = fits
    customer = make_customer(ann, "C-9")
    for _n in range(7):
        open_shipment(make_confirmed(ann, [(belt, 1)], customer=customer).pk, actor=cem)
    client.force_login(cem)

    answer = find(client, belt.barcode)

    assert [digit for digit, _url, _words in buttons(answer)] == list("123456789")
    assert f'{reverse("shipping:shipments")}?tab=open&amp;product=BELT"' in answer.content.decode()


def test_one_fit_opens_at_once_and_none_says_so(client, cem, fits):
    belt, shipments = fits
    client.force_login(cem)
    for one in (shipments[0], shipments[2]):
        cancel_shipment(one.pk, reason="not today", actor=cem)

    assert find(client, belt.barcode).url == reverse("shipping:pick", args=[shipments[1].number])

    other = make_product("LOOSE")
    said = client.get(reverse("shipping:find"), {"code": other.code}, follow=True).content.decode()
    assert "No shipment in the house has LOOSE. Start one from the orders below." in said


def test_a3_a_salesperson_is_offered_their_own_shipments_alone(client, ann, bo, cem, eve, fits):
    belt, shipments = fits
    client.force_login(ann)
    assert [url for _digit, url, _words in buttons(find(client, belt.code))] == [
        one.get_absolute_url() for one in shipments
    ]
    client.force_login(eve)
    answer = find(client, belt.code)
    assert answer.status_code in (302, 403) and shipments[0].number not in answer.content.decode()


def test_the_choice_stays_within_its_questions(client, cem, fits):
    belt, _shipments = fits
    client.force_login(cem)
    find(client, belt.barcode)

    with counted("shipping.find.choice", budget=16):
        assert len(buttons(find(client, belt.barcode))) == 3
