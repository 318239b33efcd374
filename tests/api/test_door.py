"""A8, A10, A34: a good key of somebody who may gets in, and nothing else: no cookie, no guess, no key of who left."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from api.models import ApiKey, digest_of
from api.services import make_key, open_key, revoke_key
from api.views.door import LIMITS
from api.views.table import ENDPOINTS
from core import clock
from core.access import Forbidden
from core.models import Event, User
from core.refusal import Refused
from orders.models import Order
from tests.api.builders import V1, Caller, allow, error, key_of
from tests.cast import make_draft, make_person
from tests.orders.pages import everything

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    named = [V1, f"{V1}openapi.json", f"{V1}nothing/at/all/"]
    return named + [V1 + re.sub("<[^>]+>", "1", one.path) for one in ENDPOINTS]


def tokens(ann: User) -> dict[str, str]:
    """Keys that open nothing."""
    at = clock.now()
    with clock.at(at - datetime.timedelta(days=31)):
        old = key_of(ann, days=30)
    revoked, taken = make_key(name="gone", days=30, actor=ann)
    revoke_key(revoked.pk, actor=ann)
    good = key_of(ann)
    return {"none": "", "wrong": "gdn_" + "x" * 43, "cut": good[:-1], "other end": good[:-1] + "é", "expired": old,
            "revoked": taken, "swapped": good[:12] + taken[12:], "nul": "gdn_\x00" + "x" * 42}  # fmt: skip


def test_without_a_good_key_every_address_says_401_to_every_method(ann):
    allow(ann)
    before = None
    for name, token in tokens(ann).items():
        before = before or everything()
        for url in addresses():
            for method in ("get", "post", "put", "patch", "delete", "options"):
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                answer = getattr(Client(enforce_csrf_checks=True), method)(url, headers=headers)
                assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"'), (name, url)
                assert error(answer)["code"] == "unauthorized"
                assert "no-store" in answer["Cache-Control"]

    assert before == everything()


def test_a10_a_session_opens_nothing_and_is_not_looked_at(bo, order):
    browser = Client()
    browser.force_login(bo, backend="core.backends.RoleBackend")
    for url in addresses():
        assert (browser.get(url).status_code, browser.post(url).status_code) == (401, 401), url


def test_a8_the_key_says_who_acts_whatever_session_comes_along(shop: Caller, stranger: Caller, order, ann, eve):
    shop.client.force_login(eve, backend="core.backends.RoleBackend")

    assert shop.post("orders/", order).status_code == 201
    assert Order.objects.get().owner == ann


def test_a8_a_key_is_dead_at_once_when_its_person_leaves_or_it_is_revoked(shop: Caller, ann):
    assert shop.get("").status_code == 200

    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert shop.get("").status_code == 401
    User.objects.filter(pk=ann.pk).update(is_active=True)
    assert shop.get("").status_code == 200

    revoke_key(ApiKey.objects.get().pk, actor=ann)
    assert shop.get("").status_code == 401


def test_who_loses_the_right_is_told_which(shop: Caller, ann):
    ann.user_permissions.clear()

    answer = shop.get("orders/")

    assert (answer.status_code, error(answer)["message"]) == (403, "You may not: use the API.")


def test_the_right_is_born_with_managers_and_directors_and_given_to_others(bo, ann):
    fay = make_person("fay", "director")

    assert [one.has_perm("api.use_api") for one in (bo, fay, ann)] == [True, True, False]
    with pytest.raises(Forbidden):
        make_key(name="shop", days=30, actor=ann)
    assert ApiKey.objects.count() == 0


def test_what_a_person_may_not_their_key_may_not(cem, customer, ann):
    stock = Caller(key_of(cem))
    draft = make_draft(ann, customer)
    before = everything()

    entered = stock.post("orders/", {"customer": "C-1"})
    ended = stock.post(f"orders/{draft.pk}/cancel/", {"reason": "x"})

    assert [one.status_code for one in (entered, ended)] == [403, 403]
    assert error(entered)["message"].startswith("You may not: enter orders.")
    assert error(ended)["message"].startswith("You may not: cancel orders.")
    assert {**everything(), "core.OnceKey": 0} == {**before, "core.OnceKey": 0}


def test_only_the_fingerprint_of_a_key_is_kept_and_its_history_told(ann):
    token = key_of(ann)

    row = ApiKey.objects.values().get()
    assert (row["digest"], row["prefix"]) == (digest_of(token), token[:12])
    assert token not in str(row) and token[12:] not in str(row)
    assert list(Event.objects.filter(topic=f"user:{ann.pk}").values_list("name", flat=True)) == ["api.key_made"]
    assert not Event.objects.filter(text__contains=token).exists()


def test_when_a_key_was_used_last_is_known_to_the_minute_and_written_seldom(shop: Caller, django_assert_num_queries):
    at = clock.now()
    with clock.at(at):
        shop.get("")
        first = ApiKey.objects.get().used_at
    with clock.at(at + datetime.timedelta(seconds=30)):
        shop.get("")
        assert ApiKey.objects.get().used_at == first == at
    with clock.at(at + datetime.timedelta(seconds=90)):
        assert open_key(shop.token) is not None
        assert ApiKey.objects.get().used_at == at + datetime.timedelta(seconds=90)


def test_a_person_has_at_most_twenty_keys(ann):
    for _n in range(20):
        key_of(ann)
    with pytest.raises(Refused, match="many API keys"):
        key_of(ann)


def test_a34_a_key_that_asks_too_often_waits_and_others_do_not(shop: Caller, stranger: Caller, settings):
    settings.GENDAN_API_CALLS = 100

    answers = [shop.get("stock/") for _n in range(103)]

    assert [one.status_code for one in answers] == [200] * 100 + [429] * 3
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert error(answers[-1])["code"] == "too_many"
    assert stranger.get("stock/").status_code == 200


def test_a34_guessing_meets_a_limit_which_shuts_out_no_good_key(shop: Caller, settings):
    settings.GENDAN_API_GUESSES = 20

    answers = [Caller("gdn_" + f"{n:043}").get("") for n in range(23)]

    assert [one.status_code for one in answers] == [401] * 20 + [429] * 3
    assert shop.get("").status_code == 200
    LIMITS.forget()
    assert Caller("").get("").status_code == 401


def test_the_pages_make_a_key_show_it_once_and_revoke_it(bo):
    desk = Client(headers={"Accept-Language": "en"})
    desk.force_login(bo, backend="core.backends.RoleBackend")
    form = {"name": "BI", "days": "30", "once": "k-1"}

    shown = desk.post(reverse("api:make-key"), form)
    again = desk.post(reverse("api:make-key"), form)

    token = shown.context["token"]
    assert token in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert (again.status_code, again.url) == (302, "/me/")
    assert Caller(token).get("").json()["user"] == "bo"
    page = desk.get("/me/").content.decode()
    assert token[:12] in page and token not in page
    key = ApiKey.objects.get()
    assert desk.post(reverse("api:revoke-key", args=[key.pk])).status_code == 302
    assert Caller(token).get("").status_code == 401


def test_keys_of_others_do_not_exist(bo, ann):
    key_of(ann)
    desk = Client()
    desk.force_login(bo, backend="core.backends.RoleBackend")

    assert desk.post(reverse("api:revoke-key", args=[ApiKey.objects.get().pk])).status_code == 404
    assert ApiKey.objects.get().revoked_at is None
