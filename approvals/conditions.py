"""When a rule asks: conditions over plain facts and findings, and the numbers a finding carries."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]

TOTAL = "total"
NUMBERS = (TOTAL, "lines")
WORDS = ("tier", "prepaid", "customer_id", "currency")
FINDING = "finding:"
PRESENT = "present"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
EQUAL = ("=", "!=", "in")

CEILINGS, FLOORS = ("limit",), ("floor",)
MEASURED = ("discount", "price", "after", "days", "called", "off", "past")
NATURAL = {"days": Decimal(0)}
"""Thresholds that need no words: nothing may be overdue for a single day."""


@dataclass(frozen=True)
class Measure:
    """A number of a finding beside its threshold; a ceiling may not be passed, a floor not be undercut."""

    name: str
    value: Decimal
    limit: Decimal
    ceiling: bool

    @property
    def kept(self) -> bool:
        return self.value <= self.limit if self.ceiling else self.value >= self.limit

    @property
    def gap(self) -> Decimal:
        """How far it is off, in parts of the threshold; the worst finding has the largest."""
        return abs(self.value - self.limit) / (abs(self.limit) or 1)


@dataclass(frozen=True)
class Condition:
    """One [fact, operator, value] of a rule; all conditions of a rule must hold."""

    fact: str
    sign: str
    value: Any

    @property
    def code(self) -> str:
        """The finding it asks for, if it does."""
        return self.fact.removeprefix(FINDING) if self.fact.startswith(FINDING) else ""

    def holds(self, facts: Facts) -> bool:
        if self.code:
            return self._finding_holds(findings_of(facts, self.code))
        actual = worth_of(facts) if self.fact == TOTAL else facts.get(self.fact)
        if self.sign in COMPARE:
            return number(actual) is not None and COMPARE[self.sign](number(actual), number(self.value))
        if self.sign == "in":
            return actual in self.value
        return (actual == self.value) is (self.sign == "=")

    def _finding_holds(self, found: list[dict[str, Any]]) -> bool:
        if self.sign == PRESENT:
            return bool(found) is bool(self.value)
        measures = filter(None, map(measure_of, found))
        return any(COMPARE[self.sign](measure.value, number(self.value)) for measure in measures)


def conditions_of(when: Iterable[Any]) -> list[Condition]:
    return [Condition(*row) for row in when]


def worth_of(facts: Facts) -> Any:
    """The total that limits are compared with: in the house's own currency, whatever the order is in."""
    return facts.get("base_total") or facts.get(TOTAL)


def findings_of(facts: Facts, code: str) -> list[dict[str, Any]]:
    return [finding for finding in facts.get("findings", ()) if finding["code"] == code]


def measure_of(finding: Mapping[str, Any]) -> Measure | None:
    """The number of a finding and its threshold, when it carries both."""
    numbers = finding.get("facts") or {}
    name = next((name for name in MEASURED if number(numbers.get(name)) is not None), None)
    edge = next((edge for edge in (*CEILINGS, *FLOORS) if number(numbers.get(edge)) is not None), None)
    limit = number(numbers[edge]) if edge else NATURAL.get(name or "")
    if name is None or limit is None:
        return None
    return Measure(name, number(numbers[name]), limit, edge not in FLOORS)  # type: ignore[arg-type]


def worst(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The finding furthest beyond its threshold: the one a question must name."""

    def gap(finding: dict[str, Any]) -> Decimal:
        measure = measure_of(finding)
        return measure.gap if measure else Decimal(-1)

    return max(found, key=gap)


def number(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def faults_of(when: Any) -> list[str]:
    """What is wrong with the conditions somebody typed, each as a sentence."""
    if not isinstance(when, list) or not when:
        return [_('Write a list of conditions, such as [["total", ">=", 50000]].')]
    return [fault for row in when if (fault := _fault(row))]


def _fault(row: Any) -> str:
    if not isinstance(row, list) or len(row) != 3 or not isinstance(row[0], str) or not isinstance(row[1], str):
        return _("%(row)s is not [fact, operator, value].") % {"row": row}
    fact, sign, value = row
    known = fact in (*NUMBERS, *WORDS) or (fact.startswith(FINDING) and fact != FINDING)
    if not known:
        return _("There is no fact %(fact)s.") % {"fact": fact}
    if sign in COMPARE:
        numeric = (fact in NUMBERS or fact.startswith(FINDING)) and number(value) is not None
        return "" if numeric else _("%(row)s does not compare numbers.") % {"row": row}
    if fact.startswith(FINDING):
        fits = sign == PRESENT and isinstance(value, bool)
    else:
        fits = fact in WORDS and sign in EQUAL and (sign != "in" or isinstance(value, list))
    return (
        ""
        if fits
        else _("%(sign)s with %(value)s does not fit %(fact)s.") % {"sign": sign, "value": value, "fact": fact}
    )
