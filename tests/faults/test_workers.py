"""F3, F4, F15: a worker's child, a whole worker or the broker is gone; every message is delivered, and once."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from approvals.models import Task
from core import outbox
from core.devserver import valkey
from core.devserver.addresses import Address
from core.models import Delivery
from notifications.models import Message
from tests.browser.world import PASSWORD, World, drafted
from tests.cast import make_draft
from tests.faults.house import Web, Worker

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
PATIENCE = 60


def wait_until(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


def told() -> list[tuple[str, str]]:
    """Bo hears of his task once in the app and once by e-mail."""
    return sorted(Message.objects.values_list("user__username", "channel"))


ONCE = [("bo", "inbox"), ("bo", "mail")]


def test_a_killed_child_of_a_worker_delivers_once(web: Web, world: World, broker: Address, tmp_path: Path) -> None:
    flag = tmp_path / "died"
    worker = Worker(broker, f"_write:before_commit=kill:{flag}", tmp_path / "worker.log")
    try:
        order = drafted(world)
        web.post(world.ann, f"/orders/{order.ref}/submit/", {"reason": ""})
        wait_until(lambda: told() == ONCE)
    finally:
        worker.kill()

    assert flag.exists()
    assert "SIGKILL" in (tmp_path / "worker.log").read_text()
    assert told() == ONCE
    assert not Delivery.objects.exclude(state=Delivery.State.DONE).exists()


def test_after_a_killed_worker_the_sweep_delivers_once(
    web: Web, world: World, broker: Address, tmp_path: Path
) -> None:
    flag = tmp_path / "asleep"
    worker = Worker(broker, f"_write:before_commit=sleep:{flag}", tmp_path / "worker.log")
    try:
        order = drafted(world)
        web.post(world.ann, f"/orders/{order.ref}/submit/", {"reason": ""})
        wait_until(flag.exists)
        assert told() == []
        # What another holds is left to it; nothing is told twice.
        assert outbox.sweep() == 0
    finally:
        worker.kill()

    wait_until(outbox.sweep)
    assert told() == ONCE
    assert outbox.sweep() == 0
    assert not Delivery.objects.exclude(state=Delivery.State.DONE).exists()


def test_without_a_broker_the_house_works_and_catches_up(web: Web, world: World, broker: Address) -> None:
    order = drafted(world)
    later = make_draft(world.ann, world.customer, [(world.goods[0], 900)], customer_po="PO-8")
    valkey.stop(broker)
    try:
        signed_in = web.post(None, "/sign-in/", {"username": "ann", "password": PASSWORD, "next": "/"})
        submitted = web.post(world.ann, f"/orders/{order.ref}/submit/", {"reason": ""})
        approved = web.post(world.bo, f"{Task.objects.get().get_absolute_url()}approve/", {"opinion": ""})
        waiting = web.post(world.ann, f"/orders/{later.ref}/submit/", {"reason": ""})
    finally:
        valkey.start(broker)

    assert [one["status"] for one in (signed_in, submitted, approved, waiting)] == [302] * 4
    assert told() == []
    # One question is answered already and told to nobody; the other reaches Bo. The customer hears of the order.
    assert outbox.sweep() == 3
    assert told() == ONCE
    assert outbox.sweep() == 0
    assert not Delivery.objects.exclude(state=Delivery.State.DONE).exists()
