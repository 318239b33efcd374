"""A house with everything in it, and a browser for each person."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.access import world


@pytest.fixture
def house(db) -> world.World:
    return world.build()


@pytest.fixture
def sign_in(house) -> Callable[..., Client]:
    """A browser of somebody in the house; of nobody, without a name. Errors of the house come back as a 500 page."""

    def browser(name: str = "", **more: bool) -> Client:
        client = Client(raise_request_exception=False, **more)
        if name:
            client.force_login(house.people[name], backend="core.backends.RoleBackend")
        return client

    return browser
