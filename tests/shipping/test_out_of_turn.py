"""Who opens the page of a step that is not possible now is led back with the reason, before a form is filled in."""

from uuid import uuid4

import pytest
from django.urls import reverse

from core import clock
from core.models import Event
from shipping.models import Scan
from shipping.models.words import State
from shipping.services import confirm_delivery, open_shipment
from tests.orders.returns import asked, delivered, inspected
from tests.shipping.builders import ready_order
from tests.shipping.carriers import again, sent
from tests.shipping.jobs import do, make_technician, send, service_order

pytestmark = pytest.mark.django_db


def opened(client, name, *args):
    answer = client.get(reverse(f"shipping:{name}", args=args), follow=True)
    return answer.redirect_chain, " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("name", ["deliver", "settle", "dispatch", "verify", "finish", "resume", "cancel"])
def test_a37_a_delivered_shipment_says_so_before_anybody_signs_again(client, ann, cem, name):
    shipment = sent(ann, cem)
    confirm_delivery(shipment.pk, received_by="Wang", actor=cem)
    client.force_login(cem)
    before = Event.objects.count()

    chain, said = opened(client, name, shipment.number)

    assert chain == [(shipment.get_absolute_url(), 302)]
    assert said == f"Shipment {shipment.number} is Delivered; this step is not possible now."
    assert (again(shipment).state, Event.objects.count()) == (State.DELIVERED, before)


def test_goods_that_are_still_picked_cannot_be_sent_off_by_their_address(client, ann, cem):
    order, _product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    client.force_login(cem)

    assert opened(client, "dispatch", shipment.number)[1].endswith("is Picking; this step is not possible now.")
    assert client.get(reverse("shipping:finish", args=[shipment.number])).status_code == 200


def test_what_may_be_done_opens_as_ever(client, ann, cem):
    shipment = sent(ann, cem)
    client.force_login(cem)

    assert client.get(reverse("shipping:deliver", args=[shipment.number])).status_code == 200
    assert opened(client, "settle", shipment.number)[1] != ""


def test_a_return_is_not_inspected_twice_and_a_job_not_done_twice(client, ann, cem):
    returned = inspected(asked(delivered(ann, cem), ann, 1), cem)
    jon = make_technician()
    job = do(send(service_order(ann, customer=returned.customer), jon, cem))

    client.force_login(cem)
    assert opened(client, "inspect", returned.number) == (
        [(returned.get_absolute_url(), 302)],
        f"Return {returned.number} is Inspected; this step is not possible now.",
    )
    client.force_login(jon)
    assert opened(client, "finish_job", job.number) == (
        [(job.get_absolute_url(), 302)],
        f"Dispatch job {job.number} is Done; this step is not possible now.",
    )


def test_who_has_the_right_hears_what_the_rule_asks_and_who_has_not_hears_whom_to_ask(client, ann, cem):
    shipment = sent(ann, cem)
    scan = Scan.objects.create(
        shipment=shipment, code="X", result="wrong", told="ok", actor=cem, at=clock.now(), uuid=uuid4()
    )
    page = reverse("shipping:solve_scan", args=[scan.pk])

    client.force_login(cem)
    own = client.get(page)
    client.force_login(ann)
    other = client.get(page)

    assert (own.status_code, other.status_code) == (403, 403)
    assert "Somebody else has to solve a scan of your own." in own.content.decode()
    assert "Ask your manager" not in own.content.decode()
    assert "You may not: solve refused scans." in other.content.decode()
    assert "Ask your manager or the administrator for this right." in other.content.decode()
