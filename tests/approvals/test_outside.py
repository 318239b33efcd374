"""B12, A6, A8, A27, A31, F42, S37: a task is decided by the link in a message; looking decides nothing."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from approvals.models import Decision, Task, TaskLink
from approvals.services import decide, shut_links, transfer_task
from core import clock
from core.links import digest_of
from core.management.commands.check_invariants import broken
from core.models import Event, OnceKey
from core.views.door import LIMITS
from notifications.models import Message
from orders.models import Order
from orders.models.words import State
from orders.services import recall_order
from tests.approvals.builders import ask_by, make_gus, open_task, submit, tasks_of
from tests.approvals.outside import answer, every_table, key, letters_to, link_at, reachable, stranger, token_in
from tests.approvals.test_cover import away
from tests.cast import make_person
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
BOSS = {"asks": "manager", "role": "sales_manager"}
SHUT = "This link opens nothing"


@pytest.fixture(autouse=True)
def house(settings):
    """In English, and with room for every order of these stories below the PIN."""
    LIMITS.forget()
    settings.LANGUAGE_CODE = "en"
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(1_000_000)
    yield
    assert [row for row in broken() if row["rows"]] == []


@pytest.fixture
def task(ann, bo) -> Task:
    reachable(bo)
    return open_task(submit(ann))


def state(task: Task) -> str:
    return Order.objects.get(pk=task.step.request.order_id).state


def nothing_happens(url: str, status: int, words: str = SHUT) -> str:
    """Neither looking nor answering does anything, and both say the same."""
    before = every_table()
    for method, wanted in (("get", 410 if status == 409 else status), ("post", status)):
        page = getattr(stranger(), method)(url, answer() if method == "post" else None)
        assert (page.status_code, words in page.content.decode()) == (wanted, True), page.content.decode()[:2000]
    assert every_table() == before
    return page.content.decode()


# --- the message ------------------------------------------------------------------------------------


def test_b12_the_letter_carries_the_case_and_a_link_that_is_kept_nowhere(task, bo):
    (letter,) = letters_to(bo)

    request, token = task.step.request, token_in(letter)
    for words in (
        "Total 97,180.00 reaches the limit of 50,000. Agree?",
        f"Yunqi Precision C-1 · {request.ref} · CNY 97,180.00",
        "- Order total: 97,180.00 (limit < 50,000), Over",
        f"Decide by: {clock.today().year}-",
        f"http://localhost:8000/a/{token}/",
        f"http://localhost:8000{task.get_absolute_url()}",
        "This link is yours alone",
    ):
        assert words in letter.body, letter.body
    assert link_at(f"/a/{token}/").user == bo
    told = Message.objects.filter(user=bo)
    assert {(one.about, token in f"{one.subject} {one.body} {one.url} {one.error}") for one in told} == {
        (f"task:{task.pk}", False)
    }
    assert not Event.objects.filter(text__contains=token).exists()
    assert token not in str(TaskLink.objects.values().get())


def test_the_letter_speaks_its_readers_language(ann, bo):
    reachable(bo, language="zh-hans")
    open_task(submit(ann))
    (letter,) = letters_to(bo)

    assert letter.body.startswith("总额 97,180.00，已达到 50,000 的审批标准。是否同意？")
    assert "- 订单总额：97,180.00（限额 < 50,000），超限" in letter.body
    assert "无需登录" in letter.body and "Decide by" not in letter.body


def test_every_message_about_a_task_brings_a_link_of_its_own_and_others_none(task, ann, bo):
    from approvals.services import remind_overdue, urge

    urge(task.step.request_id, actor=ann)
    with clock.at(task.due_at + datetime.timedelta(hours=1)):
        remind_overdue()
        letters = letters_to(bo)

    assert len({token_in(letter) for letter in letters}) == len(letters) == 3
    decide(task.pk, outcome="approved", actor=bo)
    reachable(ann)
    assert "/a/" not in "".join(letter.body for letter in letters_to(ann))


def test_a_letter_that_leaves_after_the_decision_brings_no_link(task, bo):
    decide(task.pk, outcome="approved", actor=bo)
    Message.objects.all().delete()
    from notifications.services import tell

    tell(10**9, [bo.pk], subject="To approve", url=task.get_absolute_url(), about=f"task:{task.pk}")
    (letter,) = letters_to(bo)

    assert "/a/" not in letter.body and task.get_absolute_url() in letter.body
    assert TaskLink.objects.count() == 0


def test_whatever_is_wrong_with_an_enclosure_the_letter_leaves_and_holds_up_no_other(task, bo, monkeypatch):
    monkeypatch.setattr("approvals.services.lettering.Evidence", None)
    (letter,) = letters_to(bo)

    assert "/a/" not in letter.body and task.get_absolute_url() in letter.body
    assert Message.objects.get(user=bo, channel="mail").sent_at is not None


def test_a38_what_a_mail_server_quotes_of_a_link_is_not_kept(task, bo, monkeypatch):
    def refused(subject, text, *_rest):
        raise OSError(f"554 spam: {text}")

    monkeypatch.setattr("notifications.services.mailing.send_mail", refused)
    letters_to(bo)

    message = Message.objects.get(user=bo, channel="mail")
    assert "/a/..." in message.error and not re.search(r"/a/[\w-]{43}", message.error)
    assert mail.outbox == []


# --- looking ----------------------------------------------------------------------------------------

SCANNERS = (
    {},
    {"purpose": "prefetch"},
    {"sec-purpose": "prefetch;prerender"},
    {"x-moz": "prefetch"},
    {"user-agent": "Mozilla/5.0 (compatible; SafeLinks)"},
    {"user-agent": "curl/8.5.0", "accept": "*/*"},
)


def test_b12_ten_blind_fetches_of_the_link_change_nothing_in_any_table(task, bo):
    (letter,) = letters_to(bo)
    url, before = f"/a/{token_in(letter)}/", every_table()

    for n in range(10):
        assert stranger().get(url, headers=SCANNERS[n % len(SCANNERS)]).status_code == 200
        assert stranger().head(url, headers=SCANNERS[n % len(SCANNERS)]).status_code == 200
        assert stranger().options(url).status_code == 200

    assert every_table() == before
    assert [getattr(stranger(), method)(url).status_code for method in ("put", "delete", "patch")] == [405] * 3
    assert every_table() == before


def test_s37_the_page_shows_the_evidence_in_its_order_and_leads_nowhere(task, bo):
    page = stranger().get(key(task, bo)).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    places = [main.index(words) for words in (
        "Total 97,180.00 reaches", "&lt; 50,000", "Compared with before", "Findings", "Route", "The order's 1 line",
        'value="approved"',
    )]  # fmt: skip
    assert places == sorted(places)
    assert re.findall(r"<a [^>]*href=\"([^\"]+)\"", main) == []
    assert re.findall(r'name="outcome" value="(\w+)"', main) == ["approved", "returned", "rejected"]
    assert "<nav" not in page and "/orders/" not in page


def test_the_page_speaks_the_language_of_its_person_whatever_the_phone_speaks(task, bo):
    bo.language = "zh-hans"
    bo.save()
    page = stranger().get(key(task, bo))

    assert '<html lang="zh-Hans"' in page.content.decode() and "同意" in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


def test_the_page_asks_few_questions(task, bo):
    url = key(task, bo)
    with counted("task-link", budget=14):
        assert stranger().get(url).status_code == 200


def test_a27_a31_every_answer_is_kept_by_nobody_found_by_nobody_and_never_framed(task, bo):
    url = key(task, bo)
    answers = [
        stranger().get(url), stranger().head(url), stranger().get(f"{url[:-2]}/"), stranger().post(url, {}),
        stranger(enforce_csrf_checks=True).post(url, answer()), stranger().post(url, answer()), stranger().get(url),
        stranger().get(url + "x/"),
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [200, 200, 404, 422, 403, 302, 200, 404]
    for one in answers:
        assert "no-store" in one["Cache-Control"]
        assert "noindex" in one["X-Robots-Tag"]
        assert one["Referrer-Policy"] == "no-referrer"
        assert one["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in one["Content-Security-Policy"]


def test_a10_an_answer_without_the_secret_of_the_page_is_refused(task, bo):
    url = key(task, bo)
    before = every_table()

    assert stranger(enforce_csrf_checks=True).post(url, answer()).status_code == 403
    assert every_table() == before


# --- deciding ---------------------------------------------------------------------------------------


def test_b12_the_answer_decides_as_the_person_of_the_link_once(task, bo):
    url, phone, sent = key(task, bo), stranger(), answer(opinion="fine")

    answers = [phone.post(url, sent) for _time in range(2)]

    assert [(one.status_code, one.url) for one in answers] == [(302, url)] * 2
    decision = Decision.objects.get()
    assert (decision.decider, decision.outcome, decision.opinion) == (bo, "approved", "fine")
    assert decision.on_behalf_of is None
    assert state(task) == State.CONFIRMED
    assert Event.objects.get(name="approval.task_approved").actor == bo
    done = phone.get(url)
    assert done.status_code == 200
    assert re.search(r"Bo decided at \d{4}-\d\d-\d\d \d\d:\d\d\.", done.content.decode())
    assert "97,180" not in done.content.decode() and "Yunqi" not in done.content.decode()


def test_a_link_is_used_up_by_its_decision(task, bo):
    url = key(task, bo)
    stranger().post(url, answer())
    before = every_table()

    again = stranger().post(url, answer("rejected", opinion="no"))

    assert (again.status_code, every_table()) == (409, before)
    assert Decision.objects.get().outcome == "approved"


def test_returning_and_rejecting_carry_the_opinion_and_are_nothing_without_it(ann, task, bo):
    url = key(task, bo)
    before = every_table()
    bare = stranger().post(url, answer("returned"))
    assert (bare.status_code, every_table()) == (422, before)
    assert "Say why, so that the owner knows what to change." in bare.content.decode()

    stranger().post(url, answer("returned", opinion="too cheap <b>"))
    order = Order.objects.get()
    assert (order.state, order.reason) == (State.DRAFT, "too cheap <b>")


def test_what_was_typed_stays_when_something_is_wrong(ann, bo):
    ask_by({"role": "sales_manager", "checklist": [{"text": "Price seen", "must": True}, {"text": "Date seen"}]})
    task = open_task(submit(ann))
    url = key(task, bo)
    before = every_table()
    page = stranger().post(url, answer(opinion="good", ticks=["Date seen"]))

    assert (page.status_code, every_table()) == (409, before)
    assert "Tick every required item first: Price seen." in page.content.decode()
    assert 'value="good"' in page.content.decode()
    assert re.search(r'value="Date seen" form="decide" checked', page.content.decode())
    assert stranger().post(url, answer(ticks=["Price seen"])).status_code == 302
    assert Decision.objects.get().ticks == ["Price seen"]


@pytest.mark.parametrize("wrong", ["", "agree", "approved\x00", "pending"])
def test_another_answer_than_the_three_is_none(task, bo, wrong):
    url = key(task, bo)
    before = every_table()
    assert (stranger().post(url, answer(wrong)).status_code, every_table()) == (422, before)


def test_what_is_kept_of_a_sent_form_is_not_the_token(task, bo):
    url = key(task, bo)
    stranger().post(url, answer())

    kept = str(list(OnceKey.objects.values())) + "".join(Event.objects.values_list("text", flat=True))
    assert url.split("/")[2] not in kept


# --- whose, and until when --------------------------------------------------------------------------


def test_a27_whatever_opens_nothing_answers_alike(task, bo, settings):
    expired, shut, gone = (key(task, bo) for _n in range(3))
    TaskLink.objects.filter(pk=link_at(expired).pk).update(expires_at=clock.now())
    TaskLink.objects.filter(pk=link_at(shut).pk).update(ended_at=clock.now())
    urls = [expired, shut, gone[:-2] + "/", "/a/x/", f"/a/{digest_of(gone.split('/')[2])}/"]

    secret = r'((csrfmiddlewaretoken|once|next)" value="|"X-CSRFToken": "|nonce=")[^"]+'
    pages = {re.sub(secret, "", nothing_happens(url, 404)) for url in urls}

    assert len(pages) == 1
    assert stranger().get(gone).status_code == 200


def test_it_opens_for_so_many_working_days(task, bo, settings):
    friday = datetime.datetime(2026, 9, 11, 3, tzinfo=datetime.UTC)
    with clock.at(friday):
        link = link_at(key(task, bo))

    assert link.expires_at.isoformat() == "2026-09-16T16:00:00+00:00"


def test_a27_guessing_meets_the_limit(task, bo, settings):
    settings.GENDAN_LINK_GUESSES = 20
    statuses = [stranger().get(f"/a/{'g' * 40}{n:03}/").status_code for n in range(25)]

    assert statuses == [404] * 20 + [429] * 5
    assert stranger().get(key(task, bo)).status_code == 429


def test_a8_a_link_made_for_somebody_who_may_not_decide_opens_nothing(task, ann, eve, dot):
    """Ann owns the order, Eve is outside, Dot may decide on others: none is asked about this one (A6)."""
    for person in (ann, eve, dot, make_person("eva", "sales_manager", department="South")):
        nothing_happens(key(task, person), 404)
    assert state(task) == State.PENDING_APPROVAL


def test_a6_nobody_decides_on_their_own_order_by_a_link_either(ann, bo):
    """Bo, asked about Ann's order, owns it now: whatever happened to the task, his link is worth nothing."""
    order = submit(ann)
    task = open_task(order)
    url = key(task, bo)
    Order.objects.filter(pk=order.pk).update(owner=bo)

    nothing_happens(url, 404)
    Order.objects.filter(pk=order.pk).update(owner=ann)


