"""What is chosen for a hand-over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User


class HandOverForm(forms.Form):
    """Whose work, who takes it, and why."""

    person = forms.ModelChoiceField(label=_("Who leaves"), queryset=User.objects.none())
    to = forms.ModelChoiceField(label=_("Successor"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, data: Any, *, people: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        successors = User.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["to"].queryset = successors  # type: ignore[attr-defined]
