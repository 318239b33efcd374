"""What a verb asks before it acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.inputs import DayField
from core.models import User
from orders.models.hold import HoldKind, Stopped
from orders.models.words import LostCause

LONG = forms.Textarea({"rows": 3})


class ReasonForm(forms.Form):
    """Why: kept with the order for good."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=LONG)


class CancelForm(ReasonForm):
    """Why an order ends before its time, in a word that can be counted and in words of one's own."""

    lost_by = forms.ChoiceField(
        label=_("Lost by"),
        choices=[("", "--"), *LostCause.choices],
        required=False,
        help_text=_("Counted in the report of lost orders."),
    )


class MaybeReasonForm(forms.Form):
    """Why, where a check asks for it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=LONG,
        help_text=_("Needed where a check asks for one."),
    )


class HoldForm(forms.Form):
    """Who wants the order to wait, what it must not do meanwhile, and why."""

    kind = forms.ChoiceField(label=_("Who wants it"), choices=HoldKind.choices)
    stops = forms.MultipleChoiceField(
        label=_("Stops"), choices=Stopped.choices, widget=forms.CheckboxSelectMultiple, initial=[Stopped.DISPATCH]
    )
    reason = forms.CharField(label=_("Reason"), max_length=250)


def colleagues(user: Any) -> Any:
    """Everybody who works here, oneself left out."""
    return User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "username")


class PersonField(forms.ModelChoiceField):
    """A colleague, by name and department."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.department}" if obj.department_id else str(obj)


class HandOverForm(forms.Form):
    """Whom to hand the order to."""

    to = PersonField(User.objects.none(), label=_("Colleague"))

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["to"].queryset = colleagues(user).select_related("department")


class ShareForm(HandOverForm):
    """With whom to share the order, for how long, and whether they may change it."""

    edit = forms.BooleanField(label=_("May also edit"), required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until you take it back."))

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError(_("This day is over."), code="past")
        return until


class CommentForm(forms.Form):
    """A remark for colleagues."""

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=LONG)


class ViewForm(forms.Form):
    """A name for the list as it looks now."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    shared = forms.BooleanField(label=_("Show it to everybody"), required=False)


class TemplateForm(forms.Form):
    """What a template is called, and who begins orders with it."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)
    for_customer = forms.BooleanField(label=_("Only for this customer"), required=False, initial=True)
    shared = forms.BooleanField(label=_("Colleagues may use it too"), required=False)
