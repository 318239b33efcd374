"""Who opens the page of a step that is not possible now is led back with the reason, before a form is filled in."""

import pytest
from django.urls import reverse

from core.models import Event
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
