"""The pages of approval rules: read as sentences, written as a form, tried and rehearsed, by director and admin."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from approvals.models import Policy, Rehearsal, Rule, TrialRun
from approvals.services import copy_policy, try_policy
from approvals.services.editing import save_sentence
from core import clock
from core.models import User
from tests.approvals.builders import make_fay, submit
from tests.approvals.test_writing_rules import CARD
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def fay(bo, dot) -> User:
    return make_fay()


@pytest.fixture
def desk(fay, client) -> Client:
    """Fay at her desk, in English."""
    client.force_login(fay)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def draft(fay) -> Policy:
    return copy_policy(active().pk, actor=fay)


def active() -> Policy:
    return Policy.objects.active("order").get()


def typed(rule: Rule | None = None, **more: Any) -> dict[str, Any]:
    """The form of a sentence as a browser sends it: amounts from 60,000 on, asked of finance."""
    data = {
        "name": "Big", "question": "Total %(total)s.", "asks": "role", "role": "finance", "mode": "any", "hours": "6",
        "at_limit": "escalate", "up_to": "", "edition": "0", "when-count": "1", "when-0-fact": "total",
        "when-0-sign": ">=", "when-0-value": "60,000", "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0",
        "items-0-text": "Price list seen", "items-0-must": "on", "items-1-text": "", "bands-TOTAL_FORMS": "1",
        "bands-INITIAL_FORMS": "0", "bands-0-most": "", "bands-0-role": "", "once": str(uuid.uuid4()),
    }  # fmt: skip
    return data | more


def page(desk: Client, path: str) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- reading -------------------------------------------------------------------------------


def test_s38_a_version_reads_as_sentences_in_the_readers_language(desk, draft):
    english = page(desk, draft.get_absolute_url())
    desk.cookies["django_language"] = "zh-hans"
    chinese = page(desk, draft.get_absolute_url())

    assert "Order total at least 50,000" in english
    assert "the owner&#x27;s manager, else Sales manager" in english
    assert "8 working hours, then remind them" in english
    assert "订单总额不低于 50,000" in chinese and "<dt>当</dt>" in chinese
    assert "负责人的上级，没有时由" in chinese


def test_s124_the_flow_is_drawn_from_the_rules_with_those_together_side_by_side(desk, draft):
    Rule.objects.filter(policy=draft, name="Overdue debt").update(together=True)

    html = page(desk, draft.get_absolute_url())

    # Eleven sentences ask the manager alike, then finance twice at once, then the director.
    assert (html.count('class="flow-branch"'), html.count('class="flow-fork"')) == (4, 1)


def test_the_pages_ask_few_queries(desk, draft, fay, ann):
    with counted("approvals.policies", budget=8):
        desk.get("/approvals/rules/")
    with counted("approvals.policy", budget=12):
        desk.get(draft.get_absolute_url())
    with counted("approvals.policy_compare", budget=10):
        desk.get(f"{draft.get_absolute_url()}compare/")
    rule = draft.rules.get(name="Large order")
    with counted("approvals.sentence", budget=12):
        desk.get(f"{draft.get_absolute_url()}{rule.pk}/")
    with counted("approvals.policy_try_out", budget=16):
        desk.get(f"{draft.get_absolute_url()}try-out/?total=55000&tier=new")
    try_policy(draft.pk, actor=fay)
    submit(ann)
    with counted("approvals.policy_trial", budget=8):
        desk.get(f"{draft.get_absolute_url()}trial/")


def test_what_was_retired_stands_among_the_earlier_versions(desk, draft):
    desk.post(f"{draft.get_absolute_url()}publish/", {"reason": "Autumn", "effective_on": ""})

    html = page(desk, "/approvals/rules/")

    assert "Autumn" in html and "Earlier versions" in html
    assert active().version == 2


# --- writing -------------------------------------------------------------------------------


def test_s38_a_sentence_is_written_as_a_form_and_read_back(desk, draft):
    answer = desk.post(f"{draft.get_absolute_url()}add/", typed())

    rule = draft.rules.get(name="Big")
    assert answer.status_code == 302 and answer.url == f"{draft.get_absolute_url()}#s{rule.pk}"
    assert (rule.when, rule.hours, rule.at_limit, rule.role) == ([["total", ">=", 60_000]], 6, "escalate", "finance")
    assert rule.checklist == [{"text": "Price list seen", "must": True}]


def test_f20_the_same_form_twice_makes_one_sentence(desk, draft):
    data = typed()

    answers = [desk.post(f"{draft.get_absolute_url()}add/", data) for _n in range(2)]

    assert (answers[0].url == answers[1].url, draft.rules.filter(name="Big").count()) == (True, 1)


@pytest.mark.parametrize(
    ("fact", "sign", "value", "kept"),
    [
        ("total", "<", "1,000.5", ["total", "<", "1000.5"]),
        ("tier", "in", ["new"], ["tier", "=", "new"]),
        ("tier", "in", ["new", "key"], ["tier", "in", ["new", "key"]]),
        ("tier", "!=", ["new"], ["tier", "!=", "new"]),
        ("prepaid", "=", "no", ["prepaid", "=", False]),
        ("finding:discount", "present", "", ["finding:discount", "present", True]),
        ("finding:discount", "absent", "", ["finding:discount", "present", False]),
        ("finding:discount", ">", "8", ["finding:discount", ">", 8]),
        ("finding:own_terms", "present", "", ["finding:own_terms", "present", True]),
        ("currency", "=", "EUR", ["currency", "=", "EUR"]),
    ],
)
def test_each_kind_of_fact_has_its_control_and_is_kept(desk, draft, fact, sign, value, kept):
    rows = {"when-0-fact": fact, "when-0-sign": sign, "when-0-value": value}
    desk.post(f"{draft.get_absolute_url()}add/", typed(**rows))

    rule = draft.rules.get(name="Big")
    desk.post(f"{draft.get_absolute_url()}{rule.pk}/", typed(**rows, edition="1", name="Again"))

    assert [one.when for one in draft.rules.filter(pk=rule.pk, name="Again")] == [[kept]]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"when-0-value": "much"}, "Enter a number."),
        ({"when-0-drop": "on"}, "Write a list of conditions"),
        ({"asks": "person"}, "Name the people who are asked."),
        ({"mode": "share"}, "Say how many of them must agree."),
        ({"question": "5 % off"}, "a percent sign twice"),
        ({"when-0-fact": "tier", "when-0-sign": "!=", "when-0-value": ["new", "key"]}, "Choose one only."),
        ({"when-0-fact": "weight", "when-0-raw": '["weight", ">", 5]'}, "This condition cannot be read"),
        ({"hours": "0"}, "Limit in working hours"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(desk, draft, wrong, words):
    answer = desk.post(f"{draft.get_absolute_url()}add/", typed(**wrong))

    html = answer.content.decode()
    assert (answer.status_code, draft.rules.count()) == (422, 14)
    assert words in html and "Price list seen" in html


def test_without_script_a_row_is_added_and_nothing_typed_is_lost(desk, draft):
    with_fact = typed(**{"add-fact": "1", "new-fact": "tier"})
    html = desk.post(f"{draft.get_absolute_url()}add/", with_fact).content.decode()
    more = desk.post(f"{draft.get_absolute_url()}add/", typed(**{"more-items": "1"})).content.decode()

    assert 'name="when-count" value="2"' in html and 'name="when-1-value" value="key"' in html
    assert 'value="60,000"' in html and "Error:" not in html
    assert 'name="items-2-text"' in more
    assert draft.rules.count() == 14


def test_a_sentence_of_the_house_that_is_not_touched_stays_readable_in_both_languages(desk, draft):
    rule = draft.rules.get(name="New customer")
    desk.cookies["django_language"] = "zh-hans"
    form = desk.get(f"{draft.get_absolute_url()}{rule.pk}/").context["form"]

    data = typed(name=form["name"].value(), question=form["question"].value())
    desk.post(f"{draft.get_absolute_url()}{rule.pk}/", data)

    kept = Rule.objects.get(pk=rule.pk)
    assert (kept.name, kept.question, kept.hours) == ("New customer", "%(customer)s is a new customer.", 6)


def test_of_two_editors_the_second_sees_both_and_may_save_knowingly(desk, draft, fay):
    rule = draft.rules.get(name="Large order")
    save_sentence(draft.pk, rule.pk, card=CARD, edition=0, actor=fay)

    answer = desk.post(f"{draft.get_absolute_url()}{rule.pk}/", typed(name="Mine"))
    html = answer.content.decode()
    again = desk.post(f"{draft.get_absolute_url()}{rule.pk}/", typed(name="Mine", edition="1"))

    assert answer.status_code == 409
    assert "As it is now" in html and 'value="Mine"' in html and 'name="edition" value="1"' in html
    assert (again.status_code, Rule.objects.get(pk=rule.pk).name) == (302, "Mine")


def test_sentences_move_double_and_go_by_plain_forms(desk, draft):
    first, second = draft.rules.order_by("position")[:2]
    here = draft.get_absolute_url()

    moved = desk.post(f"{here}{first.pk}/move/", {"by": "1", "edition": "0"})
    doubled = desk.post(f"{here}{first.pk}/duplicate/", {"edition": "1"})
    removed = desk.post(f"{here}{second.pk}/remove/", {})
    ids = list(draft.rules.order_by("position").values_list("pk", flat=True))
    desk.post(f"{here}order/", {"order": ",".join(map(str, ids[::-1])), "edition": "3"})
    desk.post(f"{here}order/", {"order": "1,2", "edition": "4"})

    assert moved.url == f"{here}?moved={first.pk}&by=1"
    assert (doubled.status_code, removed.status_code, len(ids)) == (302, 302, 14)
    assert list(draft.rules.order_by("position").values_list("pk", flat=True)) == ids[::-1]
    assert "autofocus" in page(desk, moved.url)


# --- publishing, trying, rehearsing --------------------------------------------------------


def test_publishing_asks_for_a_reason_and_takes_a_day(desk, draft):
    day = clock.today() + datetime.timedelta(days=4)

    refused = desk.post(f"{draft.get_absolute_url()}publish/", {"reason": "", "effective_on": ""})
    desk.post(f"{draft.get_absolute_url()}publish/", {"reason": "From Monday", "effective_on": day.isoformat()})

    waiting = Policy.objects.get(pk=draft.pk)
    assert (refused.status_code, waiting.state, waiting.note) == (422, "scheduled", "From Monday")
    assert waiting.effective_at.astimezone().date() == day


def test_one_order_is_tried_by_its_number_and_unknown_ones_are_said(desk, draft, ann):
    order = submit(ann)
    here = f"{draft.get_absolute_url()}try-out/"

    html = page(desk, f"{here}?order={order.number}")
    none = page(desk, f"{here}?order=SO-0")

    assert "1. Large order: Order total at least 50,000" in html
    assert "<b>Bo</b>" in html
    assert "There is no such order." in none


def test_typed_facts_are_tried_and_nothing_is_written(desk, draft):
    html = page(desk, f"{draft.get_absolute_url()}try-out/?total=185,000&tier=new&discount=9")

    assert all(name in html for name in ("1. Large order", "2. New customer", "3. Discount"))
    assert "missing: Order total at least 200,000" in html
    assert (TrialRun.objects.count(), Rehearsal.objects.count()) == (0, 0)


def test_a_rehearsal_is_asked_for_and_shows_who_gets_more(desk, draft, ann):
    order = submit(ann)
    Rule.objects.filter(policy=draft, name="Large order").update(asks="role", role="finance")

    answer = desk.post(f"{draft.get_absolute_url()}rehearse/", {"once": str(uuid.uuid4())})
    html = page(desk, answer.url)

    assert answer.url == Rehearsal.objects.get().get_absolute_url()
    assert f'href="{order.get_absolute_url()}"' in html
    assert "<td>Dot</td>" in html and "<td>Bo</td>" in html


def test_the_trial_shows_what_it_would_have_asked_beside_what_was(desk, draft, ann, fay):
    Rule.objects.filter(policy=draft, name="Large order").update(asks="role", role="finance")
    try_policy(draft.pk, actor=fay)
    submit(ann)

    html = page(desk, f"{draft.get_absolute_url()}trial/")

    assert "1 requests: 0 the same, 1 otherwise." in html
    assert "Bo" in html and "Dot" in html
