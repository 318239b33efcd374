"""What somebody types who decides by a link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.forms.acts import CheckedForm
from approvals.models.words import Outcome
from core.forms import pin_field


class OutsideForm(CheckedForm):
    """All three answers come from one form; above an amount it asks for the PIN."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices)

    def __init__(self, data: Any = None, *, checklist: list[dict[str, Any]], pin: bool) -> None:
        super().__init__(data, checklist=checklist)
        if pin:
            words = {"required": _("Type your PIN.")}
            self.fields["pin"] = pin_field(_("PIN"), error_messages=words)

    @property
    def ticked(self) -> list[str]:
        """What was ticked, for a form that comes back."""
        return self["ticks"].value() or [] if "ticks" in self.fields else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") in (Outcome.RETURNED, Outcome.REJECTED) and not data.get("opinion", "").strip():
            words = _("Say why, so that the owner knows what to change.")
            self.add_error("opinion", ValidationError(words, code="opinion_missing"))
        return data
