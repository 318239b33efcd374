"""The cast, ready for every test."""

import pytest

from core.models import User
from tests.cast import make_person


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
