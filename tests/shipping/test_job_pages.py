"""The pages of dispatch jobs: they list, plan, move and finish, with few queries and only to those who may (S16)."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.models import Order, OrderLine
from shipping.models import DispatchJob
from shipping.services import plan_job
from tests.access import places
from tests.cast import make_customer
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock, ready_order
from tests.shipping.jobs import do, make_service, make_technician, plan_for, send, service_order, slot

pytestmark = pytest.mark.django_db

TABS = ("mine", "plan", "planned", "day", "done")


@pytest.fixture
def jon(db):
    return make_technician()


@pytest.fixture
def busy(ann, cem, jon):
    """Of twelve orders four wait, four are planned and four are done, one of each in a rush."""
    orders = []
    for n in range(12):
        kind = "rush" if n % 4 == 3 else "service"
        orders.append(
            make_confirmed(ann, [(make_service(f"F-{n}"), 1)], customer=make_customer(ann, f"C-{n}"), kind=kind)
        )
    for n, order in enumerate(orders[4:]):
        job = send(order, jon, cem, begin=24 + 3 * n)
        if n >= 4:
            do(job)
    return orders


def typed(person, **more):
    moments = {name: timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") for name, at in slot().items()}
    return {"assignee": person.pk, "place": "杭州 转塘 3 号库", "notes": "", **moments, **more}


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_asks_few_questions_however_many_jobs(client, ann, bo, cem, jon, busy, tab):
    client.force_login(jon if tab == "mine" else cem)
    day = timezone.localdate(DispatchJob.objects.order_by("pk").first().starts_at)

    with counted(f"shipping.jobs.{tab}", budget=12):
        page = client.get(reverse("shipping:jobs"), {"tab": tab, "day": str(day)})

    assert page.status_code == 200
    assert page.context["tab"] == tab


def test_s16_a_rush_order_stands_first_in_every_list(client, ann, cem, jon, busy):
    client.force_login(cem)

    to_plan = client.get(reverse("shipping:jobs"), {"tab": "plan"}).context["waiting"]
    planned = client.get(reverse("shipping:jobs"), {"tab": "planned"}).context["jobs"]
    rush = client.get(reverse("orders:list"), {"tab": "rush"})

    assert [one["order"].kind for one in to_plan] == ["rush", "service", "service", "service"]
    assert [job.order.kind for job in planned] == ["rush", "service", "service", "service"]
    assert [job.starts_at for job in planned[1:]] == sorted(job.starts_at for job in planned[1:])
    assert {order.kind for order in rush.context["page"].rows} == {"rush"}
    assert len(rush.context["page"].rows) == 3


def test_s16_a_rush_order_shows_in_the_pick_queue_and_on_the_scan_page(client, ann, cem):
    usual, product = ready_order(ann, cem)
    make_stock(cem, (product, 5))
    rush = make_confirmed(ann, [(product, 1)], customer=usual.customer, kind="rush")
    client.force_login(cem)

    queue = client.get(reverse("shipping:list"))
    start = client.post(reverse("shipping:start", args=[rush.ref]))
    scan_page = client.get(start.url)

    assert [row.order.kind for row in queue.context["rows"]] == ["rush", "normal"]
    assert "Rush" in queue.content.decode() and "Rush" in scan_page.content.decode()


def test_s16_cem_plans_on_the_page_and_jon_finishes_on_his(client, ann, cem, jon):
    order = service_order(ann)
    line = order.lines.get()
    client.force_login(cem)
    address = reverse("shipping:plan_job", args=[order.ref])
    form = client.get(address)
    assert form.context["form"][f"quantity_{line.pk}"].value() == "2"
    assert form.context["form"]["place"].value() == order.ship_to_text

    bad = client.post(address, typed(jon, ends_at="nonsense"))
    assert bad.status_code == 422
    done = client.post(address, typed(jon, **{f"quantity_{line.pk}": "2"}))
    job = DispatchJob.objects.get()
    assert done.url == job.get_absolute_url()
    assert (job.assignee, job.planner, job.starts_at) == (jon, cem, slot()["starts_at"])

    client.force_login(jon)
    mine = client.get(reverse("shipping:jobs"))
    assert [one.number for one in mine.context["jobs"]] == [job.number]
    assert client.post(reverse("shipping:start_job", args=[job.number])).status_code == 302
    refused = client.post(reverse("shipping:finish_job", args=[job.number]), {"accepted_by": ""})
    assert refused.status_code == 422
    client.post(reverse("shipping:finish_job", args=[job.number]), {"accepted_by": "王工", "report": "装好"})
    assert (DispatchJob.objects.get().state, OrderLine.objects.get().accepted) == ("done", 2)
    with counted("shipping.job", budget=10):
        page = client.get(job.get_absolute_url())
    assert "王工" in page.content.decode()


def test_s16_the_second_plan_for_the_same_time_is_refused_with_the_job_that_says_so(client, ann, cem, jon):
    job = send(service_order(ann), jon, cem)
    other = make_confirmed(ann, [(make_service("F-2"), 1)], customer=make_customer(ann, "C-2"))
    client.force_login(cem)
    address = reverse("shipping:plan_job", args=[other.ref])

    answer = client.post(address, typed(jon, **{f"quantity_{other.lines.get().pk}": "1"}))

    assert answer.status_code == 409
    assert f"Jon is away then: dispatch job {job.number}" in answer.content.decode()
    assert DispatchJob.objects.count() == 1


def test_the_order_page_shows_its_jobs_and_offers_the_plan(client, ann, cem, jon):
    order = service_order(ann, visits=3)
    line = order.lines.get()
    job = plan_job(order.pk, plan=plan_for(jon, quantities={line.pk: Decimal(1)}), actor=cem)

    client.force_login(cem)
    page = client.get(order.get_absolute_url()).content.decode()
    assert job.get_absolute_url() in page
    assert reverse("shipping:plan_job", args=[order.ref]) in page
    client.force_login(ann)
    page = client.get(order.get_absolute_url()).content.decode()
    assert job.get_absolute_url() in page
    assert reverse("shipping:plan_job", args=[order.ref]) not in page


def test_the_day_shows_who_goes_where_in_the_order_of_time(client, ann, cem, jon, busy):
    kim = make_technician("kim")
    send(Order.objects.get(pk=busy[0].pk), kim, cem, begin=26)
    day = timezone.localdate(DispatchJob.objects.get(assignee=kim).starts_at)
    client.force_login(cem)

    answer = client.get(reverse("shipping:jobs"), {"tab": "day", "day": str(day)})

    diaries = {str(diary.person): [job.starts_at for job in diary.jobs] for diary in answer.context["diaries"]}
    assert len(diaries["Kim"]) == 1
    assert diaries["Jon"] == sorted(diaries["Jon"])
    assert answer.context["after_url"].endswith(str(day + datetime.timedelta(days=1)))
    for nonsense in ("", "2026-13-99", "never", "0001-01-01"):
        assert client.get(reverse("shipping:jobs"), {"tab": "day", "day": nonsense}).status_code == 200


def test_a3_jobs_of_others_do_not_exist_for_eve_nor_for_another_technician(client, ann, cem, eve, jon):
    job = send(service_order(ann), jon, cem)

    for stranger in (eve, make_technician("kim")):
        client.force_login(stranger)
        assert client.get(job.get_absolute_url()).status_code == 404
        listed = client.get(reverse("shipping:jobs"), {"tab": "planned"})
        assert listed.context["jobs"] == []
    client.force_login(jon)
    assert client.get(job.get_absolute_url()).status_code == 200


def test_a1_a_technician_reaches_their_jobs_and_nothing_of_the_trade(client, jon):
    client.force_login(jon)
    bare = [
        name
        for name, pattern in places.names()
        if not pattern.pattern.converters and client.get(reverse(name)).status_code == 200
    ]

    # The scan pages' app itself is files, the same for everybody.
    app = {"shipping:scan_manifest", "shipping:scan_worker"}
    inside = [name for name in bare if ":" in name and not name.startswith(("notifications:", "core:"))]
    inside = [name for name in inside if name not in app]
    assert inside == ["shipping:jobs"]
