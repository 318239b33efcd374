"""The conditions of a sentence as rows: each fact with the comparisons and the control that fit it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.conditions import COMPARE, PRESENT, Fact, faults_of
from approvals.services.vocabulary import ABSENT, OFFERED, condition_words, writable
from core.inputs import NumberField, plain

MOST = 12
PICKED = ("choice", "list")
YES_NO = [("yes", _("yes")), ("no", _("no"))]


class ConditionForm(forms.Form):
    """One condition; a fact this page cannot write is shown as it is and only kept or dropped."""

    fact = forms.CharField(widget=forms.HiddenInput, max_length=60)
    raw = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    drop = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, data: Any = None, *, prefix: str, row: list[Any] | None = None, fact: str = "") -> None:
        super().__init__(data, prefix=prefix, initial=_typed(row) if row else {"fact": fact})
        name = str((data or {}).get(f"{prefix}-fact", "")) if data is not None else self.initial["fact"]
        self.known: Fact | None = None if self._is_raw(data, prefix) else writable().get(name)
        if self.known is not None:
            self._grow(self.known)

    def _is_raw(self, data: Any, prefix: str) -> bool:
        return bool(data.get(f"{prefix}-raw")) if data is not None else bool(self.initial.get("raw"))

    def _grow(self, fact: Fact) -> None:
        self.fields["sign"] = forms.ChoiceField(label=_("Comparison"), choices=OFFERED[fact.type])
        if fact.type in PICKED:
            self.options = {str(key): key for key, _words in fact.choices()}
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("Value"),
                choices=[(str(key), words) for key, words in fact.choices()],
                widget=forms.CheckboxSelectMultiple,
            )
        elif fact.type == "yes":
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=YES_NO)
        elif fact.type == "text":
            self.fields["value"] = forms.CharField(label=_("Value"), max_length=40)
        elif fact.type != "finding":
            self.fields["value"] = NumberField(label=_("Value"), required=fact.type == "number")

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
        if self.known is not None:
            self._judge(self.known.type, data)
        return data

    def _judge(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "measure" and data.get("sign") in COMPARE and data.get("value") is None:
            self.add_error("value", _("Enter a number."))
        if kind in PICKED and data.get("sign") == "!=" and len(data.get("value", ())) > 1:
            self.add_error("value", _("Choose one only."))

    def as_row(self) -> list[Any]:
        """The condition as rules keep it."""
        data, fact = self.cleaned_data, self.known
        if fact is None:
            return json.loads(data["raw"])
        sign, value = data["sign"], data.get("value")
        if sign in (PRESENT, ABSENT):
            return [fact.key, PRESENT, sign == PRESENT]
        if fact.type == "yes":
            return [fact.key, "=", value == "yes"]
        if fact.type in PICKED:
            return self._picked(fact, sign, [self.options[one] for one in value])
        return [fact.key, sign, value if fact.type == "text" else _number(value)]

    def _picked(self, fact: Fact, sign: str, values: list[Any]) -> list[Any]:
        if fact.type == "list" or len(values) > 1:
            return [fact.key, "in", values]
        return [fact.key, "!=" if sign == "!=" else "=", values[0]]


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
    known = writable().get(fact)
    kept = {"fact": fact, "raw": json.dumps(row)}
    if known is None:
        return kept
    if sign == PRESENT:
        return {"fact": fact, "sign": PRESENT if value else ABSENT}
    if known.type == "yes":
        return {"fact": fact, "sign": "=", "value": "yes" if value else "no"} if sign == "=" else kept
    if known.type == "text":
        return {"fact": fact, "sign": sign, "value": value} if sign != "in" else kept
    if known.type in PICKED:
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
        if fact in writable() and len(self.forms) < MOST:
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
