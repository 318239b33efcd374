"""The inbox in groups and in another order, and the papers beside the question (ux 2.8; S34, A21)."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from approvals.models import Policy, Request, Step, Task
from core import clock
from orders.models import Order
from orders.services import submit_order
from orders.services.contracts.papers import add_document
from tests.approvals.builders import ask_by, open_task
from tests.approvals.test_inbox import INBOX, act
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import ask, quantities
from tests.orders.contracts import signed
from tests.pictures import png
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def three(ann, bo) -> list[Order]:
    """Two orders of one customer around one of another, the first one asked last to be decided."""
    product = make_product()
    one, two = make_customer(ann, "C-1"), make_customer(ann, "C-2")
    made = []
    for hours, customer in ((0, one), (1, two), (2, one)):
        with clock.at(clock.now() - datetime.timedelta(days=3) + datetime.timedelta(hours=hours)):
            draft = make_draft(ann, customer, [(product, 1000)])
            submit_order(draft.pk, actor=ann)
        made.append(Order.objects.get(pk=draft.pk))
    Task.objects.filter(step__request__order=made[0]).update(due_at=clock.now() + datetime.timedelta(days=9))
    return made


def listed(client: Client, query: str) -> list[int]:
    return [task.step.request.order_id for task in client.get(f"{INBOX}{query}").context["tasks"]]


def test_tasks_are_grouped_by_customer_and_sorted_by_deadline_or_by_who_asked_first(three, bo, client):
    client.force_login(bo)
    one, two, three_ = (order.pk for order in three)

    assert listed(client, "") == [two, three_, one]
    assert listed(client, "?sort=asked") == [one, two, three_]
    assert listed(client, "?group=customer&sort=asked") == [one, three_, two]
    groups = client.get(f"{INBOX}?group=customer&sort=asked").context["groups"]
    assert [(name, len(rows)) for name, rows in groups] == [("Yunqi Precision C-1", 2), ("Yunqi Precision C-2", 1)]
    assert listed(client, "?group=colour&sort=%00") == [two, three_, one]


def test_tasks_are_grouped_by_type(three, ann, bo, client):
    ask_by({"role": "sales_manager"}, kind="change")
    small = make_draft(ann, make_customer(ann, "C-9"), [(make_product("S-1"), 2)])
    order = submit_order(small.pk, actor=ann)
    ask(Order.objects.get(pk=order.pk), ann, *quantities(order, l1=3), cause="customer")
    client.force_login(bo)

    groups = client.get(f"{INBOX}?group=kind").context["groups"]

    assert [(name, len(rows)) for name, rows in groups] == [("Sales order", 3), ("Order change", 1)]


def test_the_layout_is_kept_by_tabs_tasks_and_decisions(three, bo, client):
    client.force_login(bo)
    query = "?group=customer&sort=asked"

    page = client.get(f"{INBOX}{query}")
    html = page.content.decode()

    assert [tab["url"] for tab in page.context["tabs"]][:2] == [
        f"{INBOX}{query}", f"{INBOX}?tab=done&group=customer&sort=asked",
    ]  # fmt: skip
    task = page.context["task"]
    assert f'href="{task.get_absolute_url()}?group=customer&amp;sort=asked"' in html
    done = client.get(f"{INBOX}?tab=done&group=customer")
    assert done.context["tabs"][0]["url"] == f"{INBOX}?group=customer"
    answer = client.post(f"{act(task, 'approve')}{query}", {"once": "one"})
    assert answer.url == f"{open_task(three[1]).get_absolute_url()}{query}"
    assert re.search(r'formaction="[^"]*/return/\?group=customer&amp;sort=asked"', html)


PNG = png()
PDF = b"%PDF-1.7 paper"


@pytest.fixture
def called(ann, bo, settings, tmp_path) -> Order:
    """An order over a contract with a picture and a PDF."""
    settings.MEDIA_ROOT = tmp_path
    customer, product = make_customer(ann, "C-7"), make_product("D-1", price="86.00")
    contract = signed(ann, customer, [(product, "86.00", "5000")])
    for name, content in (("stamp.png", PNG), ("annex.pdf", PDF)):
        add_document(contract.pk, SimpleUploadedFile(name, content), actor=ann)
    draft = make_draft(ann, customer, [(product, 1000)])
    submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


def test_s34_a21_the_papers_of_the_contract_lie_beside_the_question(called, bo, client):
    client.force_login(bo)

    html = client.get(open_task(called).get_absolute_url()).content.decode()

    addresses = re.findall(r'href="(/orders/contracts/[^"]+/documents/\d+/)"', html)
    assert len(addresses) == 2 and "stamp.png" in html and "annex.pdf" in html
    assert re.findall(r'<img src="([^"]+)"', html) == addresses[:1]
    answers = [client.get(address) for address in addresses]
    assert [answer["Content-Type"] for answer in answers] == ["image/png", "application/pdf"]
    for answer in answers:
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_approver_who_may_not_see_contracts_gets_no_papers(called, bo, client):
    Group.objects.get(name="sales_manager").permissions.remove(
        Permission.objects.get(content_type__app_label="orders", codename="view_contract")
    )
    client.force_login(bo)

    page = client.get(open_task(called).get_absolute_url())

    assert page.status_code == 200 and "stamp.png" not in page.content.decode()


def test_five_thousand_open_tasks_cost_the_page_no_more_than_twelve_questions(three, called, bo, settings):
    settings.NAVIGATION = "tests.approvals.test_inbox.ONLY_APPROVALS"
    policy, now = Policy.objects.active("order").get(), clock.now()
    requests = Request.objects.bulk_create(
        Request(
            subject=f"case:{n}", topic=f"case:{n}", order=three[n % 3], kind="order", title=f"Case {n}", amount=n,
            currency="CNY", policy=policy, opened_at=now, asked_by_id=three[0].owner_id, owner_id=three[0].owner_id,
        )
        for n in range(5000)
    )  # fmt: skip
    steps = Step.objects.bulk_create(
        Step(request=one, position=1, user=bo, role="sales_manager", hours=8, state="open") for one in requests
    )
    due = open_task(called).due_at + datetime.timedelta(days=30)
    Task.objects.bulk_create(
        Task(step=step, user=bo, role="sales_manager", opened_at=now, due_at=due) for step in steps
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE approvals_request, approvals_step, approvals_task")
    client = Client()
    client.force_login(bo)
    client.get(INBOX)

    for query in ("", "?group=customer&sort=asked"):
        with counted("approvals.inbox", budget=12):
            page = client.get(f"{INBOX}{query}")
        assert len(page.context["tasks"]) == 50
    address = open_task(called).get_absolute_url()
    with counted("approvals.task", budget=12):
        assert "stamp.png" in client.get(address).content.decode()
