"""A sentence of a policy as a form, and what publishing, trying out and rehearsing ask."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.conditions import APART, FACTS, FINDING, TOTAL
from approvals.forms.conditions import ConditionRows
from approvals.models import Rule
from approvals.models.words import Asks, AtLimit, Mode, Part
from approvals.services.approvers import Approvers
from approvals.services.editing import SentenceCard
from approvals.services.vocabulary import writable
from approvals.wording import named
from core.inputs import DayField, NumberField
from core.models import User
from core.roles import ROLE_NAMES

SPARE = 2
MOST_PEOPLE = 300
ROLES = [(name, words) for name, words in ROLE_NAMES.items()]
BACKUP = "backup"


class ItemForm(forms.Form):
    """One line of the checklist; an empty one is left out."""

    text = forms.CharField(label=_("To check"), max_length=120, required=False)
    must = forms.BooleanField(label=_("must be ticked"), required=False)


class BandForm(forms.Form):
    """Up to an amount this role decides; an empty amount means everything above."""

    most = NumberField(label=_("Up to"), required=False, min_value=Decimal(0))
    role = forms.ChoiceField(label=_("Role"), choices=[("", "--"), *ROLES], required=False)


Items = forms.formset_factory(ItemForm, extra=SPARE, max_num=20, absolute_max=24)
Bands = forms.formset_factory(BandForm, extra=SPARE, max_num=10, absolute_max=12)


class SentenceForm(forms.Form):
    """Who, how, by when and what then; conditions, bands and checklist are rows beside it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    question = forms.CharField(
        label=_("Question"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("May use %(total)s, %(limit)s, %(customer)s and the numbers of findings."),
    )
    asks = forms.ChoiceField(label=pgettext_lazy("sentence", "Whom"), choices=Asks.choices)
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLES, help_text=_("Asked when there is no such person, or they may not decide.")
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    own_department = forms.BooleanField(label=_("only in the owner's department"), required=False)
    backup = forms.TypedChoiceField(label=_("Backup"), coerce=int, empty_value=None, required=False)
    mode = forms.ChoiceField(label=pgettext_lazy("sentence", "How"), choices=Mode.choices)
    needed = forms.IntegerField(label=_("How many must agree"), required=False, min_value=1, max_value=99)
    together = forms.BooleanField(label=_("together with the sentence before"), required=False)
    hours = forms.IntegerField(label=_("Limit in working hours"), min_value=1, max_value=2000)
    at_limit = forms.ChoiceField(label=_("At the limit"), choices=AtLimit.choices)
    up_to = NumberField(
        label=_("May decide up to"),
        required=False,
        min_value=Decimal(0),
        max_digits=18,
        decimal_places=2,
        help_text=_("Above it the director is asked as well; empty means any amount."),
    )
    judges = forms.MultipleChoiceField(
        label=_("Judges"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("An edit of the other parts leaves the answer valid; none means all."),
    )  # fmt: skip
    copies = forms.MultipleChoiceField(
        label=_("Copies to"), choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999_999_999)

    def __init__(self, rule: Rule | None = None, data: Any = None, *, edition: int = 0, kind: str = "") -> None:
        super().__init__(data, initial={**(_typed(rule) if rule else BLANK), "edition": edition})
        self.rule, self.kind = rule, kind
        people = [(pk, person.name) for pk, person in Approvers().people.items()]
        self.fields["people"].choices = [*people, *self._gone(people)]
        self.fields[BACKUP].choices = [("", "--"), *people]
        when = rule.when if rule else [["lines" if kind in APART else "total", ">=", 0]]
        self.conditions = ConditionRows(data, when)
        self.items = Items(data, prefix="items", initial=_items(rule))
        self.bands = Bands(data, prefix="bands", initial=_bands(rule))

    def _gone(self, people: list[tuple[int, str]]) -> list[tuple[int, Any]]:
        """Who is named and may not decide any more, so that they can be seen and taken out."""
        known = {pk for pk, _name in people}
        named_now = self.rule.people if self.rule else []
        return [(pk, _("somebody who left")) for pk in named_now if pk not in known]

    @property
    def facts_to_add(self) -> list[tuple[str, Any]]:
        return [(key, fact.label) for key, fact in writable(self.kind).items()]

    def is_valid(self) -> bool:
        parts = [super().is_valid(), self.conditions.is_valid(), self.items.is_valid(), self.bands.is_valid()]
        if all(parts):
            self._judge()
        return all(parts) and not self.errors

    def _judge(self) -> None:
        for name, faults in self.as_card().faults().items():
            self.add_error(name if name in self.fields else None, faults)

    def as_card(self) -> SentenceCard:
        typed = self.cleaned_data
        plain = ("asks", "role", "people", "own_department", "mode", "needed", "together", "hours", "at_limit",
                 "up_to", "judges", "copies")  # fmt: skip
        return SentenceCard(
            name=self._kept("name"),
            question=self._kept("question"),
            when=self.conditions.rows,
            backup_id=typed[BACKUP],
            bands=self._typed_bands(),
            checklist=[
                {"text": row["text"], "must": row["must"]} for row in self.items.cleaned_data if row.get("text")
            ],
            **{name: typed[name] for name in plain},
        )

    def _kept(self, name: str) -> str:
        """A sentence of the house that was not touched stays the house's own, readable in every language."""
        typed, before = self.cleaned_data[name], getattr(self.rule, name, "")
        return before if before and typed == named(before) else typed

    def _typed_bands(self) -> list[list[Any]]:
        rows = [row for row in self.bands.cleaned_data if row.get("role")]
        rows.sort(key=lambda row: (row["most"] is None, row["most"] or 0))
        return [[None if row["most"] is None else float(row["most"]), row["role"]] for row in rows]


BLANK: dict[str, Any] = {"asks": Asks.MANAGER, "role": "sales_manager", "mode": Mode.ANY, "hours": 8,
                         "at_limit": AtLimit.REMIND}  # fmt: skip


def _typed(rule: Rule) -> dict[str, Any]:
    names = ("asks", "role", "people", "own_department", "mode", "needed", "together", "hours", "at_limit", "up_to",
             "judges", "copies")  # fmt: skip
    kept = {name: getattr(rule, name) for name in names}
    return kept | {"name": named(rule.name), "question": named(rule.question), BACKUP: rule.backup_id}


def _items(rule: Rule | None) -> list[dict[str, Any]]:
    return [{"text": item["text"], "must": item.get("must", False)} for item in rule.checklist] if rule else []


def _bands(rule: Rule | None) -> list[dict[str, Any]]:
    return [{"most": most, "role": role} for most, role in rule.bands] if rule else []


class PublishForm(forms.Form):
    """Why, and from when on."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What changed and why; it stays with the version."),
    )
    effective_on = DayField(label=_("Asks from"), required=False, help_text=_("Empty means at once."))


class RehearseForm(forms.Form):
    """What is replayed."""

    history = forms.BooleanField(
        label=_("with imported orders"),
        required=False,
        help_text=_("They are judged by amount, tier, currency and lines only; no findings were kept of them."),
    )


class TryForm(forms.Form):
    """A case: an order by its number, or what is typed."""

    order = forms.CharField(label=_("Order number"), max_length=40, required=False)
    total = NumberField(label=_("Total"), required=False, max_digits=18, decimal_places=2, min_value=Decimal(0))
    tier = forms.ChoiceField(label=_("Customer tier"), required=False)
    lines = forms.IntegerField(label=_("Number of lines"), required=False, min_value=0, max_value=10_000)
    discount = NumberField(
        label=_("Discount over the limit, %"), required=False, min_value=Decimal(0), max_value=Decimal(100)
    )
    prepaid = forms.BooleanField(label=_("Cash before delivery"), required=False)
    asker = forms.TypedChoiceField(label=_("Asked by"), coerce=int, empty_value=None, required=False)
    findings = forms.MultipleChoiceField(
        label=_("Found as well"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, kind: str = "") -> None:
        super().__init__(data)
        self.is_about_order = kind not in APART
        numbers = {key: fact for key, fact in FACTS.items() if fact.type == "number" and kind in fact.kinds}
        self.figures = [key for key in numbers if key not in (TOTAL, "lines")]
        for key in self.figures:
            self.fields[key] = NumberField(label=FACTS[key].label, required=False, min_value=Decimal(0))
        self.fields["tier"].choices = list(FACTS["tier"].choices())
        people = User.objects.filter(is_active=True).order_by("name")[:MOST_PEOPLE]
        self.fields["asker"].choices = [("", "--"), *((person.pk, str(person)) for person in people)]
        others = [(key.removeprefix(FINDING), fact.label) for key, fact in FACTS.items() if key.startswith(FINDING)]
        self.fields["findings"].choices = [(code, label) for code, label in others if code != "discount"]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The numbers only this kind of question knows."""
        return [self[key] for key in self.figures]

    def as_facts(self) -> dict[str, Any]:
        """The case as the checks would have told it."""
        typed = self.cleaned_data
        found = [{"code": code, "facts": {}} for code in typed["findings"]]
        if typed["discount"]:
            found.append({"code": "discount", "facts": {"discount": str(typed["discount"]), "limit": "0"}})
        total = str(typed["total"] or 0)
        own = {key: str(typed[key] or 0) for key in self.figures}
        return own | {
            "total": total,
            "base_total": total,
            "tier": typed["tier"],
            "new_customer": typed["tier"] == "new",
            "prepaid": typed["prepaid"],
            "lines": typed["lines"] or 1,
            "findings": found,
        }
