"""A rule as a sentence people read: when, whom, how, by when, with which checklist."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Policy, Rule
from approvals.models.words import Asks, Mode, Part
from approvals.services.vocabulary import condition_words
from approvals.wording import named, outlined
from core.models import User
from core.roles import ROLE_NAMES

PARTS = {
    "name": _("Name"),
    "when": pgettext_lazy("sentence", "When"),
    "who": pgettext_lazy("sentence", "Whom"),
    "how": pgettext_lazy("sentence", "How"),
    "limit": pgettext_lazy("sentence", "Limit"),
    "up_to": _("May decide up to"),
    "checklist": _("Checklist"),
    "judges": _("Judges"),
    "copies": _("Copies to"),
    "question": _("Question"),
}
"""What a sentence consists of, in the order it is read."""


@dataclass(frozen=True)
class Sentence:
    """One rule in the reader's language; `parts` are the words by the names of PARTS, empty where it says nothing."""

    rule: Rule
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def conditions(self) -> list[str]:
        return [condition_words(row) for row in self.rule.when]

    @property
    def items(self) -> list[dict[str, Any]]:
        return [{"text": named(item["text"]), "must": item.get("must")} for item in self.rule.checklist]

    @property
    def further(self) -> list[tuple[str, str]]:
        """What it says beyond when, whom, how and by when."""
        names = ("up_to", "judges", "copies")
        return [(str(PARTS[name]), self.parts[name]) for name in names if self.parts[name]]


def sentences_of(policy: Policy) -> list[Sentence]:
    """The sentences of a policy in their order."""
    return read(list(policy.rules.select_related("backup").order_by("position")))


def read(rules: Iterable[Rule]) -> list[Sentence]:
    """Rules as sentences, with the people they name, in one query."""
    rules = list(rules)
    wanted = {pk for rule in rules for pk in rule.people}
    rows = User.objects.filter(pk__in=wanted).values_list("pk", "name", "username") if wanted else ()
    names = {pk: name or username for pk, name, username in rows}
    return [sentence(rule, names) for rule in rules]


def sentence(rule: Rule, names: dict[int, str]) -> Sentence:
    """One rule as a sentence; `names` holds the people it may name."""
    return Sentence(rule, {part: str(words(rule, names)) for part, words in WRITERS.items()})


def role_words(role: str) -> str:
    """A role as people call it."""
    return str(ROLE_NAMES.get(role, role))


def whom(rule: Rule, names: dict[int, str]) -> str:
    """Who is asked, in words."""
    role = role_words(rule.role)
    backup = say("; backup %(who)s") % {"who": rule.backup} if rule.backup_id else ""
    place = say(" in the owner's department") if rule.own_department else ""
    return _asked(rule, names, role) + place + backup


def _asked(rule: Rule, names: dict[int, str], role: str) -> str:
    if rule.asks == Asks.PERSON:
        return say(", ").join(names.get(pk, say("somebody who left")) for pk in rule.people)
    if rule.asks == Asks.MANAGER:
        return say("the owner's manager, else %(role)s") % {"role": role}
    if rule.asks == Asks.CHAIN:
        return say("the owner's managers up to who may decide the amount, else %(role)s") % {"role": role}
    if rule.asks == Asks.BAND:
        return say("; ").join(_band(row) for row in rule.bands) or role
    return role


def _band(row: Any) -> str:
    most, role = row
    if most is None:
        return say("above that %(role)s") % {"role": role_words(role)}
    return say("up to %(amount)s %(role)s") % {"amount": f"{float(most):,.0f}", "role": role_words(role)}


def how(rule: Rule, names: dict[int, str]) -> str:
    """How many must agree, and whether at the same time as the sentence before."""
    many = say("%(needed)s of them") % {"needed": rule.needed} if rule.mode == Mode.SHARE else rule.get_mode_display()
    return f"{many}{say(', at the same time as the sentence before')}" if rule.together else str(many)


def limit(rule: Rule, names: dict[int, str]) -> str:
    """By when it is decided, and what happens then."""
    return say("%(hours)s working hours, then %(then)s") % {
        "hours": rule.hours,
        "then": rule.get_at_limit_display(),
    }


def _checklist(rule: Rule, names: dict[int, str]) -> str:
    return say("; ").join(
        named(item["text"]) + (say(" (must)") if item.get("must") else "") for item in rule.checklist
    )


WRITERS = {
    "name": lambda rule, names: named(rule.name),
    "when": lambda rule, names: say(" and ").join(condition_words(row) for row in rule.when),
    "who": whom,
    "how": how,
    "limit": limit,
    "up_to": lambda rule, names: "" if rule.up_to is None else f"{rule.up_to:,.2f}",
    "checklist": _checklist,
    "judges": lambda rule, names: say(", ").join(str(Part(part).label) for part in rule.judges),
    "copies": lambda rule, names: say(", ").join(role_words(role) for role in rule.copies),
    "question": lambda rule, names: outlined(rule.question),
}
