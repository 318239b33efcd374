"""S128, S117, S40: the monthly list of overrides, skipped checks, self-approvals, late and delegated answers."""

import csv
import datetime
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from approvals.models import Decision, Policy, Task
from approvals.services import act_at_limits, decide
from catalog.models import Product
from core import clock
from core.models import Notice
from notifications.models import Message
from orders.models import Order, OrderRevision
from orders.services import lift_hold, place_hold, save_draft, share_order, submit_order
from orders.services.entry.composing import DraftRow
from reports.monthly import tell_compliance_ready
from tests.approvals.builders import ALWAYS, ask_by, make_fay, make_gus, open_task, submit
from tests.approvals.test_cover import away
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.changes.builders import head_of
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
PAGE = "/reports/compliance/"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
NOVEMBER = {"month": "2026-11"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def moment(day: str, at: str = "10:00") -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T{at}:00").replace(tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def november():
    with clock.at(moment("2026-11-26")):
        yield


@pytest.fixture
def fay(db):
    return make_fay()


@pytest.fixture
def desk(fay, client) -> Client:
    client.force_login(fay)
    return client


def counts(desk: Client, month: str = "2026-11") -> dict[str, int]:
    page = desk.get(PAGE, {"month": month})
    return {section.key: n for section, n in page.context["sections"] if n}


def told(desk: Client, section: str) -> list[tuple]:
    rows = desk.get(PAGE, NOVEMBER | {"section": section}).context["rows"]
    return [(row.ref, row.who, row.for_whom, row.what, row.reason) for row in rows]


def small(ann, code: str = "1", **head) -> Order:
    draft = make_draft(ann, make_customer(ann, f"C-{code}"), [(make_product(f"P-{code}"), 10)], **head)
    submit_order(draft.pk, actor=ann, reason=head.get("customer_po", ""))
    return Order.objects.get(pk=draft.pk)


def test_s128_a_quiet_month_says_that_nothing_was_found(desk, ann):
    small(ann)

    page = desk.get(PAGE, NOVEMBER)

    assert counts(desk) == {}
    assert [section.key for section, _n in page.context["sections"] if section.none] == ["skipped", "own"]
    assert page.content.decode().count("must be 0") == 2


def test_s40_a_reason_that_passed_a_check_is_listed_once_with_who_and_why(desk, ann, bo):
    customer, product = make_customer(ann), make_product()
    first = make_draft(ann, customer, [(product, 10)], customer_po="PO-7")
    submit_order(first.pk, actor=ann)
    ask_by({"name": "Ask", "asks": "manager", "role": "sales_manager"})
    second = make_draft(ann, customer, [(product, 11)], customer_po="PO-7")
    submit_order(second.pk, actor=ann, reason="=cmd: the second half")
    decide(open_task(second).pk, outcome="returned", opinion="once more", actor=bo)
    submit_order(second.pk, actor=ann, reason="as I said")
    numbers = [Order.objects.get(pk=order.pk).number for order in (first, second)]

    assert told(desk, "reasons") == [
        (numbers[1], "Ann", "", f"Customer PO number PO-7 is already on order {numbers[0]}.", "=cmd: the second half")
    ]
    assert counts(desk) == {"reasons": 1}
    assert counts(desk, "2026-10") == {}


def test_s40_a_typed_price_is_a_price_override(desk, ann):
    order = make_draft(ann, make_customer(ann), [(make_product(), 10)])
    product = Product.objects.get()
    rows = [DraftRow(product_id=product.pk, quantity=Decimal(10), unit_price=Decimal("85.50"))]
    save_draft(order.pk, head=head_of(order), rows=rows, version=order.version, actor=ann)
    submit_order(order.pk, actor=ann)

    ((ref, who, _for, what, _reason),) = told(desk, "prices")

    assert (ref, who) == (Order.objects.get(pk=order.pk).number, "Ann")
    assert what == "Line 1: A-1043 at 85.5, typed in place of 86."


def test_a_hold_that_was_lifted_by_hand_and_a_share_are_listed(desk, ann, eve):
    order = small(ann)
    hold = place_hold(order.pk, kind="manual", stops=["dispatch"], reason="credit insurance", actor=ann)
    lift_hold(hold.pk, actor=ann)
    share_order(order.pk, to=eve, actor=ann, edit=True)

    assert told(desk, "holds") == [(order.number, "Ann", "", "We want to wait", "credit insurance")]
    assert told(desk, "shares") == [(order.number, "Ann", "Eve", "may edit", "")]
    assert counts(desk) == {"holds": 1, "shares": 1}


def test_s117_a_self_approval_planted_behind_the_houses_back_is_found(desk, ann, bo):
    order = submit(ann)
    task = open_task(order)
    assert "own" not in counts(desk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_decision (task_id, outcome, opinion, decider_id, role_then, judged, signed, ticks,"
            " at) VALUES (%s, 'approved', 'mine', %s, 'sales', '', '', '[]', %s)",
            [task.pk, ann.pk, clock.now()],
        )

    ((ref, who, _for, what, reason),) = told(desk, "own")

    assert (ref, who, reason) == (order.number, "Ann", "mine")
    assert what == "Approved · Total 97,180.00 reaches the limit of 50,000."
    assert 'tone-danger"><i aria-hidden="true">' in desk.get(PAGE, NOVEMBER).content.decode()


def test_s117_deciding_in_the_name_of_the_owner_is_a_self_approval(desk, ann, bo):
    order = submit(ann)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_decision (task_id, outcome, opinion, decider_id, on_behalf_of_id, role_then,"
            " judged, signed, ticks, at) VALUES (%s, 'approved', '', %s, %s, 'sales_manager', '', '', '[]', %s)",
            [open_task(order).pk, bo.pk, ann.pk, clock.now()],
        )

    assert [row[:3] for row in told(desk, "own")] == [(order.number, "Bo", "Ann")]


def plant(order: Order, level: str, **more) -> None:
    finding = {"code": "credit_over", "level": level, "heading": "credit", "message": "Over the limit.", "line": None,
               "field": "", "facts": {}}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_orderrevision SET findings = %s, reason = '' WHERE order_id = %s",
            [json.dumps([finding | more]), order.pk],
        )


@pytest.mark.parametrize("level", ["stop", "approve", "needs_reason"])
def test_s128_a_skipped_check_planted_behind_the_houses_back_is_found(desk, ann, level):
    order = small(ann)
    plant(order, level)

    assert counts(desk) == {"skipped": 1}
    assert told(desk, "skipped") == [(order.number, "Ann", "", "Over the limit.", "")]


def test_s128_what_a_person_agreed_to_is_no_skipped_check_and_neither_is_what_waits_or_was_returned(desk, ann, bo):
    agreed, waits = submit(ann), None
    decide(open_task(agreed).pk, outcome="approved", actor=bo)
    draft = make_draft(ann, make_customer(ann, "C-2"), [(make_product("B-2"), 1000)])
    waits = submit_order(draft.pk, actor=ann)
    for order in (agreed, waits):
        plant(order, "approve")
    assert counts(desk) == {}

    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET state = 'approved' WHERE id = %s", [waits.pk])

    assert told(desk, "skipped") == [(waits.number, "Ann", "", "Over the limit.", "")]


def test_late_and_delegated_decisions_and_steps_that_passed_by_themselves(desk, ann, bo):
    gus = make_gus()
    with clock.at(moment("2026-11-16")):
        away(bo, gus, last=20)
        late = submit(ann)
    with clock.at(moment("2026-11-20")):
        decide(open_task(late).pk, outcome="approved", opinion="sorry", actor=gus)
    soon = {"name": "Soon", "question": "Soon?", "when": ALWAYS, "role": "finance", "hours": 1, "at_limit": "pass"}
    Policy.objects.active("order").get().rules.create(position=99, **soon)
    with clock.at(moment("2026-11-23")):
        passed = small(ann, "2")
    with clock.at(moment("2026-11-24")):
        act_at_limits()

    # Asked on Monday at ten with a limit of eight working hours.
    ((ref, who, whom, what, reason),) = told(desk, "late")
    assert (ref, who, whom, reason) == (late.number, "Gus", "Bo", "sorry")
    assert what == "Approved · Total 97,180.00 reaches the limit of 50,000. · due 2026-11-17 10:00"
    assert [row[:3] for row in told(desk, "delegated")] == [(late.number, "Gus", "Bo")]
    assert [row[0] for row in told(desk, "passed")] == [passed.number]
    assert counts(desk) == {"late": 1, "delegated": 1, "passed": 1}


def test_a14_the_file_holds_every_line_and_no_formula(desk, ann):
    customer, product = make_customer(ann), make_product()
    for reason in ("", "=HYPERLINK(1)"):
        draft = make_draft(ann, customer, [(product, 10)], customer_po="PO-7")
        submit_order(draft.pk, actor=ann, reason=reason)
    share_order(draft.pk, to=make_person("joe", "sales", name="+Joe"), actor=ann)

    answer = desk.get(f"{PAGE}file/", NOVEMBER)

    assert answer["Content-Disposition"] == 'attachment; filename="compliance-2026-11.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    number = Order.objects.get(pk=draft.pk).number
    assert rows[0] == ["Section", "When", "Who", "On behalf of", "Case", "What", "Reason"]
    assert [row[0] for row in rows[1:]] == ["Passed with a reason", "Shares given"]
    assert rows[1][1:5] == ["2026-11-26 10:00", "Ann", "", number] and rows[1][6] == "'=HYPERLINK(1)"
    assert rows[2][3] == "'+Joe"


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "nonsense", "２０２６-11", "\x00", "1999-01"])
def test_a_month_nobody_can_mean_is_the_last_one_that_is_over(desk, month):
    assert desk.get(PAGE, {"month": month}).context["month"].first == datetime.date(2026, 10, 1)
    assert desk.get(PAGE, {"month": "2026-11", "section": "x", "page": "-3"}).status_code == 200


