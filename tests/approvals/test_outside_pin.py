"""B12, A24: above an amount the holder of a link proves with a PIN who they are; guessing it is stopped."""

from decimal import Decimal

import pytest
from django.contrib.auth.hashers import check_password

from approvals.models import Decision, Task
from approvals.services import decide_by_link, try_pin
from approvals.services.linking import needs_pin
from core.links import digest_of
from core.models import Event, Pin
from core.models.pin import MOST_WRONG
from core.pins import set_pin
from core.refusal import Refused
from core.views.door import LIMITS
from notifications.models import Message
from tests.approvals.builders import open_task, submit
from tests.approvals.outside import answer, every_table, key, letters_to, link_at, reachable, stranger
from tests.orders.pages import everything

pytestmark = pytest.mark.django_db
TOTAL = Decimal("97180.00")
CENT = Decimal("0.01")
PIN, WRONG = "402719", "402718"


@pytest.fixture(autouse=True)
def house(settings):
    LIMITS.forget()
    settings.LANGUAGE_CODE = "en"
    settings.GENDAN_LINK_PIN_ABOVE = TOTAL - CENT


@pytest.fixture
def task(ann, bo) -> Task:
    reachable(bo)
    set_pin(bo.pk, pin=PIN)
    return open_task(submit(ann))


def typed(pin: str, **more):
    return answer(pin=pin, **more)


@pytest.mark.parametrize(("limit", "asks"), [(TOTAL - CENT, True), (TOTAL, False), (TOTAL + CENT, False)])
def test_b12_the_pin_is_asked_above_the_amount_exact_to_the_cent(task, bo, settings, limit, asks):
    settings.GENDAN_LINK_PIN_ABOVE = limit
    url = key(task, bo)

    assert needs_pin(task.step.request) is asks
    assert ('name="pin"' in stranger().get(url).content.decode()) is asks
    assert stranger().post(url, answer()).status_code == (422 if asks else 302)
    assert Decision.objects.count() == (0 if asks else 1)


def test_the_amount_is_compared_in_the_currency_of_the_house_and_what_cannot_be_asks(task):
    request = task.step.request
    request.currency, request.amount = "USD", Decimal(100)
    request.facts = request.facts | {"total": "100", "base_total": "97179.99"}
    assert not needs_pin(request)
    request.facts = request.facts | {"base_total": "97180.00"}
    assert needs_pin(request)
    request.facts = request.facts | {"base_total": None}
    assert needs_pin(request)


def test_b12_the_right_pin_decides(task, bo):
    url = key(task, bo)
    assert stranger().post(url, typed(PIN)).status_code == 302

    assert (Decision.objects.get().decider, Pin.objects.get().wrong, link_at(url).wrong) == (bo, 0, 0)


def test_the_same_form_twice_with_its_pin_decides_once(task, bo):
    url, sent = key(task, bo), typed(PIN)
    answers = [stranger().post(url, sent) for _time in range(2)]

    assert [(one.status_code, one.url) for one in answers] == [(302, url)] * 2
    assert Decision.objects.count() == 1


def test_an_answer_without_a_pin_or_with_something_else_is_asked_again_and_not_counted(task, bo):
    url = key(task, bo)
    before = every_table()
    for pin in ("", "12345", "1234567", "abcdef", "４０２７１９", "40271 ", "\x00"):
        assert stranger().post(url, typed(pin)).status_code == 422
    assert stranger().post(url, typed(WRONG, outcome="rejected")).status_code == 422

    assert every_table() == before
    assert Pin.objects.get().wrong == 0


def test_a24_five_wrong_pins_shut_the_link_and_its_person_is_told(task, bo):
    url, statuses = key(task, bo), []
    for _time in range(5):
        statuses.append(stranger().post(url, typed(WRONG)).status_code)
    assert statuses == [422] * 4 + [403]

    link = link_at(url)
    assert (link.wrong, link.ended_at is not None, Decision.objects.count()) == (5, True, 0)
    before = everything()
    assert [stranger().post(url, typed(PIN)).status_code, stranger().get(url).status_code] == [404, 404]
    assert everything() == before
    assert Event.objects.get(name="approval.task_link_shut").actor is None
    letters_to(bo)
    letters_to(bo)
    told = Message.objects.filter(user=bo, subject__startswith="Your approval link was shut")
    assert sorted(told.values_list("channel", flat=True)) == ["inbox", "mail"]
    # A new message brings a new link: whoever reads another's letters locks nobody out.
    assert stranger().post(key(task, bo), typed(PIN)).status_code == 302


