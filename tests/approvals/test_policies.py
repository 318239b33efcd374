"""Policies: one active, copied to change, kept by the requests that began under them."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from approvals.models import Policy, Request, Rule
from approvals.models.words import PolicyState
from approvals.services import complete_policy, copy_policy, decide, publish_policy, try_policy
from approvals.services.publishing import lacking, make_first_policy
from approvals.services.rehearsing import rehearse
from core.access import Forbidden
from core.models import Event
from core.people import HOUSE
from core.refusal import Refused
from orders.services import submit_order
from tests.approvals.builders import make_fay, open_task, submit
from tests.cast import make_draft, make_person, make_product

pytestmark = pytest.mark.django_db


def of_orders() -> Any:
    return Policy.objects.filter(kind="order")


def active() -> Policy:
    return Policy.objects.active("order").get()


def test_the_house_is_born_with_one_policy_of_each_kind_and_making_them_again_adds_none():
    make_first_policy()

    assert sorted(Policy.objects.values_list("kind", "version", "state")) == [
        ("change", 1, "active"),
        ("credit_limit", 1, "active"),
        ("credit_override", 1, "active"),
        ("order", 1, "active"),
        ("price_change", 1, "active"),
        ("quotation", 1, "active"),
        ("reallocation", 1, "active"),
        ("return", 1, "active"),
    ]
    assert active().rules.count() == 14


def test_s28_a_published_change_routes_the_next_order_and_running_ones_keep_theirs(ann, bo, dot):
    fay = make_fay()
    running = submit(ann)
    draft = copy_policy(active().pk, actor=fay)
    draft.rules.filter(name="Large order").update(when=[["total", ">=", 100_000]])

    publish_policy(draft.pk, actor=fay, reason="Small orders fly")

    following = make_draft(ann, running.customer, [(make_product("B-1"), 1000)])
    submit_order(following.pk, actor=ann)

    assert Request.objects.get(order=following).steps.count() == 0
    assert list(of_orders().order_by("version").values_list("state", flat=True)) == [
        PolicyState.RETIRED,
        PolicyState.ACTIVE,
    ]
    assert Request.objects.get(order=running).policy.version == 1
    decide(open_task(running).pk, outcome="approved", actor=bo)
    assert Request.objects.get(order=running).state == "approved"
    assert Event.objects.filter(stream=f"policy:{draft.pk}", name="record.edited").count() == 2


def test_an_active_policy_is_not_published_again(ann):
    fay = make_fay()

    with pytest.raises(Refused) as refusal:
        publish_policy(active().pk, actor=fay, reason="again")

    assert (refusal.value.code, active().version) == ("wrong_state", 1)


def test_only_who_has_the_right_publishes(bo):
    with pytest.raises(Forbidden):
        copy_policy(active().pk, actor=bo)

    assert of_orders().count() == 1


def test_a_trial_asks_nobody_and_shows_what_it_would_have_asked(ann, bo):
    fay = make_fay()
    draft = copy_policy(active().pk, actor=fay)
    draft.rules.filter(name="Large order").update(when=[["total", ">=", 500]])
    try_policy(draft.pk, actor=fay)

    order = submit(ann, pieces=10)

    assert Request.objects.get(order=order).policy.version == 1
    assert Request.objects.get(order=order).steps.count() == 0
    report = rehearse(Policy.objects.get(pk=draft.pk))
    assert (report["cases"], report["asked"]) == (1, [0, 1])


@pytest.fixture
def keeper(client):
    """An administrator who may look at and write policies in the admin."""
    person = make_person("ida", "admin", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="approvals"))
    client.force_login(person)
    return client


def test_the_admin_lists_everything_and_changes_only_what_is_written(ann, bo, keeper):
    order = submit(ann)
    decide(open_task(order).pk, outcome="approved", actor=bo)
    models = ("policy", "rule", "request", "step", "task", "decision")

    lists = {name: keeper.get(reverse(f"admin:approvals_{name}_changelist")).status_code for name in models}
    page = keeper.get(reverse("admin:approvals_policy_change", args=[active().pk])).content.decode()
    answer = keeper.post(reverse("admin:approvals_policy_change", args=[active().pk]), {"note": "changed"})

    assert set(lists.values()) == {200}
    assert 'name="note"' not in page
    assert (answer.status_code, active().note) == (403, "")


def test_the_admin_copies_changes_and_publishes(keeper, bo, dot):
    make_fay()
    listing = reverse("admin:approvals_policy_changelist")

    keeper.post(listing, {"action": "copy_to_draft", "_selected_action": [active().pk]})
    draft = of_orders().get(version=2)
    page = keeper.get(reverse("admin:approvals_policy_change", args=[draft.pk])).content.decode()
    draft.note = "The note says why"
    draft.save()
    keeper.post(listing, {"action": "publish_as_new_version", "_selected_action": [draft.pk]})

    assert 'name="note"' in page
    assert (active().version, Rule.objects.filter(policy=draft).count()) == (2, 14)


def test_a_rule_that_cannot_be_read_is_refused_with_its_reason():
    from django.core.exceptions import ValidationError

    rule = Rule(policy=active(), position=90, name="x", role="finance", when=[["weight", ">", 5]], question="Heavy.")
    with pytest.raises(ValidationError) as conditions:
        rule.full_clean()
    rule.when, rule.question = [["total", ">", 5]], "More than 5 % off."
    with pytest.raises(ValidationError) as sentence:
        rule.full_clean()

    assert list(conditions.value.message_dict) == ["when"]
    assert list(sentence.value.message_dict) == ["question"]


# --- a policy published before the house had learned new rules --------------------------------------

NEWER = ("Contract price", "Contract quantity", "Non-standard terms")


@pytest.fixture
def older() -> Policy:
    """The active order policy of a database from before there were contracts, with a rule named otherwise."""
    policy = active()
    policy.rules.filter(name__in=NEWER).delete()
    policy.rules.filter(name="Discount").update(name="Rabatt")
    return policy


def lacked() -> list[str]:
    return [rule["name"] for rule in lacking("order", active().rules.all())]


def test_s28_a_published_policy_keeps_its_rules_and_the_house_says_which_it_lacks(older):
    make_first_policy()

    assert lacked() == list(NEWER)
    assert active().rules.count() == 11


def test_a_draft_of_it_with_the_houses_rules_asks_nobody_until_it_is_published(older, ann, bo, dot):
    fay = make_fay()

    draft = complete_policy(older.pk, actor=fay)

    assert (draft.state, draft.version, active().pk, lacked()) == ("draft", 2, older.pk, list(NEWER))
    kept = list(older.rules.order_by("position").values_list("name", "when", "position"))
    rules = list(draft.rules.order_by("position").values_list("name", "when", "position"))
    assert rules[:11] == kept
    assert [name for name, _when, _position in rules[11:]] == list(NEWER)
    publish_policy(draft.pk, actor=fay, reason="as agreed")
    assert lacked() == []


def test_a_whole_policy_is_not_copied_for_nothing_and_only_who_publishes_copies(older, bo, dot):
    fay = make_fay()
    with pytest.raises(Forbidden):
        complete_policy(older.pk, actor=bo)
    assert of_orders().count() == 1
    publish_policy(complete_policy(older.pk, actor=fay).pk, actor=fay, reason="complete")

    with pytest.raises(Refused) as refusal:
        complete_policy(active().pk, actor=fay)

    assert (refusal.value.code, of_orders().count()) == ("complete", 2)


def test_the_list_and_the_page_of_policies_name_what_is_lacking_and_the_action_makes_the_draft(older, keeper):
    listing = reverse("admin:approvals_policy_changelist")

    page = reverse("admin:approvals_policy_change", args=[older.pk])

    pages = [keeper.get(url).content.decode() for url in (listing, page)]
    keeper.post(listing, {"action": "copy_with_house_rules", "_selected_action": [older.pk]})

    assert all("Contract price, Contract quantity, Non-standard terms" in page for page in pages)
    assert of_orders().get(version=2).rules.count() == 14


def test_check_names_it_and_is_silent_about_a_whole_one(older, bo, dot, capsys):
    call_command("check", databases=["default"])
    told = capsys.readouterr().err
    assert "Sales order, version 1 lacks: Contract price, Contract quantity, Non-standard terms." in told

    publish_policy(complete_policy(older.pk, actor=make_fay()).pk, actor=HOUSE, reason="complete")
    call_command("check", databases=["default"])
    assert "lacks" not in capsys.readouterr().err
