"""The cast, ready for every test."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings as chances

from core.calendar import in_force, keep
from core.models import User
from tests.cast import make_person
from tests.fresh import lay_by, quick_migrations
from tests.shipped import hold_shipped_calendar

# The same examples on every machine and in every run, and no limit of time to any; MACHINE_EXAMPLES asks for others.
chances.load_profile("ci")


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """What a fresh database holds is laid by, for the tests that commit."""
    with quick_migrations():
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        lay_by()


@pytest.fixture(scope="session", autouse=True)
def shipped_calendar() -> None:
    """A process holds the calendar from its first limit on; so does this one, with what a fresh database has."""
    hold_shipped_calendar()


@pytest.fixture
def own_calendar(db: None, settings: Any) -> Iterator[None]:
    """For tests that edit the calendar: each limit asks for its edition, and nothing of it is left afterwards."""
    held = in_force()
    settings.GENDAN_CALENDAR_SECONDS = 0
    yield
    keep(held)


@pytest.fixture
def bo(db: None) -> User:
    """Bo manages Ann's department and approves."""
    return make_person("bo", "sales_manager")


@pytest.fixture
def ann(db: None, bo: User) -> User:
    """Ann sells."""
    return make_person("ann", "sales", manager=bo)


@pytest.fixture
def cem(db: None) -> User:
    """Cem keeps stock."""
    return make_person("cem", "warehouse", department="Warehouse")


@pytest.fixture
def dot(db: None) -> User:
    """Dot does finance."""
    return make_person("dot", "finance", department="Finance")


@pytest.fixture
def eve(db: None) -> User:
    """Eve sells in another department and must see nothing of Ann's."""
    return make_person("eve", "sales", department="South")