def test_a24_a_wrong_pin_says_nothing_but_that_and_keeps_what_was_typed(task, bo):
    page = stranger().post(key(task, bo), typed(WRONG, opinion="fine"))

    assert "This PIN is wrong." in page.content.decode() and 'value="fine"' in page.content.decode()
    assert WRONG not in page.content.decode()


def test_a24_guesses_through_many_links_shut_the_pin_itself(task, bo):
    for _link in range(2):
        url = key(task, bo)
        for _time in range(5):
            stranger().post(url, typed(WRONG))
    assert Pin.objects.get().wrong == MOST_WRONG == 10

    page = stranger().get(key(task, bo)).content.decode()
    assert 'name="pin"' not in page and "Sign in to decide" in page
    assert stranger().post(key(task, bo), typed(PIN)).status_code == 409
    assert Decision.objects.count() == 0
    set_pin(bo.pk, pin="730284")
    assert stranger().post(key(task, bo), typed("730284")).status_code == 302


def test_without_a_pin_the_page_leads_to_the_sign_in_and_decides_nothing(task, bo):
    Pin.objects.all().delete()
    url = key(task, bo)
    page = stranger().get(url).content.decode()
    assert f'href="{task.get_absolute_url()}"' in page and "Sign in to decide" in page
    assert 'name="outcome"' not in page and "97,180.00" in page

    before = every_table()
    for sent in (answer(), typed(PIN)):
        assert stranger().post(url, sent).status_code == 409
    assert every_table() == before


def test_the_service_asks_again_for_the_pin(task, bo):
    link = link_at(key(task, bo))
    before = everything()
    with pytest.raises(Refused) as refusal:
        decide_by_link(link.pk, outcome="approved")
    assert (refusal.value.code, everything()) == ("pin_missing", before)


def test_a_pin_tried_after_the_decision_is_not_even_counted(task, bo):
    first, second = key(task, bo), key(task, bo)
    stranger().post(first, typed(PIN))
    before = everything()
    with pytest.raises(Refused):
        try_pin(link_at(second).pk, WRONG)
    assert stranger().post(second, typed(WRONG)).status_code == 409
    assert (everything(), Pin.objects.get().wrong) == (before, 0)


# --- setting it -------------------------------------------------------------------------------------


def form(pin: str = PIN, **more: str) -> dict[str, str]:
    return {"password": "a-long-password", "pin": pin, "again": pin} | more


def test_a_person_sets_their_pin_with_their_password_and_it_is_kept_hashed(bo, client):
    client.force_login(bo, backend="core.backends.RoleBackend")
    assert "You have no PIN" in client.get("/me/pin/").content.decode()
    assert client.post("/me/pin/", form()).url == "/me/"

    kept = Pin.objects.get()
    assert (kept.user, check_password(PIN, kept.secret), PIN in kept.secret) == (bo, True, False)
    event = Event.objects.get(stream=f"user:{bo.pk}")
    assert event.actor == bo and PIN not in event.text and kept.secret not in event.text
    assert "You have a PIN." in client.get("/me/pin/").content.decode()
    assert 'href="/me/pin/"' in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (form(password="another-password"), "This is not your password."),
        (form(password=""), "This field is required."),
        (form("12345"), "A PIN has six digits."),
        (form("abcdef"), "A PIN has six digits."),
        (form("٤٠٢٧١٩"), "A PIN has six digits."),
        (form("111111"), "Anybody would try this PIN first."),
        (form("123456"), "Anybody would try this PIN first."),
        (form("098765"), "Anybody would try this PIN first."),
        (form(again="402710"), "This is not the same PIN."),
    ],
)
def test_a_pin_that_will_not_do_is_refused_beside_its_field(bo, client, sent, words):
    client.force_login(bo, backend="core.backends.RoleBackend")
    page = client.post("/me/pin/", sent)

    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert not any(value and value in page.content.decode() for value in (sent["pin"], sent["password"]))
    assert Pin.objects.count() == 0


def test_setting_it_anew_forgets_the_old_one_and_the_wrong_tries(bo):
    set_pin(bo.pk, pin=PIN)
    Pin.objects.update(wrong=9)
    set_pin(bo.pk, pin="730284")

    kept = Pin.objects.get()
    assert (kept.wrong, check_password(PIN, kept.secret), check_password("730284", kept.secret)) == (0, False, True)


def test_a24_wrong_passwords_there_are_counted_as_at_the_sign_in(bo, client, settings):
    settings.AXES_ENABLED, settings.AXES_FAILURE_LIMIT = True, 3
    client.force_login(bo, backend="core.backends.RoleBackend")
    for _time in range(3):
        client.post("/me/pin/", form(password="another-password"))

    assert client.post("/me/pin/", form()).status_code in (403, 422, 429)
    assert Pin.objects.count() == 0
    assert digest_of(PIN) not in str(Pin.objects.values())
