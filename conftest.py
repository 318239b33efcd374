"""Starts the embedded test servers before the first test, unless the environment names others."""

from contextlib import ExitStack

import pytest

from core.devserver import servers

held = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        # They stay for the next run: starting them would cost more than most single tests.
        held.enter_context(servers.using("test", keep=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    held.close()
