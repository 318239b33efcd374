"""Every key figure of the house in one list, each with its written definition, for the `kpi` command."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from orders.models import Order
from reports.figures import accuracy
from reports.figures.accuracy.words import WORDS
from reports.figures.after_sales import percent
from reports.figures.figure import measured
from reports.figures.period import Period
from reports.figures.table import TOP


@dataclass(frozen=True)
class Kpi:
    """A figure: its value, of how many where it is a share, in what unit, and what it means."""

    key: str
    label: str | Promise
    definition: str | Promise
    value: Decimal | int | None
    unit: str
    part: int | None = None
    whole: int | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON holds it; a number is text, so nothing is rounded."""
        value = None if self.value is None else str(self.value)
        told = {"key": self.key, "label": str(self.label), "definition": str(self.definition)}
        return told | {"value": value, "unit": self.unit, "part": self.part, "whole": self.whole}


def kpis(period: Period) -> list[Kpi]:
    """All of them over the whole house, with one query for each question."""
    return [*_of_orders(period), *_of_sending(period)]


def _of_orders(period: Period) -> list[Kpi]:
    found = measured(TOP, Order.objects.all(), period)
    return [
        Kpi(figure.key, figure.label, figure.definition, found[figure.key].count, "orders") for figure in TOP
    ]


def _of_sending(period: Period) -> list[Kpi]:
    seen = accuracy.seen_by(None)
    caught, left = accuracy.mismatches(seen, period).all, accuracy.lines_left(seen, period)[0]
    claimed, paces = sum(accuracy.claimed(seen, period).values()), accuracy.pace(seen, period)
    return [
        _kpi("caught", caught.rate, "per 1,000 scans", caught.caught, caught.scans),
        _kpi("claims", percent(claimed, left.gone), "%", claimed, left.gone),
        _kpi("on-time", left.on_time_rate, "%", left.on_time, left.promised),
        _kpi("short", left.short_rate, "%", left.short, left.asked),
        _kpi("pace", _together(paces), "pieces an hour"),
    ]


def _kpi(key: str, value: Decimal | None, unit: str, part: int | None = None, whole: int | None = None) -> Kpi:
    return Kpi(key, WORDS[key].label, WORDS[key].definition, value, unit, part, whole)


def _together(paces: list[accuracy.Pace]) -> Decimal | None:
    seconds = sum((one.seconds for one in paces), Decimal(0))
    pieces = sum((one.pieces for one in paces), Decimal(0))
    return (pieces * 3600 / seconds).quantize(Decimal("0.1")) if seconds else None
