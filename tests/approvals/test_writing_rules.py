"""Writing the sentences of a draft, publishing it with a reason and a day, and what the checks say (S28, S29, S38)."""

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest

from approvals.models import Policy, Request, Rule
from approvals.models.words import Asks, PolicyState
from approvals.services import call_back, copy_policy, end_trial, publish_due, publish_policy, try_policy
from approvals.services.comparing import compare
from approvals.services.editing import (
    SentenceCard,
    Stale,
    duplicate_sentence,
    move_sentence,
    order_sentences,
    remove_sentence,
    save_sentence,
)
from approvals.services.examining import examine
from approvals.wording import outlined
from core import clock
from core.access import Forbidden
from core.models import Event, User
from core.refusal import Refused
from core.roles import FINANCE, WAREHOUSE
from orders.services import submit_order
from tests.approvals.builders import make_fay, submit
from tests.cast import make_draft, make_person, make_product

pytestmark = pytest.mark.django_db
BIG = [["total", ">=", 50_000]]
CARD = SentenceCard(name="Big", question="Total %(total)s.", when=BIG, asks=Asks.ROLE, role=FINANCE, hours=4)


@pytest.fixture
def fay(bo, dot) -> User:
    """Fay directs; all roles that the first rules ask have somebody."""
    return make_fay()


@pytest.fixture
def draft(fay) -> Policy:
    return copy_policy(active().pk, actor=fay)


def active() -> Policy:
    return Policy.objects.active("order").get()


def names(policy: Policy) -> list[str]:
    return list(policy.rules.order_by("position").values_list("name", flat=True))


def changes(policy: Policy) -> dict[str, list[str]]:
    event = Event.objects.filter(stream=f"policy:{policy.pk}", name="record.edited").latest("pk")
    return json.loads(event.text)["data"]["changes"]


def written(policy: Policy) -> int:
    return Policy.objects.values_list("edition", flat=True).get(pk=policy.pk)


# --- writing -------------------------------------------------------------------------------


def test_s38_a_sentence_is_added_changed_doubled_moved_and_removed_each_step_in_history(draft, fay):
    before = names(draft)

    added = save_sentence(draft.pk, None, card=CARD, edition=0, actor=fay)
    save_sentence(draft.pk, added.pk, card=replace(CARD, hours=6), edition=1, actor=fay)
    edited = changes(draft)
    twin = duplicate_sentence(draft.pk, added.pk, edition=2, actor=fay)
    move_sentence(draft.pk, added.pk, steps=-1, edition=3, actor=fay)
    moved = names(draft)
    remove_sentence(draft.pk, twin.pk, edition=4, actor=fay)

    assert edited == {"15 hours": ["4", "6"]}
    assert moved == [*before[:-1], "Big", before[-1], "Big"]
    assert names(draft) == [*before[:-1], "Big", before[-1]]
    assert list(draft.rules.values_list("position", flat=True).order_by("position")) == list(range(1, 16))
    assert written(draft) == 5
    assert Event.objects.filter(stream=draft.stream, name="record.edited").count() == 6


def test_s38_sentences_take_the_order_they_are_dragged_into(draft, fay):
    ids = list(draft.rules.order_by("position").values_list("pk", flat=True))

    order_sentences(draft.pk, ids[::-1], edition=0, actor=fay)

    assert list(draft.rules.order_by("position").values_list("pk", flat=True)) == ids[::-1]


def test_a_sentence_at_the_edge_stays_and_nothing_is_written(draft, fay):
    first = draft.rules.order_by("position").first()

    move_sentence(draft.pk, first.pk, steps=-1, edition=0, actor=fay)

    assert (written(draft), names(draft)[0]) == (0, first.name)


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(draft, fay):
    rule = draft.rules.get(name="Large order")
    save_sentence(draft.pk, rule.pk, card=replace(CARD, name="Hers"), edition=0, actor=fay)

    with pytest.raises(Stale):
        save_sentence(draft.pk, rule.pk, card=replace(CARD, name="His"), edition=0, actor=fay)
    with pytest.raises(Stale):
        order_sentences(draft.pk, [rule.pk], edition=1, actor=fay)

    assert (Rule.objects.get(pk=rule.pk).name, written(draft)) == ("Hers", 1)


def test_what_asks_already_is_not_written(fay):
    rule = active().rules.get(name="Large order")

    with pytest.raises(Refused) as refusal:
        save_sentence(active().pk, rule.pk, card=CARD, edition=0, actor=fay)

    assert (refusal.value.code, Rule.objects.get(pk=rule.pk).name) == ("wrong_state", "Large order")


