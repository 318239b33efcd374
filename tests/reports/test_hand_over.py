"""S104: a colleague leaves, and what they hold goes to a successor thing by thing."""

import pytest
from django.test import Client

from approvals.models import Policy, Task
from approvals.services import copy_policy
from core.access import Forbidden
from core.models import Delivery, Event, User
from core.refusal import Refused
from customers.models import Customer
from orders.models import Order
from orders.services import cancel_order
from reports import handing_over
from reports.handing_over import hand_over_work, work_hand_over, work_of
from reports.models import HandOver
from shipping.models import DispatchJob
from tests.approvals.builders import ask_by, holders, make_fay, make_gus, submit
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.shipping.jobs import make_technician, send, service_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida(db):
    """Ida administers the house."""
    return make_person("ida", "admin", department="IT")


def counts(person) -> dict[str, int]:
    return {pile.key: pile.rows.count() for pile in work_of(person)}


def trade(ann, many: int = 2) -> list[Order]:
    """A customer of Ann's with drafts, and a cancelled one that stays hers."""
    customer, product = make_customer(ann), make_product()
    drafts = [make_draft(ann, customer, [(product, 1)]) for _n in range(many + 1)]
    cancel_order(drafts[-1].pk, reason="not wanted", actor=ann)
    return drafts


def test_s104_everything_goes_over_and_keeps_its_history(ann, ida):
    pat = make_person("pat", "sales", department="South")
    first, second, cancelled = trade(ann)
    assert counts(ann) == {"tasks": 0, "rules": 0, "jobs": 0, "orders": 2, "customers": 1}

    result = hand_over_work(ann, pat, reason="leaves", actor=ida)

    assert (result.done, result.refused) == ({"orders": 2, "customers": 1}, [])
    assert counts(ann) == {"tasks": 0, "rules": 0, "jobs": 0, "orders": 0, "customers": 0}
    assert {order.owner for order in Order.objects.filter(pk__in=[first.pk, second.pk])} == {pat}
    assert Order.objects.get(pk=cancelled.pk).owner == ann
    customer = Customer.objects.get()
    assert (customer.owner, customer.department) == (pat, pat.department)
    assert Event.objects.filter(name="order.handed_over", actor=ida).count() == 2


def test_s104_f20_cut_off_in_the_middle_it_goes_on_where_it_stopped(ann, ida, monkeypatch):
    pat = make_person("pat", "sales")
    trade(ann, many=3)
    given, gone = [], handing_over._give_once

    def killed(person_id, pile, key):
        if len(given) == 2:
            raise SystemExit
        gone(person_id, pile, key)
        given.append(key)

    monkeypatch.setattr(handing_over, "_give_once", killed)
    with pytest.raises(SystemExit):
        hand_over_work(ann, pat, reason="leaves", actor=ida)
    monkeypatch.setattr(handing_over, "_give_once", gone)
    job = HandOver.objects.get()
    assert (job.done_at, counts(ann)["orders"]) == (None, 1)

    again = hand_over_work(ann, pat, reason="leaves", actor=ida)
    work_hand_over(job.pk)

    assert again.pk == job.pk and again.done_at is not None
    assert counts(pat) == {"tasks": 0, "rules": 0, "jobs": 0, "orders": 3, "customers": 1}
    assert Event.objects.filter(name="order.handed_over").count() == 3


def test_s104_i31_much_work_is_a_workers_done_once_however_often_it_is_asked(ann, ida, monkeypatch):
    pat = make_person("pat", "sales")
    trade(ann, many=3)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)

    job = hand_over_work(ann, pat, reason="leaves", actor=ida)
    twin = hand_over_work(ann, pat, reason="leaves", actor=ida)

    assert (job.done_at, job.total, counts(ann)["orders"], twin.pk) == (None, 4, 3, job.pk)
    with pytest.raises(Refused):
        hand_over_work(ann, make_person("eva", "sales"), reason="x", actor=ida)
    assert Delivery.objects.filter(reaction="reports.run_hand_over").count() == 2
    for _turn in range(2):
        work_hand_over(job.pk)
    job.refresh_from_db()
    assert (job.done, job.refused, job.handled) == ({"orders": 3, "customers": 1}, [], 4)
    assert Event.objects.filter(name="order.handed_over").count() == 3


def test_s104_whoever_lost_the_right_meanwhile_gives_nothing_away(ann, bo, ida, monkeypatch):
    pat = make_person("pat", "sales")
    trade(ann)
    monkeypatch.setattr(handing_over, "AT_ONCE", 0)
    job = hand_over_work(ann, pat, reason="leaves", actor=bo)
    ann.manager = None
    ann.department = pat.department = make_person("zoe", "sales", department="West").department
    ann.save()

    work_hand_over(job.pk)

    job.refresh_from_db()
    assert (counts(ann)["orders"], job.done, len(job.refused)) == (2, {}, 1)


