"""What an approver types."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class ReasonForm(forms.Form):
    """Returning and rejecting must say why."""

    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the owner knows what to change.")},
    )
