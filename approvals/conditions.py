"""When a rule asks: conditions over plain facts and findings, and the numbers a finding carries."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalog.models import Category
from core.models import Department
from customers.models import Tier
from orders.models.change import Cause
from orders.models.return_words import Reason, Resolution
from orders.models.words import Kind

Facts = Mapping[str, Any]

TOTAL = "total"
FINDING = "finding:"
PRESENT = "present"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
EQUAL = ("=", "!=", "in")
SIGNS: dict[str, tuple[str, ...]] = {
    "number": tuple(COMPARE),
    "choice": EQUAL,
    "text": EQUAL,
    "yes": ("=", "!="),
    "list": ("in",),
    "finding": (PRESENT,),
    "measure": (PRESENT, *COMPARE),
}
"""What can be asked of each type of fact; a list holds when any of its members is among the named ones."""

Choices = Callable[[], list[tuple[Any, Any]]]


def _none() -> list[tuple[Any, Any]]:
    return []


@dataclass(frozen=True)
class Fact:
    """Something a sentence may ask about: its key in the facts, its name, its type, and what can be chosen.

    `kinds` are the kinds of questions that know it; none named means everything about an order or an offer.
    """

    key: str
    label: str | Promise
    type: str
    choices: Choices = _none
    kinds: tuple[str, ...] = ()

    @property
    def signs(self) -> tuple[str, ...]:
        return SIGNS[self.type]

    def fits(self, kind: str) -> bool:
        """Whether questions of this kind carry it."""
        return kind in self.kinds if self.kinds else kind not in APART


APART = ("price_change", "credit_limit", "reallocation")
"""Kinds with facts of their own: no customer and no order stands behind them."""
RELEASE, LIMIT, PRICES, BACK = ("credit_override",), ("credit_limit",), ("price_change",), ("return",)
SHARED = ("reallocation",)
EVERY = ("order", "change", "quotation", "credit_override", "return")
ABOUT_CUSTOMER = (*EVERY, "credit_limit")
"""Kinds that know a customer and an amount."""


_FACTS = (
    Fact(TOTAL, gettext_lazy("Order total"), "number", kinds=ABOUT_CUSTOMER),
    Fact("lines", gettext_lazy("Number of lines"), "number", kinds=(*ABOUT_CUSTOMER, *PRICES, *SHARED)),
    Fact("tier", gettext_lazy("Customer tier"), "choice", lambda: list(Tier.choices), kinds=ABOUT_CUSTOMER),
    Fact("new_customer", gettext_lazy("New customer"), "yes", kinds=ABOUT_CUSTOMER),
    Fact("customer_id", gettext_lazy("Customer"), "text"),
    Fact("prepaid", gettext_lazy("Cash before delivery"), "yes", kinds=ABOUT_CUSTOMER),
    Fact("currency", gettext_lazy("Currency"), "text", kinds=ABOUT_CUSTOMER),
    Fact("kind", gettext_lazy("Kind of order"), "choice", lambda: list(Kind.choices)),
    Fact("department", gettext_lazy("Department"), "choice", lambda: _named(Department)),
    Fact("groups", gettext_lazy("Product group"), "list", lambda: _named(Category)),
    Fact("cause", gettext_lazy("Cause of the change"), "choice", lambda: list(Cause.choices), kinds=("change",)),
    Fact("excess", gettext_lazy("Amount over the credit limit"), "number", kinds=RELEASE),
    Fact("excess_percent", gettext_lazy("Over the credit limit, % of it"), "number", kinds=RELEASE),
    Fact("raise_percent", gettext_lazy("Credit limit raised by %"), "number", kinds=LIMIT),
    Fact("overdue_days", gettext_lazy("Days overdue"), "number", kinds=(*RELEASE, *LIMIT)),
    Fact("largest_change", gettext_lazy("Largest price change %"), "number", kinds=PRICES),
    Fact("largest_cut", gettext_lazy("Largest price cut %"), "number", kinds=PRICES),
    Fact("below_floor", gettext_lazy("Prices below the floor"), "number", kinds=PRICES),
    Fact("margin_fall", gettext_lazy("Largest fall of the margin, points"), "number", kinds=PRICES),
    Fact("price_list", gettext_lazy("Price list"), "text", kinds=PRICES),
    Fact("quantity_taken", gettext_lazy("Quantity taken from orders"), "number", kinds=SHARED),
    Fact("promises_broken", gettext_lazy("Promises that break"), "number", kinds=SHARED),
    Fact("days_later", gettext_lazy("Days later than promised"), "number", kinds=SHARED),
    Fact("return_late", gettext_lazy("After the return window"), "yes", kinds=BACK),
    Fact("return_reasons", gettext_lazy("Why goods come back"), "list", lambda: list(Reason.choices), kinds=BACK),
    Fact("return_wants", gettext_lazy("What the customer wants"), "list", lambda: [*Resolution.choices], kinds=BACK),
    Fact(f"{FINDING}discount", gettext_lazy("Discount"), "measure"),
    Fact(f"{FINDING}below_floor", gettext_lazy("Below floor price"), "measure"),
    Fact(f"{FINDING}contract_price", gettext_lazy("Contract price"), "finding"),
    Fact(f"{FINDING}contract_quantity", gettext_lazy("Contract quantity"), "measure"),
    Fact(f"{FINDING}contract_delivery", gettext_lazy("Contract delivery window"), "measure"),
    Fact(f"{FINDING}contract_validity", gettext_lazy("Contract validity"), "measure"),
    Fact(f"{FINDING}contract_terms", gettext_lazy("Contract payment terms"), "finding"),
    Fact(f"{FINDING}contract_clause", gettext_lazy("Contract clauses"), "finding"),
    Fact(f"{FINDING}own_terms", gettext_lazy("Non-standard terms"), "finding"),
    Fact(f"{FINDING}credit_over", gettext_lazy("Credit limit"), "measure"),
    Fact(f"{FINDING}overdue_debt", gettext_lazy("Overdue debt"), "measure"),
    Fact(f"{FINDING}duplicate_po", pgettext_lazy("fact", "Customer order number used before"), "finding"),
    Fact(f"{FINDING}same_lines", pgettext_lazy("fact", "Same lines ordered lately"), "finding"),
    Fact(f"{FINDING}unusual_quantity", pgettext_lazy("fact", "Unusual quantity"), "finding"),
    Fact(f"{FINDING}unusual_price", pgettext_lazy("fact", "Unusual price"), "finding"),
    Fact(f"{FINDING}short", pgettext_lazy("fact", "Goods missing"), "finding"),
)
FACTS: dict[str, Fact] = {fact.key: fact for fact in _FACTS}
"""All that a sentence may ask about, by key; the evaluator, the designer and the evidence read this one list."""


def _named(model: Any) -> list[tuple[Any, Any]]:
    return [(row.pk, str(row)) for row in model.objects.all()]


def fact_of(key: str) -> Fact | None:
    """The fact of a key; any finding may be asked for, also one that has no line of its own here."""
    if key in FACTS or not key.startswith(FINDING) or key == FINDING:
        return FACTS.get(key)
    return Fact(key, key.removeprefix(FINDING), "measure")


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

    @property
    def asks_always(self) -> bool:
        """Whether everything passes it: it routes, but is no evidence of anything."""
        return self.fact == "lines" and self.sign == ">=" and (number(self.value) or 0) <= 0

    def holds(self, facts: Facts) -> bool:
        if self.code:
            return self._finding_holds(findings_of(facts, self.code))
        actual = worth_of(facts) if self.fact == TOTAL else facts.get(self.fact)
        if self.sign in COMPARE:
            return number(actual) is not None and COMPARE[self.sign](number(actual), number(self.value))
        if self.sign == "in":
            return any(one in self.value for one in (actual if isinstance(actual, list | tuple) else [actual]))
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
    key, sign, value = row
    fact = fact_of(key)
    if fact is None:
        return _("There is no fact %(fact)s.") % {"fact": key}
    if sign in COMPARE:
        measured = key.startswith(FINDING) or sign in fact.signs
        fits = measured and number(value) is not None
        return "" if fits else _("%(row)s does not compare numbers.") % {"row": row}
    if sign in fact.signs and _fits(sign, value):
        return ""
    return _("%(sign)s with %(value)s does not fit %(fact)s.") % {"sign": sign, "value": value, "fact": key}


def _fits(sign: str, value: Any) -> bool:
    if sign == PRESENT:
        return isinstance(value, bool)
    return sign != "in" or isinstance(value, list)
