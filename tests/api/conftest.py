"""Ann's customer and goods, and systems that act for her, for Eve and for Bo."""

import datetime
from typing import Any

import pytest

from api.views.door import LIMITS
from core import clock
from core.models import User
from customers.models import Customer
from tests.api.builders import Caller, key_of
from tests.cast import make_customer, make_product


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    LIMITS.forget()


@pytest.fixture
def customer(ann: User) -> Customer:
    return make_customer(ann)


@pytest.fixture
def shop(ann: User, customer: Customer) -> Caller:
    """A web shop that acts for Ann."""
    return Caller(key_of(ann))


@pytest.fixture
def stranger(eve: User) -> Caller:
    """A system of Eve's, who sells elsewhere."""
    return Caller(key_of(eve))


@pytest.fixture
def order(customer: Customer) -> dict[str, Any]:
    """An order nothing is wrong with."""
    make_product("A-1")
    day = clock.today() + datetime.timedelta(days=7)
    return {
        "customer": customer.code,
        "wanted_on": day.isoformat(),
        "lines": [{"product": "A-1", "quantity": "10"}],
    }
