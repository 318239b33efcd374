"""What an approver chooses and types for the acts beside deciding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models.words import Place

LONGEST = 1000


class CheckedForm(forms.Form):
    """Agreeing: what is said, and the items of the checklist that were looked at."""

    opinion = forms.CharField(label=_("Opinion"), max_length=LONGEST, required=False)

    def __init__(self, data: Any = None, *, checklist: list[dict[str, Any]]) -> None:
        super().__init__(data)
        if checklist:
            self.fields["ticks"] = _ticks(checklist)


def _ticks(checklist: list[dict[str, Any]]) -> forms.MultipleChoiceField:
    """The items as boxes; a star marks those that must be ticked, and the service insists on it."""
    items = [(one["text"], f"{one['text']} *" if one.get("must") else one["text"]) for one in checklist]
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=_("Checklist"), widget=boxes, required=False, choices=items)


class GiveForm(forms.Form):
    """To whom, and why."""

    to = forms.TypedChoiceField(label=pgettext_lazy("colleague", "To"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class SignerForm(GiveForm):
    """Whom, where they stand, and why; after oneself is agreeing oneself now."""

    place = forms.ChoiceField(
        label=pgettext_lazy("signer", "When"), choices=Place.choices, widget=forms.RadioSelect, initial=Place.BEFORE
    )
    opinion = forms.CharField(label=_("Opinion"), max_length=LONGEST, required=False)
    field_order = ("to", "place", "reason", "opinion")

    def __init__(self, data: Any = None, *, people: list[tuple[int, str]], checklist: list[dict[str, Any]]) -> None:
        super().__init__(data, people=people)
        if checklist:
            self.fields["ticks"] = _ticks(checklist)


class StepBackForm(forms.Form):
    """Which step is asked again, which way it comes back, and why."""

    step = forms.TypedChoiceField(label=_("Step"), coerce=int, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Afterwards"),
        choices=[("back", _("straight back to me")), ("again", _("again through every step from there"))],
        widget=forms.RadioSelect,
        initial="back",
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that they know what to look at.")},
    )

    def __init__(self, data: Any = None, *, steps: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """Something said beside the decision."""

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