def test_who_may_see_it(ann, bo, desk, client):
    for person, status in ((ann, 403), (bo, 403), (make_person("hal", "auditor"), 200)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
        assert client.get(f"{PAGE}file/").status_code == status


def test_the_page_asks_a_fixed_number_of_questions(desk, ann):
    for code in "1234":
        plant(small(ann, code), "stop")
    desk.get(PAGE)

    with counted("reports.compliance", budget=10):
        page = desk.get(PAGE, NOVEMBER | {"section": "skipped"})
    assert len(page.context["rows"]) == 4
    assert OrderRevision.objects.count() == 4 and not Task.objects.exists() and not Decision.objects.exists()


@pytest.mark.parametrize(
    ("day", "told_of"),
    [("2026-11-01", False), ("2026-11-02", True), ("2026-11-05", True), ("2026-10-07", False), ("2026-10-08", True)],
)
def test_s128_the_process_owner_is_told_once_from_the_first_working_day_on(fay, bo, day, told_of):
    """The first of November is a Sunday; October begins with a holiday until the seventh."""
    hal = make_person("hal", "auditor")
    with clock.at(moment(day, "08:20")), translation.override("en"):
        assert tell_compliance_ready() is told_of
        before = (Message.objects.count(), Notice.objects.count())
        assert tell_compliance_ready() is False

    month = "2026-09" if day < "2026-11" else "2026-10"
    assert (Message.objects.count(), Notice.objects.count()) == before
    people = set(Message.objects.filter(url=f"{PAGE}?month={month}").values_list("user__username", flat=True))
    assert people == ({fay.username, hal.username} if told_of else set())
    assert bo.username not in people
