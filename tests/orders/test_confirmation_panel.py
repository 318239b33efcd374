"""S41: the order page shows what sales, finance and warehouse each said to the confirmation, and when."""

import re

import pytest
from django.utils import translation

from approvals.models import Task
from approvals.services import decide
from orders.models import Order
from orders.panels.confirmation import confirmation_of
from orders.services import cancel_order, place_hold, submit_order
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import change, quantities
from tests.finance.builders import with_limit
from tests.orders.pages import everything
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def heard(order: Order) -> dict[str, tuple[str, list[str]]]:
    """Each department with its result and its sentences."""
    found = confirmation_of(None, Order.objects.get(pk=order.pk))
    return {one.key: (one.result.value, [str(say.words) for say in one.says]) for one in found["departments"]}


def panel(client, order: Order) -> str:
    html = client.get(f"/orders/{order.ref}/").content.decode()
    start = html.find('id="panel-confirmation"')
    text = re.sub(r"<[^>]+>", " ", html[start : html.find("</section>", start)]) if start >= 0 else ""
    return " ".join(text.split())


def submitted(ann, *, price: str = "100", limit: str = "1000000", **head) -> Order:
    customer = make_customer(ann)
    with_limit(customer, limit)
    order = submit_order(make_draft(ann, customer, [(make_product("A-1", price=price), 10)], **head).pk, actor=ann)
    return Order.objects.get(pk=order.pk)


def test_s41_each_department_passed_with_its_time(desk, ann, cem):
    product = make_product("A-1", price="100")
    make_stock(cem, (product, 20))
    order = make_confirmed(ann, [(product, 10)])

    assert heard(order) == {
        "sales": ("passed", ["Complete and checked when it was handed in."]),
        "finance": ("passed", ["The credit covers it."]),
        "warehouse": ("passed", ["The goods are set aside."]),
    }
    shown = panel(desk, order)
    assert shown.count("Passed") == 3
    assert len(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", shown)) == 4
    assert "Ann" in shown


def test_s41_while_finance_is_asked_the_panel_says_whom_it_waits_for(desk, ann, dot):
    order = submitted(ann, limit="500")
    assert order.state == "pending_approval"

    said = heard(order)
    assert (said["sales"][0], said["finance"][0], said["warehouse"][0]) == ("passed", "waits", "waits")
    assert "Over the credit limit; it goes on only with approval." in said["finance"][1]
    shown = panel(desk, order)
    assert "An approval is asked for. waits for Dot" in shown and "500.00" not in shown

    decide(Task.objects.get().pk, outcome="approved", opinion="they pay next week", actor=dot)

    said = heard(order)
    assert said["finance"] == ("passed", ["they pay next week", "Over the credit limit, and approved all the same."])
    assert said["warehouse"] == ("waits", ["A-1: 10 missing; the order keeps its turn."])
    assert "Dot" in panel(desk, order)


def test_s41_the_managers_answer_counts_for_sales(desk, ann, bo):
    order = submitted(ann, price="6000")

    assert heard(order)["sales"][0] == "waits"
    assert "waits for Bo" in panel(desk, order)
    decide(Task.objects.get().pk, outcome="approved", actor=bo)

    assert heard(order)["sales"][0] == "passed"


def test_s41_an_approved_order_the_credit_covers_no_more_has_failed_with_finance(desk, ann, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    order = submitted(ann)
    with_limit(order.customer, "500")
    before = everything()

    said = heard(order)

    assert said["finance"] == (
        "failed",
        ["The customer's credit does not cover it now: collect money, raise the limit, or let it be approved."],
    )
    shown = panel(desk, order)
    assert "Failed" in shown and "Not confirmed yet" in shown
    assert everything() == before


def test_s41_a_hold_on_the_confirmation_is_what_sales_waits_for(ann, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    order = submitted(ann)
    place_hold(order.pk, kind="manual", stops=["confirm"], reason="price list", actor=ann)

    assert heard(order)["sales"] == (
        "waits",
        ["Complete and checked when it was handed in.", "A hold stops the confirmation."],
    )


def test_s41_a_reason_given_when_handing_in_is_told(ann, bo):
    customer, product = make_customer(ann), make_product("A-1", price="100")
    submit_order(make_draft(ann, customer, [(product, 10)], customer_po="PO-1").pk, actor=ann)
    again = make_draft(ann, customer, [(product, 3)], customer_po="PO-1")
    order = submit_order(again.pk, actor=ann, reason="second lot")

    assert heard(order)["sales"][1][0] == "Complete; handed in with a reason: second lot"


def test_s41_drafts_and_ended_orders_show_no_panel(desk, ann, cem):
    draft = make_draft(ann, make_customer(ann), [(make_product("A-1"), 1)])
    assert panel(desk, draft) == ""
    order = submit_order(draft.pk, actor=ann)
    assert panel(desk, order) != ""

    cancel_order(order.pk, actor=ann, reason="x")

    assert panel(desk, Order.objects.get(pk=order.pk)) == ""


def test_s41_after_a_change_each_speaks_of_the_new_revision(ann, bo, cem):
    product = make_product("A-1", price="100")
    make_stock(cem, (product, 10))
    order = make_confirmed(ann, [(product, 10)])

    order = change(order, ann, bo, *quantities(order, l1=12))

    said = heard(order)
    assert said["finance"][0] == "passed"
    assert said["warehouse"] == ("waits", ["A-1: 2 missing; the order keeps its turn."])


def test_s41_the_warehouse_reads_the_result_and_no_credit_figure(client, ann, cem):
    product = make_product("A-1", price="100")
    make_stock(cem, (product, 10))
    order = make_confirmed(ann, [(product, 10)])
    client.force_login(cem)
    client.cookies["django_language"] = "en"

    shown = panel(client, order)

    assert "The credit covers it." in shown and "1,000,000" not in shown
