"""The inbox: what waits, with its evidence; and the decisions made from it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from approvals.models import Decision, Task
from approvals.models.words import TaskState
from approvals.panels import waiting_count
from approvals.policies import may_look
from approvals.services import decide
from core.navigation import NavItem
from notifications.models import Message
from orders.models import Order
from orders.models.words import State
from orders.services import recall_order, share_order, submit_order
from tests.approvals.builders import open_task, submit
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
INBOX = "/approvals/"
ONLY_APPROVALS = (NavItem("Approvals", "approvals:inbox", "Work", may_look, icon="todo", count=waiting_count),)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def act(task: Task, verb: str) -> str:
    return reverse(f"approvals:{verb}", args=[task.pk])


def test_it_shows_the_question_the_facts_and_the_order(ann, bo, client):
    order = submit(ann)
    client.force_login(bo)

    page = client.get(INBOX).content.decode()

    assert "Total 97,180.00 reaches the limit of 50,000. Agree?" in page
    assert "&lt; 50,000" in page and order.number in page and "A-1043" in page
    assert f'href="{order.get_absolute_url()}"' in page


def test_it_compares_with_the_customers_last_orders(ann, bo, client):
    customer = make_customer(ann)
    product = make_product()
    for _count in range(6):
        submit_order(make_draft(ann, customer, [(product, 10)]).pk, actor=ann)
    large = make_draft(ann, customer, [(product, 1000)])
    submit_order(large.pk, actor=ann)
    client.force_login(bo)

    page = client.get(INBOX).content.decode()

    earlier = list(Order.objects.exclude(pk=large.pk).order_by("pk"))
    assert [order.number in page for order in earlier] == [False, True, True, True, True, True]
    assert "Last 5 orders: average discount 0 %, highest 0 %." in page


def test_a_page_asks_the_database_ten_times(ann, bo, settings, django_assert_num_queries):
    settings.NAVIGATION = "tests.approvals.test_inbox.ONLY_APPROVALS"
    customer, product = make_customer(ann), make_product()
    for _count in range(4):
        submit_order(make_draft(ann, customer, [(product, 1000)]).pk, actor=ann)
    client = Client()
    client.force_login(bo)

    for address in (INBOX, Task.objects.first().get_absolute_url()):
        with django_assert_num_queries(10):
            assert client.get(address).status_code == 200


def test_an_empty_desk_says_so(bo, client):
    client.force_login(bo)

    page = client.get(INBOX).content.decode()

    assert "All done" in page and "Decide" not in page


def test_approving_from_the_page_opens_the_next_task(ann, bo, client):
    first, second = submit(ann), None
    customer = make_customer(ann, "C-2")
    draft = make_draft(ann, customer, [(make_product("B-1"), 1000)])
    submit_order(draft.pk, actor=ann)
    second = open_task(Order.objects.get(pk=draft.pk))
    client.force_login(bo)

    answer = client.post(act(open_task(first), "approve"), {"opinion": "fine", "once": "one"})

    assert (answer.status_code, answer.url) == (302, second.get_absolute_url())
    assert Order.objects.get(pk=first.pk).state == State.CONFIRMED
    assert Decision.objects.get().opinion == "fine"
    assert client.post(act(second, "approve"), {"once": "two"}).url == INBOX


def test_f19_the_same_form_twice_decides_once(ann, bo, client):
    task = open_task(submit(ann))
    client.force_login(bo)

    answers = [client.post(act(task, "approve"), {"opinion": "", "once": "one"}) for _time in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, INBOX), (302, INBOX)]
    assert Decision.objects.count() == 1


def test_returning_without_an_opinion_asks_for_it_and_changes_nothing(ann, bo, client):
    order = submit(ann)
    client.force_login(bo)

    answer = client.post(act(open_task(order), "return"), {"opinion": "", "once": "one"})

    assert answer.status_code == 422
    assert "Say why, so that the owner knows what to change." in answer.content.decode()
    assert Order.objects.get(pk=order.pk).state == State.PENDING_APPROVAL


def test_returning_and_rejecting_from_the_page_carry_the_opinion(ann, bo, client):
    returned = submit(ann)
    client.force_login(bo)
    client.post(act(open_task(returned), "return"), {"opinion": "too cheap <b>", "once": "one"})
    draft = make_draft(ann, make_customer(ann, "C-2"), [(make_product("B-1"), 1000)])
    submit_order(draft.pk, actor=ann)
    client.post(act(open_task(draft), "reject"), {"opinion": "closed", "once": "two"})

    states = Order.objects.order_by("pk").values_list("state", "reason")
    assert list(states) == [(State.DRAFT, "too cheap <b>"), (State.REJECTED, "closed")]
    done = client.get(f"{INBOX}?tab=done").content.decode()
    assert escape("too cheap <b>") in done and "too cheap <b>" not in done


def test_who_comes_late_hears_who_was_faster(ann, bo, client):
    order = submit(ann)
    task = open_task(order)
    decide(task.pk, outcome="approved", actor=bo)
    client.force_login(bo)

    answer = client.post(act(task, "reject"), {"opinion": "no", "once": "one"})

    assert answer.status_code == 409
    assert "Already handled by Bo at" in answer.content.decode()
    assert (Order.objects.get(pk=order.pk).state, Decision.objects.count()) == (State.CONFIRMED, 1)


def test_a_recalled_task_says_that_nobody_needs_it(ann, bo, client):
    order = submit(ann)
    task = open_task(order)
    recall_order(order.pk, actor=ann)
    client.force_login(bo)

    assert "Nobody needs this decision any more" in client.get(task.get_absolute_url()).content.decode()
    assert client.post(act(task, "approve"), {"once": "one"}).status_code == 409
    assert Task.objects.get(pk=task.pk).state == TaskState.RECALLED


def test_the_owner_sees_the_task_but_no_buttons_and_may_not_decide(ann, client):
    order = submit(ann)
    task = open_task(order)
    client.force_login(ann)

    page = client.get(task.get_absolute_url())
    answer = client.post(act(task, "approve"), {"once": "one"})

    assert (page.status_code, "formaction" in page.content.decode()) == (200, False)
    assert answer.status_code == 403
    assert order.number in client.get(f"{INBOX}?tab=mine").content.decode()
    assert Order.objects.get(pk=order.pk).state == State.PENDING_APPROVAL


def test_eve_sees_nothing_of_it(ann, eve, client):
    order = submit(ann)
    task = open_task(order)
    client.force_login(eve)

    pages = {tab: client.get(f"{INBOX}?tab={tab}").content.decode() for tab in ("todo", "done", "mine")}

    assert [order.number in page for page in pages.values()] == [False, False, False]
    assert client.get(task.get_absolute_url()).status_code == 404
    assert [
        client.post(act(task, verb), {"opinion": "x"}).status_code for verb in ("approve", "return", "reject")
    ] == [
        403,
        403,
        403,
    ]
    assert Order.objects.get(pk=order.pk).state == State.PENDING_APPROVAL


def test_an_outside_manager_finds_no_such_task(ann, client):
    from tests.cast import make_person

    task = open_task(submit(ann))
    client.force_login(make_person("eva", "sales_manager", department="South"))

    assert client.get(task.get_absolute_url()).status_code == 404
    assert client.post(act(task, "approve"), {"once": "one"}).status_code == 404
    assert Decision.objects.count() == 0


def test_a_colleague_with_a_share_may_look_and_not_decide(ann, eve, client):
    order = submit(ann)
    task = open_task(order)
    share_order(order.pk, to=eve, actor=ann)
    client.force_login(eve)

    assert client.get(task.get_absolute_url()).status_code == 200
    assert client.post(act(task, "approve"), {"once": "one"}).status_code == 403


def test_a10_a_decision_needs_a_post_with_its_token(ann, bo):
    order = submit(ann)
    task = open_task(order)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bo)

    assert [strict.get(act(task, verb)).status_code for verb in ("approve", "return", "reject")] == [200, 200, 200]
    assert strict.post(act(task, "approve"), {"once": "one"}).status_code == 403
    assert (Order.objects.get(pk=order.pk).state, Decision.objects.count()) == (State.PENDING_APPROVAL, 0)


@pytest.mark.parametrize("path", ["", "1/", "1/approve/", "1/return/", "1/reject/"])
def test_the_anonymous_are_led_to_sign_in(client, path):
    answer = client.get(f"{INBOX}{path}")

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_the_order_page_shows_the_route(ann, bo, client):
    order = submit(ann)
    client.force_login(bo)

    waiting = client.get(order.get_absolute_url()).content.decode()
    decide(open_task(order).pk, outcome="approved", opinion="steady customer", actor=bo)
    decided = client.get(order.get_absolute_url()).content.decode()

    assert "reaches the limit of 50,000" in waiting
    assert f'href="{Task.objects.get().get_absolute_url()}"' in waiting
    assert "steady customer" in decided


def test_the_menu_counts_what_waits(ann, bo, dot):
    submit(ann)

    assert [waiting_count(person) for person in (bo, dot, ann)] == [1, 0, 0]


def test_the_menu_counts_what_the_inbox_holds_also_after_a_decision(ann, bo, client):
    order = submit(ann)
    client.force_login(bo)

    def told() -> tuple[int, int]:
        page = client.get("/me/").context
        return page["todo_place"]["count"], Task.objects.awaiting(bo).count()

    before = told()
    decide(open_task(order).pk, outcome="approved", actor=bo)

    assert (before, told()) == ((1, 1), (0, 0))


def test_approvers_are_told_in_the_app_and_by_mail(ann, bo, django_capture_on_commit_callbacks):
    from core.outbox import sweep

    bo.email, bo.language = "bo@example.com", "en"
    bo.save()
    order = submit(ann)
    sweep()
    sweep()

    told = Message.objects.filter(user=bo, url=open_task(order).get_absolute_url()).order_by("channel")
    assert [(message.channel, message.subject) for message in told] == [
        ("inbox", f"To approve: {order.number} Yunqi Precision C-1"),
        ("mail", f"To approve: {order.number} Yunqi Precision C-1"),
    ]
    assert told[0].body == "Total 97,180.00 reaches the limit of 50,000. Agree?"
