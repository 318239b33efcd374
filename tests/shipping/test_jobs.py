"""Dispatch jobs: who may, from which state, nobody at two places, and what an order's end or change does to them."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from core import clock, outbox
from core.models import Event
from core.refusal import Refused
from inventory.invariants import INVARIANTS as STOCK
from inventory.models import Warehouse
from inventory.services import Counted, count_stock, receive_goods
from notifications.models import Message
from orders.invariants import INVARIANTS as ORDERS
from orders.models import Order, OrderLine
from orders.models.words import Stage
from orders.services import cancel_order, place_hold, short_close_order, split_order
from shipping.invariants import INVARIANTS
from shipping.models import DispatchJob
from shipping.services import Plan, cancel_job, finish_job, plan_job, replan_job, start_job
from shipping.services.jobs.rows import slot_words
from tests.cast import make_customer, make_person
from tests.shipping.builders import make_confirmed
from tests.shipping.jobs import do, make_service, make_technician, plan_for, send, service_order, slot

pytestmark = pytest.mark.django_db

LEADS = {
    "assigned": {"replan": "assigned", "start": "under_way", "cancel": "cancelled"},
    "under_way": {"finish": "done", "cancel": "cancelled"},
    "done": {},
    "cancelled": {},
}
MAY = {"replan": {"bo", "cem"}, "cancel": {"bo", "cem"}, "start": {"jon"}, "finish": {"jon"}}
CAST = {"jon": "technician", "kim": "technician", "di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)
ACTS = {
    "replan": lambda job, who: replan_job(job.pk, plan=plan_for(job.assignee, 48), actor=who),
    "start": lambda job, who: start_job(job.pk, actor=who),
    "finish": lambda job, who: finish_job(job.pk, accepted_by="王工", actor=who),
    "cancel": lambda job, who: cancel_job(job.pk, reason="customer is away", actor=who),
}


@pytest.fixture
def jon(db):
    return make_technician()


def bad(rules=(*INVARIANTS, *STOCK, *ORDERS)):
    return [(rule.code, list(rule.rows())) for rule in rules if list(rule.rows())]


def picture(job):
    rows = [Event.objects.count(), list(DispatchJob.objects.values()), list(OrderLine.objects.values())]
    return [*rows, list(Order.objects.defer("search").values_list("state", "stage", "holder", "version"))]


def attempt(act, job):
    before, outcome, state = picture(job), "done", ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            state = DispatchJob.objects.get(pk=job.pk).state
        except PermissionDenied:
            outcome = "forbidden"
        except Refused:
            outcome = "refused"
        if outcome != "done":
            assert picture(job) == before, "a refused act changed something"
        transaction.set_rollback(True)
    return outcome, state


def bring(job, state):
    if state in ("under_way", "done"):
        start_job(job.pk, actor=job.assignee)
    if state == "done":
        finish_job(job.pk, accepted_by="王工", actor=job.assignee)
    if state == "cancelled":
        cancel_job(job.pk, reason="away", actor=job.planner)
    return DispatchJob.objects.get(pk=job.pk)


@pytest.mark.parametrize("state", LEADS)
def test_a37_everybody_gets_exactly_what_the_grid_says_for_every_verb_on_a_job(state, ann, bo, eve, cem, dot):
    people = {"ann": ann, "bo": bo, "eve": eve, "cem": cem, "dot": dot}
    people |= {name: make_person(name, role, department="Elsewhere") for name, role in CAST.items()}
    job = bring(send(service_order(ann), people["jon"], cem), state)

    found = {
        (verb, name): attempt(lambda verb=verb, name=name: ACTS[verb](job, people[name]), job)
        for verb in ACTS
        for name in PEOPLE
    }

    def expected(verb, name):
        if name not in MAY[verb]:
            return "forbidden", ""
        return ("done", LEADS[state][verb]) if verb in LEADS[state] else ("refused", "")

    assert {cell: found[cell] for cell in found if found[cell] != expected(*cell)} == {}


def test_only_planners_send_somebody_and_only_who_may_go_is_sent(ann, cem, jon):
    order = service_order(ann)

    for nobody in (ann, jon):
        with pytest.raises(PermissionDenied):
            plan_job(order.pk, plan=plan_for(jon), actor=nobody)
    with pytest.raises(Refused, match="cannot be sent"):
        plan_job(order.pk, plan=plan_for(ann), actor=cem)
    assert DispatchJob.objects.count() == 0


@pytest.mark.parametrize(
    ("begin", "hours", "meets"), [(24, 2, True), (25, 4, True), (23, 2, True), (26, 2, False), (22, 2, False)]
)
def test_s16_nobody_is_sent_to_two_places_at_once(ann, cem, jon, begin, hours, meets):
    first = send(service_order(ann), jon, cem)
    other = service_order_again(ann)

    if meets:
        with pytest.raises(Refused, match=f"Jon is away then: dispatch job {first.number}, ") as refusal:
            plan_job(other.pk, plan=plan_for(jon, begin, hours), actor=cem)
        assert refusal.value.code == "elsewhere"
        assert (DispatchJob.objects.count(), OrderLine.objects.get(order=other).planned) == (1, 0)
        send(other, make_technician("kim"), cem)
    else:
        plan_job(other.pk, plan=plan_for(jon, begin, hours), actor=cem)
    assert DispatchJob.objects.count() == 2
    assert bad() == []


def service_order_again(ann):
    return make_confirmed(ann, [(make_service("F-0009"), 2)], customer=make_customer(ann, "C-9"))


def test_a_job_that_is_over_or_off_keeps_nobody_busy(ann, cem, jon):
    first, other = send(service_order(ann), jon, cem), service_order_again(ann)
    cancel_job(first.pk, reason="customer is away", actor=cem)

    second = send(other, jon, cem)
    do(second)
    third = send(first.order, jon, cem)

    assert [job.state for job in DispatchJob.objects.order_by("pk")] == ["cancelled", "done", "assigned"]
    assert third.lines.get().quantity == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ends_at": slot()["starts_at"]}, "end after it begins"),
        ({"ends_at": slot()["starts_at"] + datetime.timedelta(days=15)}, "two weeks at most"),
        ({"starts_at": slot(-9)["starts_at"], "ends_at": slot(-9)["ends_at"]}, "over already"),
        ({"place": "  "}, "where to go"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(ann, cem, jon, more, message):
    order = service_order(ann)
    plan = {"assignee_id": jon.pk, "place": "here", **slot()} | more

    with pytest.raises(Refused, match=message):
        plan_job(order.pk, plan=Plan(**plan), actor=cem)
    assert (DispatchJob.objects.count(), OrderLine.objects.get(order=order).planned) == (0, 0)


def test_services_of_one_line_are_done_in_several_visits(ann, cem, jon):
    order = service_order(ann, visits=3)
    line = order.lines.get()
    with pytest.raises(Refused, match="Only 3 of this service"):
        plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(4)}), actor=cem)
    with pytest.raises(Refused, match="Say how much"):
        plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(0)}), actor=cem)

    first = plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(1)}), actor=cem)
    assert Order.objects.get().stage == Stage.TO_DISPATCH
    second = plan_job(order.pk, plan=plan_for(jon, 48), actor=cem)
    assert second.lines.get().quantity == 2
    with pytest.raises(Refused, match="Nobody needs to be sent"):
        plan_job(order.pk, plan=plan_for(jon, 96), actor=cem)
    do(first)

    order = Order.objects.get()
    assert (order.stage, order.stage_until, order.fulfilment) == (Stage.SERVICE, second.ends_at, "partly_shipped")
    assert bad() == []


def told(person):
    return list(Message.objects.filter(user=person, channel="inbox").order_by("pk").values_list("subject", flat=True))


def sweep():
    while outbox.sweep():
        pass


def test_s16_whoever_is_sent_hears_it_and_moving_a_job_tells_both_people_and_the_order(ann, cem, jon):
    kim = make_technician("kim")
    job = send(service_order(ann), jon, cem)
    sweep()

    moved = replan_job(job.pk, plan=plan_for(kim, 72), actor=cem)
    sweep()

    order = Order.objects.get()
    assert (order.holder, order.stage_until) == (kim, moved.ends_at)
    assert [job.number in words for words in told(jon)] == [True, True]
    assert "need not go" in told(jon)[1]
    assert told(kim) == [f"You go to {order.customer.title}, {slot_words(moved)}: dispatch job {job.number}"]

    again = replan_job(job.pk, plan=plan_for(kim, 96), actor=cem)
    assert Order.objects.get().stage_until == again.ends_at
    cancel_job(job.pk, reason="customer is away", actor=cem)
    sweep()
    assert len(told(kim)) == 2 and "need not go" in told(kim)[1]


def test_a_hold_keeps_people_in_the_house_too(ann, cem, jon):
    order = service_order(ann)
    job = send(order, jon, cem)
    place_hold(order.pk, kind="manual", stops=["dispatch"], reason="wait for the money", actor=ann)

    with pytest.raises(Refused):
        start_job(job.pk, actor=jon)
    assert DispatchJob.objects.get().state == "assigned"


def test_a_job_is_not_done_before_somebody_at_the_customers_says_so(ann, cem, jon):
    job = send(service_order(ann), jon, cem)
    start_job(job.pk, actor=jon)

    with pytest.raises(Refused, match="who accepted the work"):
        finish_job(job.pk, accepted_by=" ", actor=jon)
    assert (DispatchJob.objects.get().state, OrderLine.objects.get().shipped) == ("under_way", 0)


def test_s55_cancelling_the_order_calls_back_whoever_goes(ann, cem, jon):
    order = service_order(ann)
    job = send(order, jon, cem)

    cancel_order(order.pk, actor=ann, reason="no longer wanted")

    job.refresh_from_db()
    assert (job.state, job.reason) == ("cancelled", "no longer wanted")
    assert OrderLine.objects.get().planned == 0
    assert bad() == []


def test_closing_short_ends_the_visits_that_are_left(ann, cem, jon):
    order = service_order(ann, visits=3)
    line = order.lines.get()
    do(plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(1)}), actor=cem))
    later = send(order, jon, cem, begin=72)

    short_close_order(order.pk, actor=ann, reason="machine sold")

    later.refresh_from_db()
    line.refresh_from_db()
    assert (later.state, line.planned, line.cancelled, line.shipped) == ("cancelled", 0, 2, 1)
    assert Order.objects.get().stage == Stage.TO_INVOICE
    assert bad() == []


def test_s52_a_change_that_needs_fewer_visits_calls_back_the_last(ann, cem, jon):
    order = service_order(ann, visits=3)
    line = order.lines.get()
    first = plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(1)}), actor=cem)
    second = plan_job(order.pk, plan=plan_for(jon, 48), actor=cem)

    child = split_order(order.pk, quantities={line.pk: Decimal(1)}, reason="two places", actor=ann)

    first.refresh_from_db()
    second.refresh_from_db()
    line.refresh_from_db()
    assert (first.state, second.state, line.planned) == ("assigned", "cancelled", 1)
    assert child.lines.get().is_service
    assert bad() == []


def test_no_stock_is_kept_of_a_service(ann, cem):
    service = make_service()
    place = Warehouse.objects.create(code="M", name="M", default=True)
    with pytest.raises(Refused, match="no stock is kept of it"):
        receive_goods(warehouse_id=place.pk, items=[(service.pk, Decimal(1))], actor=cem)
    with pytest.raises(Refused, match="no stock is kept of it"):
        count_stock(warehouse_id=place.pk, counts=[Counted(service.pk, Decimal(1))], reason="found", actor=cem)


def test_i15_a_service_line_shipped_without_a_done_job_is_caught(ann, cem, jon):
    order = service_order(ann)
    do(send(order, jon, cem))
    assert bad() == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE shipping_dispatchjob SET state = 'cancelled'")
    line = OrderLine.objects.get()
    assert ("I5", [line.pk]) in bad(INVARIANTS)


def test_i5_somebody_at_two_places_and_a_wrong_plan_are_caught(ann, cem, jon):
    first = send(service_order(ann), jon, cem)
    second = send(service_order_again(ann), jon, cem, begin=48)
    OrderLine.objects.filter(order=first.order).update(planned=1)
    DispatchJob.objects.filter(pk=second.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)

    found = bad(INVARIANTS)

    assert ("I5", [first.lines.get().order_line_id]) in found
    assert ("I5", [first.pk]) in found


def test_a_service_line_can_hold_no_stock_whatever_is_written(ann):
    service_order(ann)

    with pytest.raises(IntegrityError, match="line_service_needs_no_shelf"), transaction.atomic():
        OrderLine.objects.update(reserved=1)


def test_a_line_stays_what_it_was_when_the_product_changes(ann, cem, jon):
    order = service_order(ann)
    product = order.lines.get().product
    product.is_service = False
    product.save()

    do(send(order, jon, cem))

    assert OrderLine.objects.get().is_service
    assert clock.now() > Order.objects.get().accepted_at
    assert bad() == []
