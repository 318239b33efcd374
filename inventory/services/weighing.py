"""What sharing a product out otherwise would do: one pure function for the preview, the proposal and the act (B17)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.inputs import plain
from core.sentence import Sentence
from inventory.services.promising import promise_day

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One order line that holds or waits for a product, in base units.

    `least` is what it keeps in any case: picked, or perhaps picked. `may_hold` says whether goods are set aside
    for its order at all, `binds` whether the house has promised it a day.
    """

    line_id: int
    order_id: int
    ref: str
    needed: Decimal
    reserved: Decimal
    picked: Decimal = ZERO
    least: Decimal = ZERO
    may_hold: bool = True
    binds: bool = True
    wanted_on: datetime.date | None = None
    promised_on: datetime.date | None = None
    first_promise: datetime.date | None = None

    @property
    def missing(self) -> Decimal:
        return max(ZERO, self.needed - self.reserved)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of one claim: so much set aside, and the day it is promised for then."""

    claim: Claim
    after: Decimal
    day: datetime.date | None

    @property
    def change(self) -> Decimal:
        return self.after - self.claim.reserved

    @property
    def missing(self) -> Decimal:
        return max(ZERO, self.claim.needed - self.after)

    @property
    def breaks(self) -> bool:
        """Whether it is promised a later day than now."""
        return self.day is not None and self.claim.promised_on is not None and self.day > self.claim.promised_on

    @property
    def cures(self) -> bool:
        """Whether it is promised an earlier day than now, or has all it needs for the first time."""
        if self.day is not None and self.claim.promised_on is not None and self.day < self.claim.promised_on:
            return True
        return self.change > 0 and not self.missing

    @property
    def days_later(self) -> int:
        return (self.day - self.claim.promised_on).days if self.breaks else 0  # type: ignore[operator]


@dataclass(frozen=True)
class Problem:
    """Why it cannot be done, in a sentence."""

    code: str
    message: str | Promise | Sentence


@dataclass(frozen=True)
class Weighed:
    """All claims as they would be; `free` is what lies free now."""

    outcomes: Sequence[Outcome]
    free: Decimal
    problems: Sequence[Problem]

    @cached_property
    def losing(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.change < 0]

    @cached_property
    def winning(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.change > 0]

    @cached_property
    def broken(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.breaks]

    @cached_property
    def cured(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.cures]

    @property
    def total(self) -> Decimal:
        """What would be set aside in all."""
        return sum((one.after for one in self.outcomes), ZERO)

    @property
    def there(self) -> Decimal:
        """What there is to share out: set aside now, or free."""
        return self.free + sum((one.claim.reserved for one in self.outcomes), ZERO)

    @property
    def left(self) -> Decimal:
        return self.there - self.total

    @property
    def asks(self) -> bool:
        """Whether an order loses something, so that somebody has to agree."""
        return bool(self.losing)

    @property
    def days_later(self) -> int:
        return max((one.days_later for one in self.outcomes), default=0)


def weigh_shares(
    claims: Iterable[Claim], targets: Mapping[int, Decimal], *, free: Decimal, step: Decimal, today: datetime.date
) -> Weighed:
    """What each claim would have if so much were set aside for the lines named, and why that may not be done."""
    outcomes = [_outcome(claim, targets.get(claim.line_id, claim.reserved), today) for claim in claims]
    problems = [problem for one in outcomes if one.change and (problem := _problem(one, step)) is not None]
    weighed = Weighed(outcomes, free, problems)
    if not any(one.change for one in outcomes):
        problems.append(Problem("no_change", _("Nothing would change; type what each order is to have.")))
    elif not problems and weighed.left < 0:
        problems.append(_say("too_much", TOO_MUCH, total=weighed.total, there=weighed.there))
    return weighed


def _outcome(claim: Claim, after: Decimal, today: datetime.date) -> Outcome:
    day = claim.promised_on
    if claim.binds and after != claim.reserved:
        day = promise_day(wanted_on=claim.wanted_on, in_stock=after >= claim.needed, today=today)
    return Outcome(claim=claim, after=after, day=day)


TOO_MUCH = _("%(total)s would be set aside and only %(there)s are there.")
NEEDS_LESS = _("%(ref)s needs %(needed)s; more cannot be set aside for it.")
KEEPS = _("%(ref)s keeps at least %(least)s: so much is picked already.")
HOLDS_NOTHING = _("No goods are set aside for %(ref)s as it stands.")
STEPS = _("%(ref)s: the quantity must be zero or more, in steps of %(step)s.")


def _problem(one: Outcome, step: Decimal) -> Problem | None:
    claim = one.claim
    if not one.after.is_finite() or one.after < 0 or one.after % step:
        return _say("quantity", STEPS, ref=claim.ref, step=step)
    if one.change > 0 and not claim.may_hold:
        return _say("wrong_state", HOLDS_NOTHING, ref=claim.ref)
    if one.after > claim.needed and one.change > 0:
        return _say("too_much_for_one", NEEDS_LESS, ref=claim.ref, needed=claim.needed)
    if one.after < claim.least and one.change < 0:
        return _say("picked", KEEPS, ref=claim.ref, least=claim.least)
    return None


def _say(code: str, template: str | Promise, **values: Any) -> Problem:
    words = {name: plain(one) if isinstance(one, Decimal) else one for name, one in values.items()}
    return Problem(code, Sentence(template, words))
