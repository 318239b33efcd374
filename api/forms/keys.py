"""What is asked for a new key."""

from django import forms
from django.utils.translation import gettext_lazy as _

LASTS = ((30, _("a month")), (90, _("three months")), (365, _("a year")))


class KeyForm(forms.Form):
    """What the key is for, and how long it is good."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=60, help_text=_("What uses it, for example: web shop.")
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=LASTS, coerce=int, initial=90)
