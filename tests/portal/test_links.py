"""A27: a customer's link cannot be guessed, is kept as a fingerprint, ends, and tells nothing it should not."""

import datetime
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from core import clock
from core.links import BYTES, digest_of, new_token
from core.logs import WithoutTokens
from core.models import Event
from core.refusal import Refused
from core.views.door import LIMITS
from customers.models import Customer
from finance.models import CreditProfile
from portal.models import LinkEntry, OrderLink
from portal.services import make_link, revoke_link
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.house.reader import Page
from tests.house.test_languages import foreign
from tests.orders.pages import everything
from tests.portal.builders import Shop, visitor, words_of

pytestmark = pytest.mark.django_db


def test_a27_ten_thousand_tokens_have_256_bits_and_nothing_in_common():
    tokens = [new_token() for _n in range(10_000)]

    assert len(set(tokens)) == 10_000 and {len(one) for one in tokens} == {43}
    assert BYTES * 8 == 256
    for place in range(42):
        assert len({one[place] for one in tokens}) == 64


def test_a27_only_the_fingerprint_of_a_token_is_kept(shop: Shop):
    row = OrderLink.objects.values().get()

    assert row["digest"] == digest_of(shop.token) and len(row["digest"]) == 64
    assert shop.token not in str(row)
    assert not Event.objects.filter(text__contains=shop.token).exists()


def gone(shop: Shop, ann) -> dict[str, str]:
    """Links that open nothing: never made, cut short, ended, revoked, of a customer one sells to no more."""
    at = clock.now()
    with clock.at(at - datetime.timedelta(days=8)):
        _link, old = make_link(shop.customer.pk, days=7, actor=ann)
    revoked, taken = make_link(shop.customer.pk, days=7, actor=ann)
    revoke_link(revoked.pk, actor=ann)
    quiet = make_customer(ann, "C-9")
    _link, idle = make_link(quiet.pk, days=7, actor=ann)
    Customer.objects.filter(pk=quiet.pk).update(active=False)
    return {"wrong": "x" * 43, "cut": shop.token[:-1], "expired": old, "revoked": taken, "inactive": idle}


def test_a27_wrong_expired_and_revoked_get_the_same_404_that_says_whom_to_call(shop: Shop, ann):
    tokens = gone(shop, ann)
    pages, before = set(), everything()
    for token in tokens.values():
        for method in ("get", "post"):
            answer = getattr(visitor(), method)(f"/o/{token}/")
            assert (answer.status_code, answer["Referrer-Policy"]) == (404, "no-referrer")
            pages.add(words_of(answer))

    assert len(pages) == 1
    assert "Please call your salesperson at" in pages.pop()
    assert everything() == before


def test_a27_every_page_of_a_link_is_kept_by_nobody_and_found_by_no_search(shop: Shop):
    customer = visitor()
    sent = customer.post(shop.url, shop.typed())
    for answer in (customer.get(shop.url), sent, customer.get(sent.url), customer.post(shop.url, {})):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_a27_what_is_refused_or_breaks_behind_a_link_is_as_discreet_as_its_page(shop: Shop, monkeypatch):
    from portal.views.entry import EnterOrder

    refused = visitor(enforce_csrf_checks=True).post(shop.url, shop.typed())
    too_much = visitor().post(shop.url, {f"f{n}": "" for n in range(10_001)})
    monkeypatch.setattr(EnterOrder, "get", None)
    broken = visitor(raise_request_exception=False).get(shop.url)

    assert [one.status_code for one in (refused, too_much, broken)] == [403, 400, 500]
    for one in (refused, too_much, broken):
        assert "no-store" in one["Cache-Control"] and "noindex" in one["X-Robots-Tag"]
        assert one["Referrer-Policy"] == "no-referrer"


