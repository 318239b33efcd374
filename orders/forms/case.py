"""What people type about an after-sales case."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.models import User
from orders.forms.contract import customer_called
from orders.models import Order
from orders.models.case import CaseCause, CaseKind

NO_CAUSE = [("", "--")]
RATINGS = [("", "--"), *((str(n), str(n)) for n in range(5, 0, -1))]


class CaseForm(forms.Form):
    """What it is about and whose it is; few fields, so that a call can be noted while it lasts."""

    customer = forms.CharField(label=_("Customer"), max_length=40)
    order = forms.CharField(label=_("Order"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    cause = forms.ChoiceField(label=_("Cause"), choices=[*NO_CAUSE, *CaseCause.choices], required=False)
    title = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(
        label=_("What it is about"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, user: Any, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        self.fields["customer"].widget.attrs |= {"data-source": reverse_lazy("customers:find"), "autocomplete": "off"}

    def clean_customer(self) -> Any:
        return customer_called(self.user, self.cleaned_data["customer"].strip())

    def clean_order(self) -> Order | None:
        typed = self.cleaned_data["order"].strip().upper()
        if not typed:
            return None
        found = Order.objects.visible_to(self.user).called(typed).defer("search").first()
        if found is None:
            raise forms.ValidationError(_("There is no such order."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == CaseKind.COMPLAINT and not data.get("cause"):
            self.add_error("cause", _("A complaint needs a cause."))
        return data


class AnswerForm(forms.Form):
    """What the customer was told."""

    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class CloseCaseForm(forms.Form):
    """How content the customer was, where they said so."""

    rating = forms.TypedChoiceField(
        label=_("Satisfaction, 1 to 5"), choices=RATINGS, required=False, coerce=int, empty_value=None
    )


class HandCaseForm(forms.Form):
    """To whom a case goes."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["to"]
        field.queryset = User.objects.filter(is_active=True).order_by("name", "pk")