def test_one_persons_link_decides_only_their_own_task_of_a_step(ann, bo, dot):
    gus = make_gus()
    ask_by({"asks": "person", "people": [bo.pk, gus.pk], "mode": "all", "role": "sales_manager"})
    order = submit(ann)
    mine, theirs = tasks_of(order)
    nothing_happens(key(theirs, bo), 404)

    stranger().post(key(mine, bo), answer())

    assert [(one.task_id, one.decider) for one in Decision.objects.all()] == [(mine.pk, bo)]
    assert open_task(order).user == gus and state(mine) == State.PENDING_APPROVAL


@pytest.mark.parametrize("lost", ["role", "person", "delegation"])
def test_f42_what_is_taken_from_a_person_between_look_and_answer_is_refused(ann, bo, lost, monkeypatch):
    """Read at the door, lost before the write: the service asks again."""
    from approvals.views import outside as page

    if lost == "delegation":
        ask_by(BOSS)
        made = away(bo, gus := make_gus())
        task, person = open_task(submit(ann)), gus
    else:
        task, person = open_task(submit(ann)), bo
    url, real = key(task, person), page.decidable

    def losing(link):
        found = real(link)
        if lost == "role":
            person.groups.clear()
        elif lost == "person":
            type(person).objects.filter(pk=person.pk).update(is_active=False)
        else:
            type(made).objects.filter(pk=made.pk).update(ended_at=clock.now())
        return found

    monkeypatch.setattr(page, "decidable", losing)
    answered = stranger().post(url, answer())
    monkeypatch.undo()

    assert answered.status_code in (404, 409)
    assert (Decision.objects.count(), state(task)) == (0, State.PENDING_APPROVAL)
    nothing_happens(url, 404)
    if lost == "delegation":
        type(made).objects.filter(pk=made.pk).update(ended_at=None)


