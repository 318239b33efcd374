"""S32, S35: the whole approval trail of an order, on its page and as a PDF to keep."""

import datetime
import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from approvals.models import Decision, Task
from approvals.services import decide, transfer_task
from core import clock
from orders.models import Order
from orders.services import cancel_order, recall_order, submit_order
from tests.approvals.builders import ask_by, make_fay, make_gus, open_task, submit, task_for
from tests.approvals.test_cover import away
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
FRIDAY = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)
"""Four in the afternoon in Shanghai: two hours are left of that day."""
MONDAY = datetime.datetime(2026, 11, 23, 2, 30, tzinfo=datetime.UTC)
"""Half past ten."""


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def two_rounds(ann, bo) -> Order:
    """Returned once by Bo, with a required item ticked in the second round by Gus, who stands in for Bo."""
    item = {"text": "资料齐全", "must": True}
    ask_by(
        {"name": "Look at it", "asks": "person", "people": [bo.pk], "role": "sales_manager", "checklist": [item],
         "up_to": "500000"},
    )  # fmt: skip
    with clock.at(FRIDAY):
        order = submit(ann)
    with clock.at(MONDAY):
        decide(open_task(order).pk, outcome="returned", opinion="价格请再核对", actor=bo)
        away(bo, make_gus())
        submit_order(order.pk, actor=ann)
    return order


@pytest.fixture
def agreed(two_rounds) -> Order:
    with clock.at(MONDAY + datetime.timedelta(hours=1)):
        task = open_task(two_rounds)
        decide(task.pk, outcome="approved", opinion="同意", ticks=["资料齐全"], actor=task.user)
    return two_rounds


def text_of(page: bytes) -> str:
    reader = PdfReader(io.BytesIO(page))
    return re.sub(r"\s+", "", "".join(one.extract_text() for one in reader.pages))


def trail(order: Order) -> str:
    return reverse("approvals:trail", args=[order.number])


def test_s32_the_order_page_says_what_stands_behind_each_answer(agreed, ann, client):
    client.force_login(ann)

    page = client.get(agreed.get_absolute_url()).content.decode()

    panel = re.sub(r"\s+", " ", page[page.index('id="panel-approvals"') :])
    for words in ("Behind this answer", "Sales manager", "500,000.00", "Look at it", "version 1", "✓ 资料齐全"):
        assert words in panel, words
    assert "round 1" in panel and "价格请再核对" in panel and "同意" in panel
    decision = Decision.objects.earliest("pk")
    assert decision.judged[:12] in panel
    # Friday from four to six, Monday from nine to half past ten.
    assert "<dt>Working hours</dt><dd>3.5</dd>" in panel
    assert f'href="{trail(agreed)}"' in panel


def test_s32_s35_the_trail_is_a_pdf_of_all_rounds_with_both_names_and_the_whole_fingerprint(agreed, ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "zh-hans"

    answer = client.get(trail(agreed))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="{agreed.number}-approval.pdf"'
    text = text_of(answer.content)
    first, second = Decision.objects.order_by("pk")
    for words in (
        agreed.number, "杭州云栖精密机械C-1", "价格请再核对", "同意", "资料齐全", "[×]", "500,000.00", "Lookatit",
        "第1轮", "第2轮", "2026-11-2016:00", "2026-11-2310:30", "3.5", first.judged, second.judged, "销售经理",
        "Gus代Bo", "1/1",
    ):  # fmt: skip
        assert words in text, words


def test_s32_what_was_voided_says_why(ann, bo, client):
    gus, fay = make_gus(), make_fay()
    ask_by({"asks": "person", "people": [bo.pk, gus.pk], "mode": "any", "role": "sales_manager"})
    order = submit(ann)
    decide(task_for(order, bo).pk, outcome="approved", actor=bo)
    second = submit_more(ann, "C-2")
    transfer_task(task_for(second, bo).pk, to_id=fay.pk, reason="knows them", actor=bo)
    recall_order(second.pk, actor=ann)
    third = submit_more(ann, "C-3")
    cancel_order(third.pk, actor=ann, reason="no more")

    tasks = Task.objects.select_related("step__request", "user").order_by("pk")
    endings = {(task.who, task.state): task.ending for task in tasks}

    assert endings == {
        ("Bo", "approved"): "",
        ("Gus", "voided"): "what was asked about was cancelled",
        ("Bo", "voided"): "what was asked about was cancelled",
        ("Bo", "transferred"): "given to a colleague",
        ("Fay", "recalled"): "the owner took the question back",
        ("Gus", "recalled"): "the owner took the question back",
    }
    first = Task.objects.select_related("step__request").get(step__request__order=order, user=gus)
    assert first.ending == "enough others agreed"


def submit_more(ann, code: str) -> Order:
    draft = make_draft(ann, make_customer(ann, code), [(make_product(f"P-{code}"), 1000)])
    submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


def test_a4_the_trail_of_an_order_one_does_not_see_does_not_exist(agreed, eve, client):
    assert client.get(trail(agreed)).url.startswith(reverse("login"))
    client.force_login(eve)

    assert client.get(trail(agreed)).status_code == 404
    assert client.get("/approvals/trail/nonsense/").status_code == 404


def test_a22_an_opinion_opens_no_file(ann, bo, client, monkeypatch, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-in-a-file")
    order = submit(ann)
    decide(open_task(order).pk, outcome="approved", opinion=f'<img src="{secret.as_uri()}">', actor=bo)
    opened: list[str] = []
    monkeypatch.setattr("weasyprint.urls.URLFetcher.open", lambda self, url, *a, **k: opened.append(url))
    client.force_login(ann)

    page = client.get(trail(order)).content

    assert opened == [] and b"canary-in-a-file" not in page
    assert "<imgsrc=" in text_of(page)
