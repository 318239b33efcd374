"""Forms about the person who signed in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.models import User


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
