"""Forms about the person who signed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import User

CHOSEN = ("language", "theme", "density")


class PreferencesForm(forms.ModelForm):
    """How a person likes to see the house."""

    class Meta:
        model = User
        fields = ("language", "theme", "density", "single_keys")
        widgets = {
            "language": forms.Select(choices=[("", _("As the browser asks")), *settings.LANGUAGES]),
            "theme": forms.Select(choices=[("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]),
            "density": forms.Select(
                choices=[
                    ("", _("Normal rows")),
                    ("compact", _("Compact rows")),
                    ("roomy", _("Roomy rows")),
                    ("touch", _("Rows for fingers")),
                ]
            ),
        }
        help_texts = {"single_keys": _("Keys like c, j, k and / outside of fields.")}

    def clean(self) -> dict[str, Any]:
        """Only what is offered: a language that does not exist would end up in a cookie."""
        data = super().clean() or self.cleaned_data
        for name in CHOSEN:
            if name in data and data[name] not in dict(self.fields[name].widget.choices):
                words = forms.ChoiceField.default_error_messages["invalid_choice"]
                self.add_error(name, ValidationError(words, code="invalid_choice", params={"value": data[name]}))
        return data
