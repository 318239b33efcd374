"""F1: the web process dies by kill -9 inside any verb: before its commit nothing happened, after it all of it did."""

import signal
from typing import Any

import pytest
from django.db import connection, transaction

from core import outbox
from core.models import Delivery, Event, OnceKey
from finance.models import Allocation, CreditProfile, Invoice, Payment
from inventory.models import StockItem, StockMove
from orders.models import Order, OrderLine
from shipping.models import Scan, Shipment, ShipmentLine
from tests.browser.world import World
from tests.faults.house import Web
from tests.faults.verbs import VERBS

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
BOOKS = (
    Order,
    OrderLine,
    Shipment,
    ShipmentLine,
    Scan,
    StockItem,
    StockMove,
    CreditProfile,
    Invoice,
    Payment,
    Allocation,
    Event,
    OnceKey,
)


def books() -> dict[str, list[dict[str, Any]]]:
    """Every row that a verb may touch, as it stands."""
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in BOOKS}


def rows_are_free() -> None:
    """Nobody holds an order, a stock item or an invoice: PostgreSQL noticed that its client is dead."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        for model in (Order, CreditProfile, StockItem, Invoice, Shipment):
            list(model._base_manager.select_for_update().order_by("pk"))


@pytest.mark.parametrize("name", VERBS)
def test_killed_before_the_commit_nothing_happened_and_the_form_does_it_again(
    web: Web, world: World, name: str
) -> None:
    person, path, data = VERBS[name](world)
    data |= {"once": "the-key-of-this-form"}
    before = books()

    died = web.post(person, path, data, fault=f"{name}:before_commit=kill")

    assert died == {"killed": signal.SIGKILL}
    rows_are_free()
    assert books() == before
    first = web.post(person, path, data)
    assert first["status"] == 302, first["text"]
    after = books()
    assert after != before
    assert web.post(person, path, data)["url"] == first["url"]
    assert books() == after


@pytest.mark.parametrize("name", VERBS)
def test_killed_after_the_commit_it_is_kept_and_the_same_form_shows_it(web: Web, world: World, name: str) -> None:
    person, path, data = VERBS[name](world)
    data |= {"once": "the-key-of-this-form"}
    before = books()

    died = web.post(person, path, data, fault=f"{name}:after_commit=kill")

    assert died == {"killed": signal.SIGKILL}
    after = books()
    assert after != before
    again = web.post(person, path, data)
    assert again["status"] == 302 and again["url"], again["text"]
    assert books() == after
    # Nobody was pushed: the sweep finds what is to be told.
    outbox.sweep()
    assert not Delivery.objects.exclude(state=Delivery.State.DONE).exists()
