"""What is typed about a leave: who, when, who stands in, and for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models.policy import every_kind
from core import clock


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class LeaveForm(forms.Form):
    """A leave with its delegate; `open_count` is how many tasks wait on the desk of who is away."""

    user = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    to = forms.TypedChoiceField(
        label=_("Delegate"), coerce=int, required=False, empty_value=None,
        help_text=_("Without one, the backup of the sentence is asked, or the role."),
    )  # fmt: skip
    from_day = _day(_("First day"), initial=clock.today)
    until_day = _day(_("Last day"))
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("delegation", "Only for"), required=False, choices=every_kind,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked means all."),
    )  # fmt: skip
    up_to = forms.DecimalField(
        label=_("Only up to"), required=False, min_value=0, max_digits=18, decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal"}), help_text=_("Empty means any amount."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)
    takes_open = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, away: list[tuple[int, str]], people: list[tuple[int, str]], **more: Any) -> None:
        open_count = more.pop("open_count")
        super().__init__(data, **more)
        self.fields["user"].choices = away  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", "--"), *people]  # type: ignore[attr-defined]
        self.fields["takes_open"].label = _("Move the %(n)s open tasks too") % {"n": open_count}
