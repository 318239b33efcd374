"""Forms about the person who signed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.pins import DIGITS, is_plain

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


def pin_field(label: Any, **more: Any) -> forms.CharField:
    """Six digits, typed unseen, with the digits of a phone's keyboard."""
    looks = {"inputmode": "numeric", "autocomplete": "off", "pattern": f"[0-9]{{{DIGITS}}}", "maxlength": DIGITS}
    shape = RegexValidator(rf"\A[0-9]{{{DIGITS}}}\Z", _("A PIN has six digits."), code="pin_shape")
    return forms.CharField(label=label, validators=[shape], widget=forms.PasswordInput(looks), **more)


class PinForm(forms.Form):
    """A new PIN, typed twice, and the password of whoever sets it."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    pin = pin_field(_("New PIN"), help_text=_("Six digits, not in a row and not all the same."))
    again = pin_field(_("New PIN once more"))

    def clean_pin(self) -> str:
        if is_plain(self.cleaned_data["pin"]):
            raise ValidationError(_("Anybody would try this PIN first. Choose another."), code="pin_plain")
        return self.cleaned_data["pin"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "pin" in data and "again" in data and data["pin"] != data["again"]:
            self.add_error("again", ValidationError(_("This is not the same PIN."), code="pin_differs"))
        return data
