"""Starts the embedded test servers before the first test, unless the environment names others."""

import pytest

from core.devserver import servers


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        servers.start("test")
