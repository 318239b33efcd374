"""Every kind of question has its rules, its facts, its one line and its place in the designer (S28, S33, S57)."""

import pytest

from approvals.conditions import FACTS, faults_of
from approvals.defaults import FIRST
from approvals.models import Policy, Step
from approvals.models.policy import every_kind
from approvals.services.examining import examine
from approvals.services.routing import triggered
from approvals.services.vocabulary import condition_words, writable
from approvals.wording import outlined
from tests.approvals.builders import ask_by, make_fay, open_task, submit

pytestmark = pytest.mark.django_db
KINDS = ["order", "change", "quotation", "credit_override", "credit_limit", "price_change", "reallocation", "return"]


def test_s28_every_kind_has_a_policy_whose_sentences_can_ask_and_are_read(bo, dot):
    make_fay()

    assert [kind for kind, _label in every_kind()] == list(FIRST) == KINDS
    for kind in KINDS:
        rules = list(Policy.objects.active(kind).get().rules.order_by("position"))
        assert not [fault for fault in examine(rules) if fault.level == "stop"]
        for rule in rules:
            assert faults_of(rule.when) == []
            assert all(row[0] in writable(kind) for row in rule.when), (kind, rule.name)
            assert outlined(rule.question) and condition_words(rule.when[0])


def test_s28_the_designer_offers_each_kind_its_own_facts_and_no_others():
    own = {kind: set(writable(kind)) - set(writable("order")) for kind in KINDS}

    assert own["credit_override"] == {"excess", "excess_percent", "overdue_days"}
    assert own["price_change"] == {
        "largest_change", "largest_cut", "below_floor", "margin_fall", "price_list",
    }  # fmt: skip
    assert own["credit_limit"] == {"raise_percent", "overdue_days"}
    assert own["change"] == {"cause"}
    assert own["reallocation"] == {"quantity_taken", "promises_broken", "days_later"}
    assert set(writable("price_change")) == own["price_change"] | {"lines"}
    assert set(writable()) == set(FACTS) - {"customer_id"}


@pytest.mark.parametrize("kind", ["credit_override", "credit_limit", "price_change", "reallocation"])
def test_the_designer_and_the_try_out_know_the_kind(client, kind, settings):
    settings.LANGUAGE_CODE = "en"
    fay = make_fay()
    client.force_login(fay, backend="core.backends.RoleBackend")
    active = Policy.objects.active(kind).get()
    numbers = [fact for fact in FACTS.values() if kind in fact.kinds and fact.type == "number"]
    own = [fact for fact in numbers if fact.key not in ("total", "lines")]

    client.post(f"/approvals/rules/{active.pk}/copy/")
    draft = Policy.objects.get(kind=kind, state="draft")
    page = client.get(f"/approvals/rules/{draft.pk}/add/").content.decode()
    tried = client.get(
        f"/approvals/rules/{draft.pk}/try-out/", {"total": "1", "lines": "3", **{fact.key: "99999999" for fact in own}}
    )

    assert all(f'value="{fact.key}"' in page for fact in own)
    assert ('value="finding:discount"' in page) is (kind == "credit_override")
    assert tried.status_code == 200
    fired = sorted(one.rule.name for one in tried.context["tried"]["fired"])
    assert fired == sorted(rule["name"] for rule in FIRST[kind])


def test_s28_a_sentence_behind_a_wider_one_still_asks_so_none_is_unreachable(ann, bo, dot):
    wide = {"name": "wide", "when": [["total", ">=", 1]]}
    when = [["total", ">=", 50_000], ["tier", "in", ["standard"]]]
    narrow = {"name": "narrow", "when": when, "role": "sales_manager"}
    ask_by(wide, narrow)
    rules = list(Policy.objects.active("order").get().rules.order_by("position"))

    order = submit(ann)

    facts = {"base_total": "97180.00", "tier": "standard"}
    assert [rule.name for rule in triggered(rules, facts)] == ["wide", "narrow"]
    assert [fault.message for fault in examine(rules) if "never asks" in str(fault.message)] == []
    asked = Step.objects.filter(request__order=order).order_by("position")
    assert list(asked.values_list("role", flat=True)) == ["finance", "sales_manager"]


def test_s28_a_sentence_about_something_such_questions_do_not_carry_is_pointed_out(bo, dot):
    make_fay()
    ask_by({"name": "Wrong", "when": [["tier", "=", "new"]], "role": "director"}, kind="price_change")

    rules = list(Policy.objects.active("price_change").get().rules.all())

    assert [(fault.level, str(fault.message)) for fault in examine(rules) if "know no" in str(fault.message)] == [
        ("warn", "“Wrong”: such questions know no “Customer tier”.")
    ]


PAGES = ("/approvals/", "/approvals/rules/", "/approvals/cover/")


@pytest.mark.parametrize("where", PAGES)
def test_a31_no_page_of_approvals_is_shown_inside_another_site(client, where):
    client.force_login(make_fay(), backend="core.backends.RoleBackend")

    answer = client.get(where)

    assert answer.status_code == 200
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("verb", ["", "approve/", "return/", "reject/", "transfer/"])
def test_a31_a_task_and_the_pages_that_decide_it_are_never_framed(client, ann, bo, verb):
    task = open_task(submit(ann))
    client.force_login(bo, backend="core.backends.RoleBackend")

    answer = client.get(f"{task.get_absolute_url()}{verb}")

    assert answer.status_code == 200
    assert (answer["X-Frame-Options"], "frame-ancestors 'none'" in answer["Content-Security-Policy"]) == ("DENY", True)
