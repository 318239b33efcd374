"""What a sentence may ask about: the facts with their words, their comparisons and their kind of value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals import wording
from approvals.conditions import FINDING, PRESENT, Condition, number
from catalog.models import ExchangeRate
from customers.models.customer import Tier

Words = str | Promise
SIGNS: dict[str, Words] = {
    ">=": _("at least"),
    ">": _("more than"),
    "<=": _("at most"),
    "<": _("less than"),
    "=": pgettext_lazy("condition", "is"),
    "in": pgettext_lazy("condition", "is one of"),
    "!=": pgettext_lazy("condition", "is not"),
}
FOUND: tuple[tuple[str, Words], ...] = (
    (PRESENT, pgettext_lazy("finding", "is found")),
    ("absent", pgettext_lazy("finding", "is not found")),
)
NUMERIC = (">=", ">", "<=", "<")


@dataclass(frozen=True)
class Fact:
    """One thing a condition can look at: a number, a choice, yes or no, or a finding of the checks."""

    name: str
    label: Words
    kind: str
    options: Callable[[], Iterable[tuple[Any, Words]]] = tuple

    @property
    def signs(self) -> list[tuple[str, Words]]:
        """The comparisons that fit it."""
        if self.kind == "number":
            return [(sign, SIGNS[sign]) for sign in NUMERIC]
        if self.kind == "finding":
            return list(FOUND)
        return [("in", SIGNS["="]), ("!=", SIGNS["!="])] if self.kind == "choice" else [("=", SIGNS["="])]


def _finding(code: str, label: str) -> Fact:
    return Fact(f"{FINDING}{code}", _(label), "finding")


def _currencies() -> list[tuple[str, str]]:
    known = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [(code, code) for code in dict.fromkeys([settings.GENDAN_CURRENCY, *known])]


FACTS = {
    fact.name: fact
    for fact in (
        Fact("total", _("Total in the house's currency"), "number"),
        Fact("lines", _("Number of lines"), "number"),
        Fact("tier", _("Customer tier"), "choice", lambda: Tier.choices),
        Fact("prepaid", _("Cash before delivery"), "yes"),
        Fact("currency", _("Currency"), "choice", _currencies),
        _finding("discount", wording.DISCOUNT),
        _finding("below_floor", wording.BELOW_FLOOR),
        _finding("credit_over", wording.CREDIT),
        _finding("overdue_debt", wording.OVERDUE),
        _finding("contract_price", wording.CONTRACT_PRICE),
        _finding("contract_quantity", wording.CONTRACT_QUANTITY),
        _finding("contract_delivery", wording.CONTRACT_DELIVERY),
        _finding("contract_validity", wording.CONTRACT_VALIDITY),
        _finding("contract_terms", wording.CONTRACT_TERMS),
        _finding("contract_clause", wording.CONTRACT_CLAUSE),
        _finding("own_terms", wording.OWN_TERMS),
    )
}
"""A condition on something else stays as it is written; it can be read and dropped, not made here."""

MEASURED = ("discount", "below_floor", "credit_over", "overdue_debt", "contract_price", "contract_quantity",
            "contract_delivery", "contract_validity")  # fmt: skip
"""Findings that carry a number."""


def condition_words(row: Any) -> str:
    """One condition as people say it."""
    condition = Condition(*row)
    if condition.asks_always:
        return say("always")
    fact = FACTS.get(condition.fact)
    label = str(fact.label) if fact else condition.fact
    if condition.sign == PRESENT:
        words = _("%(fact)s is found") if condition.value else _("%(fact)s is not found")
        return str(words) % {"fact": label}
    sign = SIGNS.get(condition.sign, condition.sign)
    return say("%(fact)s %(sign)s %(value)s") % {"fact": label, "sign": sign, "value": _value_words(fact, condition)}


def _value_words(fact: Fact | None, condition: Condition) -> str:
    value = condition.value
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return say(", ").join(_one(fact, item) for item in value)
    return _one(fact, value)


def _one(fact: Fact | None, value: Any) -> str:
    if fact is not None and fact.kind == "choice":
        return str({str(key): word for key, word in fact.options()}.get(str(value), value))
    figure = number(value)
    return f"{figure:,f}" if figure is not None else str(value)
