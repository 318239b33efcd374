"""S104: a colleague leaves, and what they hold goes to a successor thing by thing."""

import pytest
from django.test import Client

from approvals.models import Task
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from customers.models import Customer
from orders.models import Order
from orders.services import cancel_order
from reports.handing_over import hand_over_work, work_of
from tests.approvals.builders import holders, make_fay, make_gus, submit
from tests.cast import make_customer, make_draft, make_person, make_product

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
    assert counts(ann) == {"tasks": 0, "jobs": 0, "orders": 2, "customers": 1}

    result = hand_over_work(ann, pat, reason="leaves", actor=ida)

    assert (result.done, result.refused) == ({"orders": 2, "customers": 1}, [])
    assert counts(ann) == {"tasks": 0, "jobs": 0, "orders": 0, "customers": 0}
    assert {order.owner for order in Order.objects.filter(pk__in=[first.pk, second.pk])} == {pat}
    assert Order.objects.get(pk=cancelled.pk).owner == ann
    customer = Customer.objects.get()
    assert (customer.owner, customer.department) == (pat, pat.department)
    assert Event.objects.filter(name="order.handed_over", actor=ida).count() == 2


def test_s104_run_again_it_goes_on_where_it_stopped(ann, ida):
    pat = make_person("pat", "sales")
    trade(ann, many=3)

    counted = [hand_over_work(ann, pat, reason="leaves", actor=ida, most=2).count for _turn in range(3)]

    assert counted == [2, 2, 0]
    assert counts(pat) == {"tasks": 0, "jobs": 0, "orders": 3, "customers": 1}


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