@pytest.mark.parametrize(
    "act",
    [
        lambda draft, who: save_sentence(draft.pk, None, card=CARD, edition=0, actor=who),
        lambda draft, who: move_sentence(draft.pk, draft.rules.first().pk, steps=1, edition=0, actor=who),
        lambda draft, who: remove_sentence(draft.pk, draft.rules.first().pk, edition=0, actor=who),
        lambda draft, who: publish_policy(draft.pk, reason="mine", actor=who),
        lambda draft, who: try_policy(draft.pk, actor=who),
    ],
)
@pytest.mark.parametrize("role", ["sales", "sales_manager", "finance", "warehouse", "buyer", "auditor"])
def test_only_director_and_administrator_write_rules(draft, act, role):
    before = names(draft)

    with pytest.raises(Forbidden):
        act(draft, make_person("zed", role))

    assert (written(draft), names(draft), Policy.objects.get(pk=draft.pk).state) == (0, before, "draft")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"when": []}, "when"),
        ({"when": [["weight", ">", 5]]}, "when"),
        ({"asks": Asks.PERSON}, "people"),
        ({"mode": "share"}, "needed"),
        ({"question": "More than 5 % off."}, "question"),
    ],
)
def test_a_sentence_that_cannot_be_read_names_its_field_and_is_not_kept(draft, fay, wrong, field):
    card = replace(CARD, **wrong)

    with pytest.raises(Refused):
        save_sentence(draft.pk, None, card=card, edition=0, actor=fay)

    assert list(card.faults()) == [field]
    assert draft.rules.count() == 14


# --- publishing ----------------------------------------------------------------------------


def test_nothing_is_published_without_a_reason(draft, fay):
    with pytest.raises(Refused) as refusal:
        publish_policy(draft.pk, actor=fay, reason="  ")

    assert (refusal.value.code, active().version) == ("needs_reason", 1)


def test_s38_b6_a_version_with_a_day_begins_on_it_once_and_running_requests_keep_theirs(ann, draft, fay):
    running = submit(ann)
    draft.rules.filter(name="Large order").delete()
    morning = clock.now() + datetime.timedelta(days=3)
    publish_policy(draft.pk, actor=fay, reason="From Monday", effective_at=morning)
    waiting = Policy.objects.get(pk=draft.pk)
    early = publish_due()
    before = make_draft(ann, running.customer, [(make_product("B-1"), 1000)])
    submit_order(before.pk, actor=ann)

    with clock.at(morning):
        done = (publish_due(), publish_due())
        after = make_draft(ann, running.customer, [(make_product("B-2"), 1000)])
        submit_order(after.pk, actor=ann)

    def version_of(order: Any) -> int:
        return Request.objects.get(order=order).policy.version

    assert (waiting.state, waiting.published_at, waiting.note) == (PolicyState.SCHEDULED, None, "From Monday")
    assert (early, done, active().version, active().published_at) == (0, (1, 0), 2, morning)
    assert [version_of(order) for order in (running, before, after)] == [1, 1, 2]
    assert Request.objects.get(order=after).steps.count() == 0


def test_a_version_that_waits_cannot_be_written_and_can_be_called_back(draft, fay):
    publish_policy(draft.pk, actor=fay, reason="Later", effective_at=clock.now() + datetime.timedelta(days=1))

    with pytest.raises(Refused):
        save_sentence(draft.pk, None, card=CARD, edition=0, actor=fay)
    call_back(draft.pk, actor=fay)
    with clock.at(clock.now() + datetime.timedelta(days=2)):
        done = publish_due()

    back = Policy.objects.get(pk=draft.pk)
    assert (back.state, back.effective_at, done, active().version) == ("draft", None, 0, 1)


def test_a_night_of_downtime_begins_everything_that_was_due_in_its_order(draft, fay):
    third = copy_policy(draft.pk, actor=fay)
    now = clock.now()
    publish_policy(third.pk, actor=fay, reason="Third", effective_at=now + datetime.timedelta(days=2))
    publish_policy(draft.pk, actor=fay, reason="Second", effective_at=now + datetime.timedelta(days=1))

    with clock.at(now + datetime.timedelta(days=5)):
        done = publish_due()

    states = list(Policy.objects.filter(kind="order").order_by("version").values_list("state", flat=True))
    assert (done, states) == (2, ["retired", "retired", "active"])


def test_one_version_of_a_kind_is_on_trial_at_a_time(draft, fay):
    second = copy_policy(draft.pk, actor=fay)
    try_policy(draft.pk, actor=fay)

    with pytest.raises(Refused) as refusal:
        try_policy(second.pk, actor=fay)
    end_trial(draft.pk, actor=fay)
    try_policy(second.pk, actor=fay)

    assert refusal.value.code == "second_trial"
    assert Policy.objects.on_trial("order").get() == second


# --- the difference ------------------------------------------------------------------------


