"""After-sales cases: limits in working hours, who answers, reminders once, calls after delivery, figures (S78-S81)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.calendar import add_working_hours
from core.refusal import Refused
from notifications.models import Message
from orders.models import Case, Order
from orders.services.cases.handling import answer_case, close_case, hand_case, open_case, reopen_case
from orders.services.cases.passing import open_follow_ups, remind_cases
from reports.figures.after_sales import after_sales
from reports.figures.period import period_of
from tests.cast import make_customer
from tests.orders.returns import asked, delivered
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 3, 2, 2, 0, tzinfo=datetime.UTC)
"""10:00 in Shanghai."""


@pytest.fixture
def monday(monkeypatch):
    """It is Monday, 10:00, until the test says otherwise."""
    now = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


@pytest.fixture
def customer(ann):
    return make_customer(ann)


def complaint(customer, actor, **more):
    given = {"kind": "complaint", "cause": "quality", "title": "cracked ring"} | more
    return open_case(customer, **given, actor=actor)


def test_s78_a_case_has_type_owner_limit_and_state(ann, bo, customer, monday):
    case = complaint(customer, bo)

    assert (case.kind, case.owner, case.state, case.cause) == ("complaint", ann, "open", "quality")
    assert case.until == add_working_hours(monday[0], 4)


def test_the_history_tells_a_limit_as_the_page_does(client, ann, customer, monday):
    case = complaint(customer, ann)
    client.force_login(ann)

    html = client.get(case.get_absolute_url()).content.decode()

    until = f"{timezone.localtime(case.until):%Y-%m-%d %H:%M}"
    assert f"Opened, to be answered by {until}" in html


def test_s80_a_complaint_without_a_cause_is_refused(ann, customer):
    with pytest.raises(Refused, match="needs a cause"), transaction.atomic():
        complaint(customer, ann, cause="")

    assert Case.objects.count() == 0


def test_s78_the_life_of_a_case(ann, customer, monday):
    case = complaint(customer, ann)

    answer_case(case.pk, answer="We send a new one.", actor=ann)
    monday[0] += datetime.timedelta(hours=2)
    close_case(case.pk, rating=4, actor=ann)
    reopen_case(case.pk, reason="broken again", actor=ann)

    case.refresh_from_db()
    assert (case.state, case.rating, case.answered_at) == ("open", 4, None)
    assert case.until == add_working_hours(monday[0], 4)


LEADS = {
    "open": {"answer": "answered", "close": "closed"},
    "answered": {"close": "closed", "reopen": "open"},
    "closed": {"reopen": "open"},
}
ACTS = {
    "answer": lambda case, who: answer_case(case.pk, answer="yes", actor=who),
    "close": lambda case, who: close_case(case.pk, actor=who),
    "reopen": lambda case, who: reopen_case(case.pk, reason="no", actor=who),
}


@pytest.mark.parametrize("state", LEADS)
@pytest.mark.parametrize("verb", ACTS)
def test_a37_every_state_leads_only_where_the_grid_says(ann, customer, state, verb):
    case = complaint(customer, ann)
    for step in {"open": (), "answered": ("answer",), "closed": ("close",)}[state]:
        ACTS[step](case, ann)

    if verb in LEADS[state]:
        assert ACTS[verb](case, ann).state == LEADS[state][verb]
    else:
        with pytest.raises(Refused), transaction.atomic():
            ACTS[verb](case, ann)
        assert Case.objects.get().state == state


def test_a6_only_who_looks_after_the_customer_or_owns_the_case_answers_it(ann, bo, eve, cem, dot, customer):
    case = complaint(customer, ann)
    for who in (eve, cem, dot):
        with pytest.raises(PermissionDenied), transaction.atomic():
            answer_case(case.pk, answer="no", actor=who)
    hand_case(case.pk, to=eve, actor=bo)

    assert answer_case(case.pk, answer="I look into it", actor=eve).state == "answered"


def test_s78_the_owner_is_reminded_once_and_the_manager_once_after_twice_the_time(ann, bo, customer, monday):
    complaint(customer, ann)

    def told() -> list[str]:
        remind_cases()
        remind_cases()
        return sorted(Message.objects.filter(channel="inbox").values_list("user__username", flat=True))

    monday[0] += datetime.timedelta(hours=3)
    assert told() == []
    monday[0] = MONDAY.replace(hour=9)
    assert told() == ["ann"]
    monday[0] = MONDAY + datetime.timedelta(days=1, hours=4)
    assert told() == ["ann", "bo"]


def test_s79_a_call_is_due_so_many_days_after_acceptance_once(ann, cem, settings):
    order = delivered(ann, cem)
    settings.GENDAN_FOLLOW_UP_DAYS = 7
    assert open_follow_ups() == 0
    Order.objects.filter(pk=order.pk).update(accepted_at=clock.now() - datetime.timedelta(days=7))

    assert (open_follow_ups(), open_follow_ups()) == (1, 0)

    case = Case.objects.get()
    assert (case.kind, case.order, case.owner) == ("follow_up", order, ann)


def test_s79_a_house_without_calls_makes_none(ann, cem, settings):
    order = delivered(ann, cem)
    settings.GENDAN_FOLLOW_UP_DAYS = 0
    Order.objects.filter(pk=order.pk).update(accepted_at=clock.now() - datetime.timedelta(days=7))

    assert (open_follow_ups(), Case.objects.count()) == (0, 0)


def test_s80_the_figures_count_by_their_definitions_and_only_what_one_sees(client, ann, bo, cem, eve):
    order = delivered(ann, cem)
    for cause in ("quality", "quality", "late"):
        complaint(order.customer, ann, cause=cause, order=order)
    close_case(Case.objects.first().pk, rating=4, actor=ann)
    asked(order, ann, 2, reason="damaged")

    figures = after_sales(bo, period_of({"days": "30"}))

    assert (figures.orders, figures.complaints, figures.complaint_rate) == (1, 3, Decimal("300.0"))
    assert [(one.cause, one.count) for one in figures.causes] == [("quality", 2), ("late", 1)]
    assert (figures.lines, figures.claimed, figures.claim_rate) == (1, 1, Decimal("100.0"))
    assert figures.rating == Decimal("4.0")
    products = [(one.code, one.pieces, one.shipped, one.rate) for one in figures.products]
    assert products == [("A-1043", 2, 10, Decimal("20.0"))]
    assert [(one.reason, one.pieces, one.worth) for one in figures.reasons] == [("damaged", 2, Decimal("226.00"))]
    nothing = after_sales(eve, period_of({"days": "30"}))
    assert (nothing.orders, nothing.complaints, nothing.claimed, nothing.products) == (0, 0, 0, [])


def test_s80_each_figure_leads_to_its_documents(client, ann, bo, cem):
    order = delivered(ann, cem)
    case = complaint(order.customer, ann, order=order)
    returned = asked(order, ann, 1)
    client.force_login(bo)
    with counted("reports.after-sales", budget=20):
        page = client.get(reverse("reports:after-sales")).content.decode()

    for by, key, number in (("cause", "quality", case.number), ("reason", "damaged", returned.number),
                            ("product", "A-1043", returned.number)):  # fmt: skip
        url = reverse("reports:after-sales-documents", args=[by, key])
        assert url in page
        assert number in client.get(url).content.decode()
    assert client.get(reverse("reports:after-sales-documents", args=["cause", "mood"])).status_code == 404


def test_the_pages_of_cases(client, ann, customer, cem):
    order = delivered(ann, cem, customer=customer)
    client.force_login(ann)
    url = reverse("orders:case-new")
    typed = {"customer": customer.code, "order": order.ref, "kind": "complaint", "title": "late", "text": ""}

    assert client.post(url, typed).status_code == 422
    answer = client.post(url, typed | {"cause": "late"})

    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    with counted("orders.case", budget=15):
        assert "late" in client.get(case.get_absolute_url()).content.decode()
    with counted("orders.cases", budget=15):
        assert case.number in client.get(reverse("orders:cases")).content.decode()
    for page in ("/", order.get_absolute_url(), customer.get_absolute_url()):
        assert case.number in client.get(page).content.decode()
    client.post(reverse("orders:case-answer", args=[case.number]), {"answer": "sorry"})
    client.post(reverse("orders:case-close", args=[case.number]), {"rating": "5"})
    case.refresh_from_db()
    assert (case.state, case.rating) == ("closed", 5)


def test_a3_a_foreign_case_does_not_exist(client, ann, eve, customer):
    case = complaint(customer, ann)
    client.force_login(eve)

    assert client.get(case.get_absolute_url()).status_code == 404


def test_an_order_of_another_customer_is_refused(ann, customer, cem):
    order = delivered(ann, cem, customer=customer)

    with pytest.raises(Refused, match="another customer"), transaction.atomic():
        complaint(make_customer(ann, "C-9"), ann, order=order)