def test_after_a_transfer_the_first_link_is_dead_and_the_colleagues_decides(task, ann, bo):
    gus, url = make_gus(), key(task, bo)
    reachable(gus)
    transfer_task(task.pk, to_id=gus.pk, reason="away", actor=bo)

    nothing_happens(url, 409, "Nobody needs this decision any more since")
    (letter,) = letters_to(gus)
    assert stranger().post(f"/a/{token_in(letter)}/", answer()).status_code == 302
    assert Decision.objects.get().decider == gus


def test_after_a_recall_or_another_decision_it_says_so_and_shows_nothing(ann, bo):
    gus = make_gus()
    ask_by({"role": "sales_manager"})
    first = submit(ann)
    url = key(open_task(first), bo)
    decide(open_task(first).pk, outcome="approved", actor=gus)
    page = nothing_happens(url, 409, "Already handled by Gus at")
    assert "97,180" not in page and "Yunqi" not in page and "Your answer was not saved" in page

    second = submit_again(ann)
    url = key(open_task(second), bo)
    recall_order(second.pk, actor=ann)
    nothing_happens(url, 409, "Nobody needs this decision any more since")


def submit_again(ann) -> Order:
    from orders.services import submit_order
    from tests.cast import make_customer, make_draft, make_product

    draft = make_draft(ann, make_customer(ann, "C-2"), [(make_product("B-1"), 1000)])
    submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


