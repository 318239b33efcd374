"""What is wrong with the sentences of a policy before they ask anybody: checks on the words alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from approvals.conditions import COMPARE, FACTS, PRESENT, TOTAL, Condition, Fact, conditions_of, number
from approvals.models import Policy, Rule
from approvals.models.words import Asks
from approvals.services.approvers import Approvers
from approvals.services.sentences import role_words
from approvals.wording import named
from core.roles import DIRECTOR

STOP, WARN, INFO = "stop", "warn", "info"
RANK = (STOP, WARN, INFO)
ABOVE_ALL = Decimal("Infinity")


@dataclass(frozen=True)
class Fault:
    """One thing to see to: a stop keeps the policy from being published."""

    level: str
    message: str | Promise
    position: int | None = None


def stops(policy: Policy) -> list[Fault]:
    """What keeps it from being published."""
    return [fault for fault in examine(list(policy.rules.order_by("position"))) if fault.level == STOP]


def examine(rules: Sequence[Rule]) -> list[Fault]:
    """Everything the sentences say against themselves, the gravest first, in one query.

    Sentences add up: every one whose conditions hold asks, whatever those before it asked, and whoever would be
    asked twice is asked once for all reasons together. So no sentence can hide behind an earlier and wider one: it
    brings its own question, people, limit and checklist. One is unreachable only when its own conditions exclude
    each other; one that is the same in conditions and people as an earlier one only repeats it.
    """
    approvers = Approvers()
    found = [fault for rule in rules for fault in (*_own(rule), *_people(rule, approvers))]
    found += _twice(rules) + _gaps(rules)
    return sorted(found, key=lambda fault: RANK.index(fault.level))


def _own(rule: Rule) -> list[Fault]:
    conditions = conditions_of(rule.when)
    words = _("“%(name)s”: such questions know no “%(fact)s”.")
    found = [_about(rule, WARN, words, fact=one.label) for one in _unknown(rule, conditions)]
    if not contradicts(conditions):
        return found
    return [*found, _about(rule, WARN, _("“%(name)s” never asks: its conditions exclude each other."))]


def _unknown(rule: Rule, conditions: Sequence[Condition]) -> list[Fact]:
    """The facts its kind of question does not carry; a sentence that belongs to no policy yet has no kind."""
    if rule.policy_id is None:
        return []
    return [fact for one in conditions if (fact := FACTS.get(one.fact)) and not fact.fits(rule.policy.kind)]


def contradicts(conditions: Sequence[Condition]) -> bool:
    """Whether no case can fulfil them all; only what is certain is said."""
    return any(_excluded([one for one in conditions if one.fact == fact]) for fact in {one.fact for one in conditions})


def _excluded(about: Sequence[Condition]) -> bool:
    present = {bool(one.value) for one in about if one.sign == PRESENT}
    if present == {True, False} or (False in present and any(one.sign in COMPARE for one in about)):
        return True
    if about[0].code:
        # Several findings of one kind may stand beside each other, each with its own number.
        return False
    low, high, open_end = _bounds(about)
    return low > high or (low == high and open_end) or _no_choice(about)


def _bounds(about: Iterable[Condition]) -> tuple[Decimal, Decimal, bool]:
    low, high, open_low, open_high = -ABOVE_ALL, ABOVE_ALL, False, False
    for one in about:
        value = number(one.value)
        if one.sign not in COMPARE or value is None:
            continue
        if one.sign in (">", ">=") and (value, one.sign == ">") > (low, open_low):
            low, open_low = value, one.sign == ">"
        if one.sign in ("<", "<=") and (value, one.sign != "<") < (high, not open_high):
            high, open_high = value, one.sign == "<"
    return low, high, open_low or open_high


def _no_choice(about: Iterable[Condition]) -> bool:
    left: set[Any] | None = None
    without: set[str] = set()
    for one in about:
        if one.sign == "!=":
            without.add(str(one.value))
        elif one.sign in ("=", "in"):
            these = {str(value) for value in (one.value if one.sign == "in" else [one.value])}
            left = these if left is None else left & these
    return left is not None and not left - without


def _twice(rules: Sequence[Rule]) -> list[Fault]:
    """The same conditions and the same people as an earlier sentence: it can only repeat that one."""
    seen: dict[Any, Rule] = {}
    found = []
    for rule in rules:
        earlier = seen.setdefault(_key(rule), rule)
        if earlier is not rule:
            values = {"name": named(rule.name), "earlier": named(earlier.name), "position": earlier.position}
            message = _("“%(name)s” asks the same people about the same as “%(earlier)s” (sentence %(position)s).")
            found.append(Fault(WARN, message % values, rule.position))
    return found


def _key(rule: Rule) -> Any:
    when = str(sorted(rule.when, key=str))
    return when, rule.asks, tuple(rule.people), rule.role, str(rule.bands), rule.own_department


def _gaps(rules: Sequence[Rule]) -> list[Fault]:
    """The amounts no sentence asks about by amount alone."""
    about = [conditions_of(rule.when) for rule in rules]
    if any(one.asks_always for when in about for one in when if len(when) == 1):
        return []
    spans = sorted(
        _bounds(when)[:2] for when in about if all(one.fact == TOTAL for one in when) and not contradicts(when)
    )
    free, reached = [], Decimal(0)
    for low, high in spans:
        if low > reached:
            free.append((reached, low))
        reached = max(reached, high)
    return [Fault(INFO, _gap(low, high)) for low, high in [*free, (reached, ABOVE_ALL)] if low < high]


def _gap(low: Decimal, high: Decimal) -> Any:
    values = {"low": f"{low:,.2f}", "high": f"{high:,.2f}"}
    if high == ABOVE_ALL:
        return _("For its amount alone nobody is asked from %(low)s on.") % values
    return _("For its amount alone nobody is asked from %(low)s to below %(high)s.") % values


def _people(rule: Rule, approvers: Approvers) -> list[Fault]:
    found = [_fallback(rule, role, approvers) for role in roles_of(rule)]
    if rule.asks == Asks.PERSON:
        found += _named(rule, approvers)
    if rule.backup_id and rule.backup_id not in approvers.people:
        found.append(_about(rule, WARN, _("The backup of “%(name)s” may not decide any more.")))
    return [fault for fault in found if fault is not None]


def roles_of(rule: Rule) -> list[str]:
    """The roles it asks: its own, or those of its amounts."""
    return list(dict.fromkeys(role for _most, role in rule.bands)) if rule.asks == Asks.BAND else [rule.role]


def _fallback(rule: Rule, role: str, approvers: Approvers) -> Fault | None:
    holders = approvers.holding(role)
    values = {"role": role_words(role)}
    if not holders:
        asked = rule.asks in (Asks.ROLE, Asks.BAND)
        message = _("Nobody who may decide is %(role)s, whom “%(name)s” asks.")
        return _about(rule, STOP if asked else WARN, message, **values)
    if len(holders) > 1 or rule.asks not in (Asks.ROLE, Asks.BAND):
        return None
    values["who"] = approvers.names(holders)
    if role == DIRECTOR:
        message = _("%(who)s alone is %(role)s: what they ask for themselves “%(name)s” lets nobody decide.")
    elif rule.backup_id:
        return None
    else:
        message = _("%(who)s alone is %(role)s and “%(name)s” has no backup: their own requests go to the director.")
    return _about(rule, WARN if role == DIRECTOR else INFO, message, **values)


def _named(rule: Rule, approvers: Approvers) -> list[Fault]:
    gone = Counter(pk in approvers.people for pk in rule.people)
    if not gone[True]:
        return [_about(rule, STOP, _("None of the people “%(name)s” names may decide any more."))]
    if gone[False]:
        return [_about(rule, WARN, _("Somebody “%(name)s” names may not decide any more."))]
    if len(rule.people) == 1 and not rule.backup_id:
        return [_about(rule, INFO, _("“%(name)s” names one person and no backup."))]
    return []


def _about(rule: Rule, level: str, message: Any, **values: Any) -> Fault:
    return Fault(level, say(str(message)) % {"name": named(rule.name), **values}, rule.position)
