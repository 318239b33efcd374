"""A JSON object as the form of a page: names the form knows, each with what somebody would type."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from api.forms.wrong import Wrong

UNKNOWN = _("There is no such field.")
NO_TEXT = _("Write text or a number here.")
NO_SWITCH = _("Write true or false here.")


def typed(payload: Mapping[str, Any], names: Collection[str], at: str = "") -> dict[str, str]:
    """The fields of an object as text; 400 names every field nobody knows and every value that is no text (A7)."""
    wrong = {at + name: [str(UNKNOWN)] for name in payload if name not in names}
    wrong |= {at + name: [str(NO_TEXT)] for name, value in payload.items() if isinstance(value, dict | list)}
    if wrong:
        raise Wrong(400, "not_understood", _("The request has fields that are not understood."), fields=wrong)
    return {name: _text(value) for name, value in payload.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def switch(payload: Mapping[str, Any], name: str) -> bool:
    """A field that is true or false, and false when it is left out."""
    value = payload.get(name, False)
    if not isinstance(value, bool):
        message = _("The request has fields that are not understood.")
        raise Wrong(400, "not_understood", message, fields={name: [str(NO_SWITCH)]})
    return value


def as_posted(form: type[forms.BaseForm], payload: Mapping[str, Any]) -> QueryDict:
    """What the page would send: what is left out stands as the page shows it at first."""
    fields = form.base_fields
    first = {name: _text(one.initial) for name, one in fields.items() if one.initial is not None}
    data = QueryDict(mutable=True)
    data.update({**first, **typed(payload, fields)})
    return data


def complaints(form: forms.BaseForm, at: str = "") -> dict[str, list[str]]:
    """What is wrong, by field, in the sentences of the page; what is wrong as a whole stands under `all`."""
    return {
        at + ("all" if name == forms.forms.NON_FIELD_ERRORS else name): [str(one) for one in found]
        for name, found in form.errors.items()
    }


def refuse(form: forms.BaseForm) -> None:
    """422 with the form's own sentences."""
    if not form.is_valid():
        raise Wrong(422, "invalid", INVALID, fields=complaints(form))


INVALID = _("Some fields are not right; each says why.")
