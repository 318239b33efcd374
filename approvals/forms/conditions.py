"""The conditions of a sentence as rows: each fact with the comparisons and the control that fit it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.conditions import COMPARE, PRESENT, faults_of
from approvals.services.vocabulary import FACTS, MEASURED, Fact, condition_words
from core.inputs import NumberField, plain

MOST = 12
YES_NO = [("yes", _("yes")), ("no", _("no"))]


class ConditionForm(forms.Form):
    """One condition; a fact this page cannot write is shown as it is and only kept or dropped."""

    fact = forms.CharField(widget=forms.HiddenInput, max_length=60)
    raw = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    drop = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, data: Any = None, *, prefix: str, row: list[Any] | None = None, fact: str = "") -> None:
        super().__init__(data, prefix=prefix, initial=_typed(row) if row else {"fact": fact})
        name = str((data or {}).get(f"{prefix}-fact", "")) if data is not None else self.initial["fact"]
        self.known: Fact | None = None if self._is_raw(data, prefix) else FACTS.get(name)
        if self.known is not None:
            self._grow(self.known)

    def _is_raw(self, data: Any, prefix: str) -> bool:
        return bool(data.get(f"{prefix}-raw")) if data is not None else bool(self.initial.get("raw"))

    def _grow(self, fact: Fact) -> None:
        signs = fact.signs
        if fact.kind == "finding" and fact.name.removeprefix("finding:") in MEASURED:
            signs = [*signs, *((sign, words) for sign, words in FACTS["total"].signs)]
        self.fields["sign"] = forms.ChoiceField(label=_("Comparison"), choices=signs)
        if fact.kind == "choice":
            options = [(str(key), words) for key, words in fact.options()]
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("Value"), choices=options, widget=forms.CheckboxSelectMultiple
            )
        elif fact.kind == "yes":
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=YES_NO)
        else:
            self.fields["value"] = NumberField(label=_("Value"), required=fact.kind == "number")

    @property
    def words(self) -> str:
        """What it is about; for a fact only kept, the whole condition."""
        if self.known is not None:
            return str(self.known.label)
        try:
            return condition_words(json.loads(self["raw"].value() or "[]"))
        except (ValueError, TypeError):
            return str(self["fact"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("drop") or self.errors:
            return data
        if self.known is None and not _readable(data.get("raw", "")):
            raise forms.ValidationError(_("This condition cannot be read; remove it."))
        if self.known and self.known.kind == "finding" and data.get("sign") in COMPARE and data.get("value") is None:
            self.add_error("value", _("Enter a number."))
        if self.known and self.known.kind == "choice" and data.get("sign") == "!=" and len(data.get("value", ())) > 1:
            self.add_error("value", _("Choose one only."))
        return data

    def as_row(self) -> list[Any]:
        """The condition as rules keep it."""
        data, fact = self.cleaned_data, self.known
        if fact is None:
            return json.loads(data["raw"])
        sign, value = data["sign"], data["value"]
        if fact.kind == "finding" and sign not in COMPARE:
            return [fact.name, PRESENT, sign == PRESENT]
        if fact.kind == "yes":
            return [fact.name, "=", value == "yes"]
        if fact.kind == "choice":
            several = len(value) > 1
            return [fact.name, "in", value] if several else [fact.name, "!=" if sign == "!=" else "=", value[0]]
        return [fact.name, sign, _number(value)]


def _readable(raw: str) -> bool:
    try:
        return not faults_of([json.loads(raw)])
    except ValueError:
        return False


def _number(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else plain(value)


def _typed(row: list[Any]) -> dict[str, Any]:
    """A kept condition as the form shows it; what the form could not give back unchanged is kept raw."""
    fact, sign, value = row
    known = FACTS.get(fact)
    kept = {"fact": fact, "raw": json.dumps(row)}
    if known is None:
        return kept
    if sign == PRESENT:
        return {"fact": fact, "sign": PRESENT if value else "absent"}
    if known.kind == "yes":
        return {"fact": fact, "sign": "=", "value": "yes" if value else "no"} if sign == "=" else kept
    if known.kind == "choice":
        values = [str(one) for one in (value if isinstance(value, list) else [value])]
        return {"fact": fact, "sign": "!=" if sign == "!=" else "in", "value": values}
    return {"fact": fact, "sign": sign, "value": plain(Decimal(str(value).replace(",", "")))}


class ConditionRows:
    """All conditions of a sentence: those kept, those typed, and one more when asked for."""

    def __init__(self, data: Mapping[str, Any] | None = None, when: list[list[Any]] | None = None) -> None:
        self.forms = [ConditionForm(prefix=f"when-{n}", row=row) for n, row in enumerate(when or [])]
        if data is not None:
            self.forms = [ConditionForm(data, prefix=f"when-{n}") for n in range(_count(data))]

    def add(self, fact: str) -> None:
        if fact in FACTS and len(self.forms) < MOST:
            self.forms.append(ConditionForm(prefix=f"when-{len(self.forms)}", fact=fact))

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    @property
    def rows(self) -> list[list[Any]]:
        return [form.as_row() for form in self.forms if not form.cleaned_data.get("drop")]

    @property
    def count(self) -> int:
        return len(self.forms)


def _count(data: Mapping[str, Any]) -> int:
    typed = str(data.get("when-count", ""))
    return min(int(typed), MOST) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
