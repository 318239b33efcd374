"""What happens to prices that are asked for: written, asked, agreed to, in force."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class PriceChangeEvent(DomainEvent):
    """Something about one price change."""

    change_id: int

    @property
    def stream(self) -> str:
        return f"price_change:{self.change_id}"


@dataclass(frozen=True, kw_only=True)
class PriceChangeWritten(PriceChangeEvent):
    """New prices were written down; they hold for nobody yet."""

    name = "price_change.written"
    sentence = _("Written: %(lines)s prices from %(valid_from)s")

    version: int
    lines: int
    valid_from: datetime.date


@dataclass(frozen=True, kw_only=True)
class PriceChangeSubmitted(PriceChangeEvent):
    """The house is asked to agree to the new prices."""

    name = "price_change.submitted"
    sentence = _("Handed in, round %(round)s")

    round: int


@dataclass(frozen=True, kw_only=True)
class PricesChanged(PriceChangeEvent):
    """The house agreed: the new prices hold from a day on; `prices` is product, step, old and new of each."""

    name = "price_change.granted"
    sentence = _("Agreed by %(agreed_by)s; in force from %(holds_from)s")

    number: str
    price_list_id: int
    holds_from: datetime.date
    agreed_by: str
    author_id: int | None
    prices: list[list[Any]]


@dataclass(frozen=True, kw_only=True)
class PriceChangeRefused(PriceChangeEvent):
    """The house wants other prices (returned: a draft again) or said no."""

    name = "price_change.refused"
    sentence = _("Not agreed to: %(opinion)s")

    outcome: str
    opinion: str
    author_id: int | None


@dataclass(frozen=True, kw_only=True)
class PriceChangeWithdrawn(PriceChangeEvent):
    """Its author, or a colleague with the right, took it back."""

    name = "price_change.withdrawn"
    sentence = _("Taken back")