def test_a27_guessing_meets_the_limit_whatever_is_guessed(shop: Shop, settings):
    settings.GENDAN_LINK_GUESSES = 20
    answers = [visitor().get(f"/o/{'g' * 40}{n:03}/") for n in range(25)]

    assert [one.status_code for one in answers] == [404] * 20 + [429] * 5
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert visitor().get(shop.url).status_code == 429
    assert visitor().get(shop.url, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a34_one_caller_looks_at_one_link_so_often_a_minute(shop: Shop, settings, monkeypatch):
    settings.GENDAN_LINK_LOOKS = 3
    statuses = [visitor().get(shop.url).status_code for _time in range(4)]
    assert statuses == [200, 200, 200, 429]

    monkeypatch.setattr("core.limiting.time.monotonic", lambda: 10**9)
    assert visitor().get(shop.url).status_code == 200
    assert LIMITS.wait("somebody else", 3) == 0


def test_a10_looking_ten_times_writes_nothing(shop: Shop):
    customer = visitor()
    sent = customer.post(shop.url, shop.typed())
    before = everything()
    for _time in range(10):
        assert customer.get(shop.url).status_code == customer.get(sent.url).status_code == 200
        assert customer.head(shop.url).status_code == 200

    assert everything() == before


def test_a10_an_order_without_the_secret_of_the_page_is_refused(shop: Shop):
    before = everything()
    assert visitor(enforce_csrf_checks=True).post(shop.url, shop.typed()).status_code == 403
    assert everything() == before


def test_a9_the_page_shows_their_own_goods_and_no_price_stock_cost_or_other_customer(shop: Shop, ann, bo, cem):
    other, theirs = make_customer(ann, "SECRET-C"), make_product("SECRET-P", price="3.00", name_en="Secret goods")
    make_draft(ann, other, [(theirs, 3)])
    Customer.objects.filter(pk=shop.customer.pk).update(note="pays late")
    customer = visitor()
    sent = customer.post(shop.url, shop.typed(text="SECRET-P 2"))
    pages = "".join(page.content.decode() for page in (customer.get(shop.url), customer.get(sent.url)))

    assert "KH-7" in pages and "Bearing" in pages and "Yunqi Precision YQ" in pages
    limit = CreditProfile.objects.get(customer=shop.customer).limit
    for canary in ("86.37", "41.93", "4719", "4709", "777123", str(limit), "pays late", "Secret goods", "SECRET-C",
                   "Mouse mat", "A-1043", "13900000000", "CNY"):  # fmt: skip
        assert canary not in pages, canary


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_speak_the_customers_language_and_none_other(shop: Shop, settings, language):
    settings.GENDAN_COMPANY_NAME = "跟单" if language == "zh-hans" else "House"
    Customer.objects.update(name="云栖", name_en="Yunqi")
    type(shop.bearing).objects.filter(pk=shop.bearing.pk).update(name="轴承", name_en="Bearing")
    type(shop.box).objects.filter(pk=shop.bearing.unit_id).update(name="个", code="pc")
    make = type(shop.link.made_by).objects
    make.filter(username="ann").update(name="安宁" if language == "zh-hans" else "Ann")
    customer = visitor("zh-CN,zh;q=0.9" if language == "zh-hans" else "en-US")
    sent = customer.post(shop.url, shop.typed())
    wrong = [customer.get(f"/o/{n}/") for n in range(2)]

    for answer in (customer.get(shop.url), customer.get(sent.url), customer.post(shop.url, {}), *wrong):
        assert foreign(Page(answer.content.decode()), language) == set()


def test_the_switch_of_language_is_kept(shop: Shop):
    customer = visitor("zh-CN")
    assert "您的订单" in customer.get(shop.url).content.decode()

    back = customer.post("/language/", {"language": "en", "next": shop.url})
    assert back.url == shop.url
    assert "Your order" in customer.get(shop.url).content.decode()


# --- who gives them out -------------------------------------------------------------------------


def test_b19_the_owner_makes_a_link_that_is_shown_once_and_leaves_a_line_of_history(shop: Shop, ann, client):
    client.force_login(ann)
    url, data = f"/portal/customers/{shop.customer.pk}/link/", {"days": "30", "once": "a-key-of-ann"}
    page = client.post(url, data)
    again = client.post(url, data)

    link = OrderLink.objects.latest("pk")
    token = re.search(r"/o/([\w-]{43})/", page.content.decode())[1]
    assert (link.digest, link.made_by, OrderLink.objects.count()) == (digest_of(token), ann, 2)
    assert (link.expires_at - link.made_at).days == 30
    assert "no-store" in page["Cache-Control"]
    assert again.status_code == 302 and again.url == shop.customer.get_absolute_url()
    assert visitor().get(f"/o/{token}/").status_code == 200
    event = Event.objects.filter(stream=f"customer:{shop.customer.pk}", name="portal.link_made").latest("pk")
    assert (event.actor, json.loads(event.text)["data"]["link_id"]) == (ann, link.pk)


def test_b19_a_link_is_revoked_at_once_and_once(shop: Shop, ann, client):
    client.force_login(ann)
    assert client.post(f"/portal/links/{shop.link.pk}/revoke/").status_code == 302
    assert visitor().get(shop.url).status_code == 404
    assert Event.objects.get(name="portal.link_revoked").actor == ann
    before = everything()

    assert client.post(f"/portal/links/{shop.link.pk}/revoke/").status_code == 409
    assert everything() == before


MAY = {"ann": True, "bo": True, "eve": False, "cem": False, "dot": False, "fay": False, "hal": False, "ida": False}
ROLES = {"cem": "warehouse", "dot": "finance", "fay": "director", "hal": "auditor", "ida": "admin", "eve": "sales"}


@pytest.mark.parametrize("name", MAY)
def test_b19_only_the_customers_salesperson_and_manager_make_and_revoke(shop: Shop, ann, bo, cem, name):
    people = {"ann": ann, "bo": bo, "cem": cem}
    person = people.get(name) or make_person(name, ROLES[name], department="South")
    before = everything()
    acts = {
        "make": lambda: make_link(shop.customer.pk, days=7, actor=person),
        "revoke": lambda: revoke_link(shop.link.pk, actor=person),
    }
    for act in acts.values():
        if MAY[name]:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
    assert (everything() == before) is not MAY[name]


def test_b19_an_inactive_customer_gets_no_link(shop: Shop, ann):
    Customer.objects.filter(pk=shop.customer.pk).update(active=False)
    before = everything()
    with pytest.raises(Refused):
        make_link(shop.customer.pk, days=7, actor=ann)
    assert everything() == before


def test_the_customers_page_lists_the_links_to_those_who_may_make_them(shop: Shop, ann, cem, client):
    visitor().post(shop.url, shop.typed())
    client.force_login(ann)
    with translation.override("en"):
        page = client.get(shop.customer.get_absolute_url()).content.decode()
    assert f"No. {shop.link.pk}" in page and "1 order," in page and "Revoke" in page
    assert shop.link.digest not in page and shop.token not in page

    client.force_login(cem)
    assert "Order links" not in client.get(shop.customer.get_absolute_url()).content.decode()


def test_a38_no_line_of_a_log_tells_a_token(shop: Shop, caplog):
    caplog.handler.addFilter(WithoutTokens())
    visitor().post(shop.url, {})
    visitor().get(f"/o/{shop.token}x/")
    visitor(enforce_csrf_checks=True).post(shop.url, {})

    assert caplog.text.count("/o/.../") == 3
    assert shop.token not in caplog.text
    assert LinkEntry.objects.count() == 0
