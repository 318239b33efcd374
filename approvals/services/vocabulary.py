"""How conditions read and which comparisons a person may choose: the words beside the list of facts."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.conditions import COMPARE, FACTS, PRESENT, Condition, Fact, number

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
ABSENT = "absent"
FOUND: list[tuple[str, Words]] = [
    (PRESENT, pgettext_lazy("finding", "is found")),
    (ABSENT, pgettext_lazy("finding", "is not found")),
]
NUMBERS: list[tuple[str, Words]] = [(sign, SIGNS[sign]) for sign in COMPARE]
CHOICES: list[tuple[str, Words]] = [("in", SIGNS["="]), ("!=", SIGNS["!="])]
OFFERED: dict[str, list[tuple[str, Words]]] = {
    "number": NUMBERS,
    "choice": CHOICES,
    "list": CHOICES[:1],
    "text": [("=", SIGNS["="]), ("!=", SIGNS["!="])],
    "yes": [("=", SIGNS["="])],
    "finding": FOUND,
    "measure": [*FOUND, *NUMBERS],
}
"""The comparisons the form offers, by type of fact."""
BY_HAND = ("customer_id",)
"""Facts whose value nobody knows by heart; a condition on one is kept, read and dropped, not typed."""


def writable(kind: str = "") -> dict[str, Fact]:
    """The facts a person may begin a condition with, of one kind of questions or of all."""
    return {key: fact for key, fact in FACTS.items() if key not in BY_HAND and (not kind or fact.fits(kind))}


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
    names = {str(key): str(word) for key, word in fact.choices()} if fact else {}
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    return say(", ").join(names.get(str(value)) or _one(value) for value in values)


def _one(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    figure = number(value)
    return f"{figure:,f}" if figure is not None else str(value)
