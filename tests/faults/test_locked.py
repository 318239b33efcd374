"""F12: somebody holds a row for half a minute; others hear so in time, and other orders go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from django.db import connection

from core import clock
from orders.models import Order
from orders.models.words import State
from tests.browser.world import World, drafted
from tests.cast import make_draft
from tests.faults.house import Web

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@contextmanager
def holding(order: Order) -> Iterator[None]:
    """Another connection has locked the order and does not let go."""
    settings = connection.settings_dict
    other = psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])
    with other.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE id = %s FOR UPDATE", [order.pk])
        yield
    other.rollback()
    other.close()


def submit(web: Web, world: World, order: Order) -> dict[str, Any]:
    return web.post(world.ann, f"/orders/{order.ref}/submit/", {"reason": "", "once": f"submit-{order.pk}"})


def test_a_held_order_refuses_in_words_and_others_pass(web: Web, world: World) -> None:
    held = drafted(world)
    free = make_draft(world.ann, world.customer, [(world.goods[0], 3)], customer_po="PO-8")

    with holding(held):
        began = clock.now()
        refused = submit(web, world, held)
        waited = (clock.now() - began).total_seconds()
        passed = submit(web, world, free)

    assert refused["status"] == 409
    assert "Someone else is editing this right now" in refused["text"]
    # The limit is three seconds; the holder would have kept it for thirty.
    assert 2.5 < waited < 15
    assert passed["status"] == 302
    assert Order.objects.get(pk=held.pk).state == State.DRAFT
    assert submit(web, world, held)["status"] == 302
    assert Order.objects.get(pk=held.pk).state == State.PENDING_APPROVAL