def test_s104_rules_that_name_the_leaver_get_a_draft_with_the_successor_once(ann, bo, ida):
    gus = make_gus()
    ask_by(
        {"asks": "person", "people": [bo.pk, gus.pk], "mode": "all"},
        {"asks": "person", "people": [gus.pk], "backup_id": bo.pk},
        {"role": "finance"},
    )
    active = Policy.objects.active("order").get()
    assert counts(bo)["rules"] == 1

    result = hand_over_work(bo, make_fay(), reason="leaves", actor=ida)
    again = hand_over_work(bo, make_person("pia", "sales_manager"), reason="leaves", actor=ida)

    draft = Policy.objects.get(kind="order", state="draft")
    fay = User.objects.get(username="fay")
    assert (result.done, result.refused, again.done) == ({"rules": 1}, [], {})
    assert list(draft.rules.values_list("people", "backup")) == [
        ([fay.pk, gus.pk], None),
        ([gus.pk], fay.pk),
        ([], None),
    ]
    assert list(active.rules.values_list("people", flat=True)) == [[bo.pk, gus.pk], [gus.pk], []]
    told = Event.objects.filter(stream=draft.stream, actor=ida).order_by("seq").last()
    assert told.data["changes"] == {"sentence 1": ["Bo", "Fay"], "sentence 2": ["Bo", "Fay"]}


def test_s104_a_draft_that_names_the_leaver_is_rewritten_and_nobody_is_named_twice(ann, bo, ida):
    gus, fay = make_gus(), make_fay()
    ask_by({"asks": "person", "people": [gus.pk]})
    draft = copy_policy(Policy.objects.active("order").get().pk, actor=fay)
    draft.rules.update(people=[bo.pk, gus.pk], mode="share", needed=2)

    assert hand_over_work(bo, gus, reason="leaves", actor=ida).done == {"rules": 1}

    assert list(draft.rules.values_list("people", "needed")) == [([gus.pk], 1)]
    assert Policy.objects.filter(kind="order").count() == 2


def test_s104_dispatch_jobs_go_over_to_a_technician_and_to_nobody_else(ann, cem, ida):
    jon, kim = make_technician(), make_technician("kim")
    job = send(service_order(ann), jon, cem)

    assert hand_over_work(jon, ann, reason="leaves", actor=ida).done == {}
    assert DispatchJob.objects.get(pk=job.pk).assignee == jon
    result = hand_over_work(jon, kim, reason="leaves", actor=ida)

    assert result.done == {"jobs": 1}
    assert DispatchJob.objects.get(pk=job.pk).assignee == kim
    assert Event.objects.filter(name="job.moved", actor=ida).exists()


def test_s104_open_approvals_go_over_and_what_cannot_is_told(ann, bo, ida):
    gus = make_gus()
    make_fay()
    order = submit(ann)
    ann.groups.add(*bo.groups.all())

    refused = hand_over_work(bo, ann, reason="leaves", actor=ida)
    assert (refused.done, len(refused.refused), holders(order)) == ({}, 1, ["bo"])

    assert hand_over_work(bo, gus, reason="leaves", actor=ida).done == {"tasks": 1}
    assert holders(order) == ["gus"]
    assert Task.objects.get(user=bo).state == "transferred"


def test_s104_only_managers_of_the_person_and_the_house_hand_over(ann, bo, dot, eve, ida):
    trade(ann)
    wim = make_person("wim", "sales_manager", department="West")
    for actor in (ann, dot, eve, wim):
        with pytest.raises(Forbidden):
            hand_over_work(ann, eve, reason="x", actor=actor)
    for to, reason in ((ann, "x"), (eve, " ")):
        with pytest.raises(Refused):
            hand_over_work(ann, to, reason=reason, actor=ida)
    assert counts(ann)["orders"] == 2
    assert hand_over_work(ann, eve, reason="x", actor=bo).done == {"orders": 2, "customers": 1}


def test_s104_the_page_counts_runs_and_reports(ann, ida, settings):
    settings.LANGUAGE_CODE = "en"
    pat = make_person("pat", "sales")
    trade(ann)
    client = Client()
    client.force_login(ida, backend="core.backends.RoleBackend")

    page = client.get(f"/reports/hand-over/?person={ann.pk}").content.decode()
    assert "<dt>Open orders</dt><dd>2</dd>" in page
    done = client.post(
        "/reports/hand-over/", {"person": ann.pk, "to": pat.pk, "reason": "leaves"}, follow=True
    ).content.decode()

    assert "3 handed over, 0 not." in done and "<dt>Open orders</dt><dd>0</dd>" in done
