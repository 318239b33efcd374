"""A limit higher than finance may set alone is asked for; until it is agreed to the old one holds (S33, S117)."""

from decimal import Decimal

import pytest

from approvals.models import Request, Task
from approvals.services import decide
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from finance.models import LimitChange
from finance.models.limit import LimitState
from finance.services import change_limit, set_limit, withdraw_limit
from tests.approvals.builders import make_fay
from tests.cast import make_customer
from tests.finance.builders import profile_of, with_limit

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def customer(ann):
    found = make_customer(ann)
    with_limit(found, "200000.00")
    return found


def task_of(change):
    return Task.objects.pending().get(step__request__subject=change.stream)


def raise_to(customer, limit, actor):
    return change_limit(customer.pk, D(limit), reason="signed a frame contract", actor=actor)


def test_s33_up_to_the_house_s_own_figure_finance_sets_it_and_above_the_director_is_asked(dot, customer):
    fay = make_fay()

    assert raise_to(customer, 500_000, dot).limit == D(500_000)
    change = raise_to(customer, 500_001, dot)
    assert (change.state, profile_of(customer).limit) == (LimitState.ASKED, D(500_000))
    task = task_of(change)
    assert (task.role, task.step.request.facts["total"]) == ("director", "500001.00")

    decide(task.pk, outcome="approved", opinion="", actor=fay)

    now = LimitChange.objects.get()
    assert (now.state, now.agreed_by, profile_of(customer).limit) == (LimitState.GRANTED, "Fay", D(500_001))
    told = Event.objects.filter(name="credit.limit_set").order_by("-pk")[0]
    assert (told.data["before"], told.data["after"]) == ("500000.00", "500001.00")


def test_a6_nobody_walks_around_the_question_and_who_asks_does_not_answer(ann, dot, customer):
    make_fay()
    with pytest.raises(Refused) as refused:
        set_limit(customer.pk, D(900_000), reason="x", actor=dot)
    with pytest.raises(Forbidden):
        raise_to(customer, 900_000, ann)
    task = task_of(raise_to(customer, 900_000, dot))
    for person in (ann, dot):
        with pytest.raises(Forbidden):
            decide(task.pk, outcome="approved", opinion="", actor=person)

    assert (refused.value.code, profile_of(customer).limit) == ("ask_first", D(200_000))


def test_the_director_sets_any_limit_and_everybody_with_the_right_lowers_one(dot, customer):
    fay = make_fay()

    assert raise_to(customer, 2_000_000, fay).limit == D(2_000_000)
    assert raise_to(customer, 1_900_000, dot).limit == D(1_900_000)
    assert LimitChange.objects.count() == 0


@pytest.mark.parametrize(("outcome", "state"), [("returned", "returned"), ("rejected", "refused")])
def test_s33_a_no_leaves_the_limit_and_it_may_be_asked_for_again(dot, customer, outcome, state):
    fay = make_fay()
    change = raise_to(customer, 900_000, dot)

    decide(task_of(change).pk, outcome=outcome, opinion="why so much?", actor=fay)

    now = LimitChange.objects.get()
    assert (now.state, now.answer, profile_of(customer).limit) == (state, "why so much?", D(200_000))
    assert raise_to(customer, 800_000, dot).state == LimitState.ASKED


def test_i26_asked_twice_is_refused_and_taken_back_asks_nobody(dot, customer):
    fay = make_fay()
    change = raise_to(customer, 900_000, dot)
    task = task_of(change)
    with pytest.raises(Refused) as refused:
        raise_to(customer, 950_000, dot)

    withdraw_limit(change.pk, actor=dot)

    with pytest.raises(Refused):
        decide(task.pk, outcome="approved", opinion="", actor=fay)
    assert refused.value.code == "asked_already"
    assert Request.objects.get(subject=change.stream).state == "recalled"
    assert (LimitChange.objects.get().state, profile_of(customer).limit) == ("withdrawn", D(200_000))


def test_s33_the_page_says_that_it_is_asked_for_and_takes_it_back(client, dot, customer, settings):
    settings.LANGUAGE_CODE = "en"
    make_fay()
    client.force_login(dot, backend="core.backends.RoleBackend")
    where = f"/finance/credit/{customer.pk}/limit/"

    asked = client.post(where, {"limit": "900000", "reason": "grows"}, follow=True).content.decode()
    assert "until it is agreed to the old one holds" in asked and "asks for a limit of" in asked
    client.post(f"{where}withdraw/")

    assert LimitChange.objects.get().state == "withdrawn"
    assert client.post(f"{where}withdraw/").status_code == 404
