"""S36, S40: working hours of approvals by rule, step and person, rework loops, what rules saw of later errors."""

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client

from approvals.services import act_at_limits, decide
from core import clock
from core.calendar import working_hours_between
from orders.models import Order
from orders.services import save_draft, submit_order
from reports.figures.answers import paces
from reports.figures.period import Period
from tests.approvals.builders import ask_by, make_fay, open_task
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.changes.builders import change, head_of, quantities
from tests.changes.builders import row_of as typed
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
PAGE = "/reports/approvals/"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk(bo, client) -> Client:
    client.force_login(bo)
    return client


def moment(day: str, at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T{at}:00").replace(tzinfo=SHANGHAI)


def order_of(ann, code: str, asked: datetime.datetime, pieces: int = 1000) -> Order:
    with clock.at(asked):
        draft = make_draft(ann, make_customer(ann, f"C-{code}"), [(make_product(f"P-{code}"), pieces)])
        submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


def answer(order: Order, at: datetime.datetime, outcome: str = "approved", by=None) -> None:
    with clock.at(at):
        task = open_task(order)
        decide(task.pk, outcome=outcome, opinion="so be it", actor=by or task.user)


@pytest.fixture
def autumn(ann, bo) -> list[Order]:
    """Three questions: over a weekend (3 h), over the National Day holiday (2 h), and over a working day (9 h)."""
    ask_by({"name": "Ask the boss", "asks": "manager", "role": "sales_manager", "hours": 8})
    told = (
        ("1", moment("2026-11-20", "16:00"), moment("2026-11-23", "10:00")),
        ("2", moment("2026-09-30", "17:00"), moment("2026-10-08", "10:00")),
        ("3", moment("2026-11-24", "09:00"), moment("2026-11-25", "10:00")),
    )
    orders = []
    for code, asked, answered in told:
        orders.append(order_of(ann, code, asked))
        answer(orders[-1], answered)
    return orders


NOVEMBER = Period(datetime.date(2026, 9, 1), datetime.date(2026, 11, 30))


def row_of(answered, by: str) -> dict[str, tuple]:
    rows = next(rows for key, _title, rows in answered.context["splits"] if key == by)
    return {row.label: (row.count, row.median, row.slowest_tenth, row.in_time, row.raised) for row in rows}


def test_s36_hours_are_working_hours_over_weekend_and_holiday(desk, autumn):
    with clock.at(moment("2026-11-26", "12:00")):
        page = desk.get(PAGE)

    # 2, 3 and 9 hours: the middle one is 3, nine tenths of the way up lie at 3 + 0.8 * 6.
    told = (3, Decimal("3.00"), Decimal("7.80"), 2, 0)
    assert row_of(page, "rule") == {"Ask the boss": told}
    assert row_of(page, "step") == {"1": told}
    assert row_of(page, "person") == {"Bo": told}
    rule = page.context["splits"][0][2][0]
    assert rule.share == Decimal("66.7")


def test_the_database_counts_the_same_hours_as_the_calendar(ann, bo):
    ask_by({"name": "Ask", "asks": "manager", "role": "sales_manager"})
    begun = moment("2026-09-28", "07:13")
    for n in range(6):
        asked = begun + n * datetime.timedelta(days=5, hours=3, minutes=41)
        until = asked + n * datetime.timedelta(days=1, hours=5, minutes=7) + datetime.timedelta(minutes=9)
        answer(order_of(ann, str(n), asked), until)
        day = until.date()
        (pace,) = paces(bo, Period(day, day))["step"]
        assert pace.median == working_hours_between(asked, until).quantize(Decimal("0.01")), (asked, until)


def test_every_figure_leads_to_its_list(desk, autumn):
    with clock.at(moment("2026-11-26", "12:00")):
        page = desk.get(PAGE)
        html = page.content.decode()
        links = re.findall(r'href="(/reports/approvals/(?:answers|orders)/[^"]+)">(\d+)<', html)
        assert len(links) == 3 * 3 + 4 + 4
        for address, n in links:
            listed = desk.get(address.replace("&amp;", "&"))
            assert len(listed.context["page"].rows) == int(n), address
        told = desk.get("/reports/approvals/answers/rule/", {"key": "Ask the boss"}).content.decode()
    assert autumn[0].number in told and "7.00" not in told and "3.00" in told and "late" in told


def test_s36_what_was_passed_up_counts_as_late_for_the_step_and_against_who_let_it_lie(ann, bo, desk):
    fay = make_fay()
    bo.manager = fay
    bo.save()
    ask_by({"name": "Quick", "asks": "manager", "role": "sales_manager", "hours": 2, "at_limit": "escalate"})
    order = order_of(ann, "1", moment("2026-11-23", "09:00"))
    with clock.at(moment("2026-11-23", "15:00")):
        act_at_limits()
    answer(order, moment("2026-11-23", "16:00"), by=fay)

    with clock.at(moment("2026-11-26", "12:00")):
        client = Client()
        client.force_login(fay)
        page = client.get(PAGE)
        raised = client.get("/reports/approvals/answers/person/", {"key": str(bo.pk), "only": "raised"})

    # Asked at nine, answered at four with an hour for lunch; Fay had it for one hour.
    assert row_of(page, "step") == {"1": (1, Decimal("6.00"), Decimal("6.00"), 0, 1)}
    assert row_of(page, "person") == {
        "Fay": (1, Decimal("1.00"), Decimal("1.00"), 1, 0),
        "Bo": (0, None, None, 0, 1),
    }
    assert len(raised.context["page"].rows) == 1


def test_s40_rework_loops_count_orders_by_how_often_they_came_back(ann, bo, desk):
    ask_by({"name": "Ask", "asks": "manager", "role": "sales_manager"})
    orders = [submit_more(ann, str(n)) for n in range(4)]
    for order, times in zip(orders, (0, 1, 2, 3), strict=True):
        for _time in range(times):
            decide(open_task(order).pk, outcome="returned", opinion="again", actor=bo)
            submit_order(order.pk, actor=ann)

    page = desk.get(PAGE)

    assert [(n, share) for _loop, n, share in page.context["returned"]] == [
        (3, Decimal("75.0")), (2, Decimal("50.0")), (1, Decimal("25.0")),
    ]  # fmt: skip
    twice = desk.get("/reports/approvals/orders/returned-2/").context["page"].rows
    assert {order.pk for order in twice} == {orders[2].pk, orders[3].pk}


def submit_more(ann, code: str, pieces: int = 10) -> Order:
    draft = make_draft(ann, make_customer(ann, f"C-{code}"), [(make_product(f"P-{code}"), pieces)])
    submit_order(draft.pk, actor=ann)
    return Order.objects.get(pk=draft.pk)


@pytest.fixture
def corrected(ann, bo, cem) -> dict[str, Order]:
    """Two orders a rule asked about, one of them wrong; three it did not, one of them wrong."""
    ask_by({"name": "Large", "asks": "manager", "role": "sales_manager", "when": [["total", ">=", 50000]]})
    made = {}
    for code, pieces in (("large", 1000), ("large-wrong", 1000), ("small", 10), ("small-2", 10), ("small-wrong", 10)):
        made[code] = submit_more(ann, code, pieces)
        if pieces == 1000:
            decide(open_task(made[code]).pk, outcome="approved", actor=bo)
    for code, n in (("large-wrong", 999), ("small-wrong", 9)):
        change(made[code], ann, bo, *quantities(made[code], l1=n), cause="entry")
    return made


def test_s40_b8_two_proportions_say_whether_rules_see_what_is_corrected_later(desk, corrected):
    page = desk.get(PAGE)

    assert [(n, wrong, share) for _group, n, _loop, wrong, share in page.context["proportions"]] == [
        (2, 1, Decimal("50.0")), (3, 1, Decimal("33.3")),
    ]  # fmt: skip
    assert page.context["caught"] == Decimal("50.0")
    for key, code in (("flagged-corrected", "large-wrong"), ("unflagged-corrected", "small-wrong")):
        rows = desk.get(f"/reports/approvals/orders/{key}/").context["page"].rows
        assert [order.pk for order in rows] == [corrected[code].pk]


def test_what_was_put_right_between_two_rounds_is_not_corrected_later(ann, bo, desk):
    ask_by({"name": "Ask", "asks": "manager", "role": "sales_manager"})
    order = submit_more(ann, "1")
    decide(open_task(order).pk, outcome="returned", opinion="eleven", actor=bo)
    order.refresh_from_db()
    rows = [typed(order.lines.get(), quantity=Decimal(11))]
    save_draft(order.pk, head=head_of(order), rows=rows, version=order.version, actor=ann)
    submit_order(order.pk, actor=ann)

    assert order.corrections.count() == 1
    assert desk.get(PAGE).context["counts"]["corrected"] == 0


def test_a4_a_manager_of_another_department_counts_nothing_of_it_and_a_salesperson_may_not_look(autumn, ann, client):
    client.force_login(make_person("eva", "sales_manager", department="South"))
    with clock.at(moment("2026-11-26", "12:00")):
        page = client.get(PAGE)
        assert [rows for _by, _title, rows in page.context["splits"]] == [[], [], []]
        assert set(page.context["counts"].values()) == {0}
        for address in ("answers/rule/?key=Ask+the+boss", "answers/step/?key=1", "orders/all/"):
            assert client.get(f"{PAGE}{address}").context["page"].rows == []
    client.force_login(ann)
    for address in ("", "answers/rule/", "orders/all/"):
        assert client.get(f"{PAGE}{address}").status_code == 403


@pytest.mark.parametrize("key", ["", "nonsense", "99999999999999999", "-1", "\x00", "１"])
def test_a_key_that_stands_for_nothing_shows_nothing(desk, autumn, key):
    for by in ("rule", "step", "person"):
        answered = desk.get(f"{PAGE}answers/{by}/", {"key": key, "only": key})
        assert (answered.status_code, answered.context["page"].rows) == (200, [])
    assert desk.get(f"{PAGE}answers/colour/").status_code == 404
    assert desk.get(f"{PAGE}orders/colour/").status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(desk, autumn):
    with clock.at(moment("2026-11-26", "12:00")):
        desk.get(PAGE)
        with counted("reports.approvals", budget=12):
            desk.get(PAGE)
        with counted("reports.approval-answers", budget=12):
            desk.get(f"{PAGE}answers/rule/", {"key": "Ask the boss"})
