"""The acts from the pages of the inbox: each by a link or a form, each refused as the service refuses it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from approvals.models import Copy, Decision, Policy, Request, Step, Task
from approvals.services import decide
from core import clock
from core.models import Event
from orders.models import Order
from orders.models.words import State
from orders.services import submit_order
from tests.approvals.builders import ask_by, holders, make_fay, make_gus, open_task, submit, task_for
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
INBOX = "/approvals/"
BOSS = {"asks": "manager", "role": "sales_manager"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def act(task: Any, verb: str) -> str:
    return reverse(f"approvals:{verb}", args=[task.pk])


def many(ann, count: int, **more: Any) -> list[Order]:
    customer, product = make_customer(ann), make_product(price="86.00")
    orders = [make_draft(ann, customer, [(product, 1000 + n)], **more) for n in range(count)]
    for order in orders:
        submit_order(order.pk, actor=ann, reason="as agreed")
    return orders


def test_transferring_from_the_page_opens_the_next_task(ann, bo, client):
    gus = make_gus()
    first, second = many(ann, 2)
    client.force_login(bo)

    page = client.get(act(open_task(first), "transfer")).content.decode()
    answer = client.post(
        act(open_task(first), "transfer"), {"to": gus.pk, "reason": "on the road", "once": "one"}
    )

    assert "Gus" in page and f'value="{ann.pk}"' not in page
    assert (answer.status_code, answer.url) == (302, open_task(second).get_absolute_url())
    assert holders(first) == ["gus"]


def test_adding_a_signer_says_what_it_does_to_the_number_that_is_needed(ann, bo, dot, client):
    order = submit(ann)
    client.force_login(bo)

    page = client.get(act(open_task(order), "add-signer")).content.decode()
    client.post(
        act(open_task(order), "add-signer"), {"to": dot.pk, "place": "before", "reason": "terms", "once": "one"}
    )

    assert "This step needs 1 approval; with an added signer it needs theirs as well, 2 in all." in page
    assert holders(order) == ["dot"]
    client.force_login(dot)
    assert "Bo wants you to agree as well." in client.get(open_task(order).get_absolute_url()).content.decode()


def test_s39_back_to_an_earlier_step_is_offered_only_where_there_is_one(ann, bo, dot, client):
    ask_by(BOSS, {"role": "finance"})
    order = submit(ann)
    client.force_login(bo)
    assert "return-to-step" not in client.get(INBOX).content.decode()
    decide(open_task(order).pk, outcome="approved", actor=bo)
    client.force_login(dot)
    assert act(open_task(order), "return-to-step") in client.get(INBOX).content.decode()

    step = Step.objects.get(position=1)
    answer = client.post(
        act(open_task(order), "return-to-step"), {"step": step.pk, "way": "back", "opinion": "why?", "once": "one"}
    )

    assert (answer.status_code, holders(order)) == (302, ["bo"])


def test_taking_back_is_offered_after_the_act_until_the_next_person_acts(ann, bo, dot, client):
    ask_by(BOSS, {"role": "finance"})
    order = submit(ann)
    task = open_task(order)
    decide(task.pk, outcome="approved", actor=bo)
    client.force_login(bo)
    link = act(task, "take-back")
    assert link in client.get(task.get_absolute_url()).content.decode()
    assert link in client.get(f"{INBOX}?tab=done").content.decode()

    client.post(link, {"once": "one"})
    assert holders(order) == ["bo"]
    again = open_task(order)
    decide(again.pk, outcome="approved", actor=bo)
    decide(open_task(order).pk, outcome="approved", actor=dot)

    assert act(again, "take-back") not in client.get(f"{INBOX}?tab=done").content.decode()
    assert client.post(act(again, "take-back"), {"once": "two"}).status_code == 409


def test_s31_the_page_shows_the_checklist_and_the_server_insists_on_it(ann, bo, client):
    ask_by(BOSS | {"checklist": [{"text": "Model checked", "must": True}]})
    order = submit(ann)
    client.force_login(bo)
    task = open_task(order)

    page = client.get(INBOX).content.decode()
    refused = client.post(act(task, "approve"), {"opinion": "", "once": "one"})

    assert 'name="ticks" value="Model checked" form="decide" required' in page
    assert refused.status_code == 409
    assert "Tick every required item first: Model checked." in refused.content.decode()
    assert Order.objects.get(pk=order.pk).state == State.PENDING_APPROVAL
    client.post(act(task, "approve"), {"ticks": "Model checked", "once": "two"})
    assert (Decision.objects.get().ticks, Order.objects.get().state) == (["Model checked"], State.CONFIRMED)


def test_comments_stand_under_the_evidence_and_urging_in_what_i_started(ann, bo, client):
    submit(ann)
    request = Request.objects.get()
    client.force_login(ann)
    client.post(act(request, "comment"), {"text": "They called <b>", "once": "one"})

    mine = client.get(f"{INBOX}?tab=mine").content.decode()
    urged = client.post(act(request, "urge"), {"once": "two"})
    twice = client.post(act(request, "urge"), {"once": "three"})

    assert act(request, "urge") in mine
    assert (urged.status_code, twice.status_code) == (302, 409)
    client.force_login(bo)
    assert "They called &lt;b&gt;" in client.get(INBOX).content.decode()


def test_copies_have_a_tab_with_the_unread_and_only_a_post_reads_them(ann, bo, cem, client):
    ask_by(BOSS | {"copies": ["warehouse"]})
    order = submit(ann)
    client.force_login(cem)

    page = client.get(f"{INBOX}?tab=copies").content.decode()
    case = client.get(Task.objects.get().get_absolute_url())

    assert order.number in page and 'Copies<span class="n">1</span>' in page
    assert (case.status_code, "formaction" in case.content.decode()) == (200, False)
    assert Copy.objects.unread().count() == 1
    client.post(reverse("approvals:read-copies"), {"copy": Copy.objects.get().pk})
    assert Copy.objects.unread().count() == 0


# --- together ------------------------------------------------------------------------------------------------


def test_alike_tasks_are_approved_together_each_with_its_own_decision_and_line(ann, bo, client):
    orders = many(ann, 3)
    client.force_login(bo)

    page = client.get(reverse("approvals:approve-many")).content.decode()
    answer = client.post(
        reverse("approvals:approve-many"), {"task": [open_task(order).pk for order in orders], "once": "one"}
    )

    assert "291,831.54" in page.replace("\u00a0", "") or "Largest" in page
    assert answer.url == INBOX
    assert Decision.objects.count() == 3
    assert Event.objects.filter(name="approval.task_approved").count() == 3
    assert set(Order.objects.values_list("state", flat=True)) == {State.CONFIRMED}


def test_what_is_not_alike_is_left_out_with_the_reason_and_refused_when_it_is_sent_anyway(ann, bo, dot, client):
    plain, checked = many(ann, 2)
    gus = make_gus()
    Step.objects.filter(request__order=checked).update(checklist=[{"text": "Look", "must": False}])
    client.force_login(bo)

    page = client.get(reverse("approvals:approve-many")).content.decode()
    ids = [open_task(plain).pk, open_task(checked).pk]
    from approvals.services import approve_many
    from core.refusal import Refused

    assert "has a checklist" in page and gus.pk
    with pytest.raises(Refused) as refusal:
        approve_many(ids, actor=bo)
    assert (refusal.value.code, Decision.objects.count()) == ("not_alike", 0)


def test_other_peoples_tasks_are_not_approved_by_naming_them(ann, bo, dot, client):
    order = submit(ann)
    client.force_login(dot)

    client.post(reverse("approvals:approve-many"), {"task": open_task(order).pk, "once": "one"})

    assert (Decision.objects.count(), Order.objects.get().state) == (0, State.PENDING_APPROVAL)


def test_more_than_fifty_are_refused(ann, bo):
    from approvals.services import approve_many
    from core.refusal import Refused

    with pytest.raises(Refused) as refusal:
        approve_many(range(51), actor=bo)

    assert refusal.value.code == "not_alike"


# --- a full desk ---------------------------------------------------------------------------------------------


def full_desk(ann, bo, count: int) -> None:
    """That many open tasks on Bo's desk, made in bulk."""
    order = submit(ann)
    model = Request.objects.get(order=order)
    policy, now = Policy.objects.active("order").get(), clock.now()
    usual = {"kind": "order", "title": "Bulk", "amount": 60_000, "currency": "CNY", "facts": model.facts}
    requests = Request.objects.bulk_create(
        Request(
            subject=f"order:{10**9 + n}", topic=f"order:{10**9 + n}", order=order, asked_by=ann, owner=ann,
            policy=policy, opened_at=now, **usual,
        )
        for n in range(count)
    )  # fmt: skip
    reasons = Step.objects.get(request=model).reasons
    steps = Step.objects.bulk_create(
        Step(request=one, position=1, user=bo, role="sales_manager", hours=8, reasons=reasons) for one in requests
    )
    Step.objects.filter(request__in=requests).update(state="open")
    due = now + datetime.timedelta(hours=8)
    Task.objects.bulk_create(
        Task(step=step, user=bo, role="sales_manager", opened_at=now, due_at=due) for step in steps
    )
    with connection.cursor() as cursor:
        # As the house's database does by itself; without it the planner still believes these tables empty.
        cursor.execute("ANALYZE approvals_request, approvals_step, approvals_task")


@pytest.fixture
def bare(settings):
    settings.NAVIGATION = "tests.approvals.test_inbox.ONLY_APPROVALS"


def test_the_first_page_of_5000_open_tasks_asks_at_most_twelve_queries(
    ann, bo, bare, django_assert_max_num_queries
):
    full_desk(ann, bo, 5000)
    client = Client()
    client.force_login(bo)

    with django_assert_max_num_queries(12):
        page = client.get(INBOX)

    assert page.status_code == 200
    assert page.content.decode().count('name="task"') == 50
    assert task_for(Order.objects.get(), bo).pk and make_fay().pk