def test_s35_a_delegate_decides_by_a_link_of_their_own_and_both_names_are_kept(ann, bo):
    ask_by(BOSS)
    gus = make_gus()
    reachable(bo, gus)
    away(bo, gus)
    task = open_task(submit(ann))
    (letter,) = [one for one in letters_to(gus) if "/a/" in one.body]

    assert "You decide for Bo, who is away." in letter.body
    assert "/a/" not in "".join(one.body for one in letters_to(bo))
    nothing_happens(key(task, bo), 404)
    assert "You decide for Bo, who is away." in stranger().get(f"/a/{token_in(letter)}/").content.decode()
    stranger().post(f"/a/{token_in(letter)}/", answer())
    decision = Decision.objects.get()
    assert (decision.decider, decision.on_behalf_of, decision.delegation) == (gus, bo, task.delegation)


def test_f42_a_person_who_left_or_lost_the_right_opens_nothing(task, bo):
    url = key(task, bo)
    bo.is_active = False
    bo.save()
    nothing_happens(url, 404)
    bo.is_active = True
    bo.save()
    assert stranger().get(url).status_code == 200
    bo.groups.clear()
    nothing_happens(url, 404)


def test_a_signed_in_colleague_who_opens_it_is_not_the_one_who_decides(task, ann, bo, client):
    url = key(task, bo)
    client.force_login(ann)
    client.post(url, answer())

    assert Decision.objects.get().decider == bo