def test_the_difference_of_two_versions_is_exact(draft, fay):
    large = draft.rules.get(name="Large order")
    save_sentence(draft.pk, None, card=CARD, edition=0, actor=fay)
    Rule.objects.filter(pk=large.pk).update(when=[["total", ">=", 60_000]], hours=16)
    remove_sentence(draft.pk, draft.rules.get(name="Credit limit").pk, edition=1, actor=fay)
    move_sentence(draft.pk, draft.rules.get(name="Very large order").pk, steps=-3, edition=2, actor=fay)

    found = compare(active(), draft)

    assert {one.sentence.rule.name: one.kind for one in found if one.kind != "same"} == {
        "Big": "added",
        "Credit limit": "removed",
        "Large order": "changed",
        "Very large order": "moved",
    }
    assert next(one for one in found if one.kind == "changed").changes == [
        (
            "When",
            "Order total at least 50,000",
            "Order total at least 60,000",
        ),
        ("Limit", "8 working hours, then remind them", "16 working hours, then remind them"),
    ]


def test_a_copy_does_not_differ(draft):
    assert {one.kind for one in compare(active(), draft)} == {"same"}


# --- the checks ----------------------------------------------------------------------------


def rule(position: int, when: list[Any], **more: Any) -> Rule:
    values = {"name": f"R{position}", "asks": Asks.ROLE, "role": FINANCE, "hours": 8} | more
    return Rule(position=position, when=when, **values)


def found(*rules: Rule) -> list[tuple[str, int | None]]:
    return [(fault.level, fault.position) for fault in examine(rules) if fault.position or fault.level != "info"]


@pytest.fixture
def two_in_finance(dot) -> None:
    make_person("dan", "finance", department="Finance")


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ([["total", ">=", 100], ["total", "<", 100]], True),
        ([["total", ">", 100], ["total", "<=", 100]], True),
        ([["total", ">=", 100], ["total", "<=", 100]], False),
        ([["total", ">=", 200], ["total", "<=", 100]], True),
        ([["tier", "=", "new"], ["tier", "=", "key"]], True),
        ([["tier", "in", ["new", "key"]], ["tier", "!=", "new"]], False),
        ([["tier", "=", "new"], ["tier", "!=", "new"]], True),
        ([["prepaid", "=", True], ["prepaid", "=", False]], True),
        ([["finding:discount", "present", True], ["finding:discount", "present", False]], True),
        ([["finding:discount", "present", False], ["finding:discount", ">", 5]], True),
        ([["finding:discount", ">", 10], ["finding:discount", "<", 5]], False),
        ([["total", ">=", 100], ["tier", "=", "new"]], False),
    ],
)
def test_a_sentence_that_never_asks_is_named(two_in_finance, when, never):
    assert found(rule(1, when)) == ([("warn", 1)] if never else [])


def test_the_same_conditions_and_people_twice_are_named(two_in_finance):
    first, second = [["total", ">=", 5], ["tier", "=", "new"]], [["tier", "=", "new"], ["total", ">=", 5]]

    assert found(rule(1, first), rule(2, second), rule(3, [["total", ">=", 6]])) == [("warn", 2)]


def test_amounts_nobody_is_asked_about_are_said(two_in_finance):
    faults = examine([rule(1, [["total", ">=", 100], ["total", "<", 200]]), rule(2, [["total", ">=", 500]])])

    assert [str(fault.message) for fault in faults] == [
        "For its amount alone nobody is asked from 0.00 to below 100.00.",
        "For its amount alone nobody is asked from 200.00 to below 500.00.",
    ]


def test_who_is_missing_is_named_with_its_gravity(bo, dot):
    gone = make_person("hal", "finance")
    gone.is_active = False
    gone.save()
    named = {"asks": Asks.PERSON, "role": "sales_manager"}

    assert found(rule(1, BIG, role=WAREHOUSE)) == [("stop", 1)]
    assert found(rule(1, BIG, role=WAREHOUSE, asks=Asks.MANAGER)) == [("warn", 1)]
    assert found(rule(1, BIG)) == [("info", 1)]
    assert found(rule(1, BIG, backup_id=bo.pk)) == []
    assert found(rule(1, BIG, people=[gone.pk], **named)) == [("stop", 1)]
    assert found(rule(1, BIG, people=[gone.pk, bo.pk], **named)) == [("warn", 1)]
    assert found(rule(1, BIG, people=[bo.pk], **named)) == [("info", 1)]
    assert found(rule(1, BIG, people=[bo.pk], backup_id=dot.pk, **named)) == []
    assert found(rule(1, BIG, people=[bo.pk], backup_id=gone.pk, **named)) == [("warn", 1)]


def test_a_policy_that_asks_a_role_nobody_holds_is_not_published_and_says_so(draft, fay, dot):
    dot.groups.clear()

    with pytest.raises(Refused) as refusal:
        publish_policy(draft.pk, actor=fay, reason="New year")

    assert refusal.value.code == "asks_nobody"
    assert "Nobody who may decide is Finance, whom “Credit limit” asks." in str(refusal.value)
    assert active().version == 1


def test_a_rule_is_read_without_a_case_and_shows_where_its_numbers_will_stand():
    assert outlined("Total %(total)s reaches %(limit)s, over 5 %%.") == "Total … reaches …, over 5 %."
