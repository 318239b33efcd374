"""A carrier in the neighbourhood, and time that can be moved on."""

import datetime

import pytest

from core import clock
from tests.notifications.gateway import gateway
from tests.shipping.carriers import Desk, make_carrier


@pytest.fixture
def carrier(db, settings):
    """A carrier the house asks, whose word counts."""
    settings.GENDAN_HTTP_LOOPBACK = True
    settings.GENDAN_CARRIERS, settings.GENDAN_CARRIER_KEYS = {}, {"sf": "s3cret"}
    return make_carrier()


@pytest.fixture
def desk(carrier, settings):
    """Its server."""
    with gateway() as server:
        settings.GENDAN_CARRIERS = {"sf": server.url}
        yield Desk(server)


@pytest.fixture
def later(monkeypatch):
    """Stop the clock, and let time pass."""

    def pass_by(**span: float) -> datetime.datetime:
        moment = clock.now() + datetime.timedelta(**span)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return pass_by
