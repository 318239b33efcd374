"""Events nobody in the house publishes, for the tests of the bus."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest

from core import bus
from core.bus import Answers
from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class BellRang(DomainEvent):
    """A bell rang."""

    name = "toy.bell_rang"
    sentence = "Bell %(bell)s rang"

    bell: int
    loudness: Decimal = Decimal("1.50")

    @property
    def stream(self) -> str:
        return f"bell:{self.bell}"


@dataclass(frozen=True, kw_only=True)
class DogBarked(DomainEvent):
    """A dog answered a bell."""

    name = "toy.dog_barked"
    sentence = "Dog barked"

    bell: int

    @property
    def stream(self) -> str:
        return f"dog:{self.bell}"


TABLE: dict[type[DomainEvent], Answers] = {}


@contextmanager
def answers(settings: pytest.FixtureRequest, table: Mapping[type[DomainEvent], Answers]) -> Iterator[None]:
    """Let the bus read another table."""
    TABLE.clear()
    TABLE.update({BellRang: Answers(), DogBarked: Answers()} | dict(table))
    settings.REACTIONS = "tests.core.toy.TABLE"  # type: ignore[attr-defined]
    bus.event_classes.cache_clear()
    try:
        yield
    finally:
        bus.event_classes.cache_clear()
