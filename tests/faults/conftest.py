"""A house whose processes may be killed, and what it looks like from outside."""

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import outbox
from core.devserver import valkey
from core.devserver.addresses import Address
from core.management.commands.check_invariants import broken
from core.models import User
from tests.browser.world import World, furnish
from tests.faults.house import Web, private_broker


@pytest.fixture(scope="session")
def broker() -> Iterator[Address]:
    # A socket's path must be short, so not below pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="gendan-") as folder:
        address = private_broker(Path(folder))
        yield address
        valkey.stop(address)


@pytest.fixture(scope="session")
def running_web(broker: Address, django_db_setup: None) -> Iterator[Web]:
    web = Web(broker)
    yield web
    web.close()


@pytest.fixture
def web(running_web: Web, transactional_db: None) -> Web:
    return running_web


@pytest.fixture
def world(ann: User, bo: User, cem: User, dot: User, settings: Any, broker: Address) -> World:
    """As in the browser, and Bo reads e-mail."""
    bo.email = "bo@example.com"
    bo.save()
    made = furnish(ann, bo, cem, dot, limit=Decimal(200_000))
    while outbox.sweep():
        pass
    return made


@pytest.fixture(autouse=True)
def whole(transactional_db: None) -> Iterator[None]:
    """After every fault each invariant holds."""
    yield
    assert [row for row in broken() if row["rows"]] == []