def test_a_person_shuts_the_links_of_a_lost_phone(task, bo, client):
    mine = key(task, bo)
    client.force_login(bo)
    assert "Shut my links" in client.get("/approvals/cover/").content.decode()
    assert client.post("/approvals/links/shut/", {"once": "one"}).status_code == 302

    nothing_happens(mine, 404)
    assert shut_links(actor=bo) == 0
    assert stranger().get(key(task, bo)).status_code == 200


def test_a_task_is_decided_by_one_link_says_the_database(task, bo):
    links = [link_at(key(task, bo)) for _n in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskLink.objects.filter(pk__in=[one.pk for one in links]).update(used_at=clock.now())


def test_i27_a_link_used_by_somebody_else_than_who_decided_is_found(task, ann, bo):
    url = key(task, bo)
    stranger().post(url, answer())
    TaskLink.objects.update(user=ann)

    found = [row["first"] for row in broken() if row["rows"]]
    assert found == [[link_at(url).pk]]
    TaskLink.objects.update(user=bo)


# --- signing in -------------------------------------------------------------------------------------


def test_the_other_address_of_the_letter_leads_through_the_sign_in_to_the_task(task, bo, client):
    door = client.get(task.get_absolute_url())
    assert door.url == f"/sign-in/?next={task.get_absolute_url()}"

    typed = {"username": "bo", "password": "a-long-password", "next": task.get_absolute_url()}
    assert f'name="next" value="{task.get_absolute_url()}"' in client.get(door.url).content.decode()
    landed = client.post("/sign-in/", typed, follow=True)
    assert landed.redirect_chain == [(task.get_absolute_url(), 302)]
    assert "Total 97,180.00 reaches the limit of 50,000. Agree?" in landed.content.decode()
