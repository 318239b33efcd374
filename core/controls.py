"""Drawing form controls: inputs and selects in Python, all others by their templates.

A list page draws a hundred options and fifty inputs; as templates each would cost more than the row it stands in.
`tests/core/test_controls.py` holds that what is drawn here says what Django's own templates say.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe

from core.escaping import escaped

INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox")


class Controls(TemplatesSetting):
    """The renderer of every form of the house."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        drawn = DRAWN.get(template_name)
        return drawn(context["widget"]) if drawn else super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    attrs = _attrs(widget["attrs"])
    return mark_safe(f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attrs}>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f'<select name="{escaped(widget["name"])}"{_attrs(widget["attrs"])}>{groups}\n</select>')


def _group(name: Any, options: list[Mapping[str, Any]]) -> str:
    rows = "".join(_option(option) for option in options)
    return f'\n  <optgroup label="{escaped(name)}">{rows}\n  </optgroup>' if name else rows


def _option(option: Mapping[str, Any]) -> str:
    value, label = escaped(option["value"]), escaped(option["label"])
    return f'\n  <option value="{value}"{_attrs(option["attrs"])}>{label}</option>'


def _attrs(attrs: Mapping[str, Any]) -> str:
    """Attributes as Django writes them: none for False, the bare name for True."""
    return "".join(_attr(name, value) for name, value in attrs.items() if value is not False)


def _attr(name: str, value: Any) -> str:
    told = escaped(name)
    return f" {told}" if value is True else f' {told}="{escaped(value)}"'


DRAWN = {f"django/forms/widgets/{name}.html": _input for name in INPUTS}
DRAWN["django/forms/widgets/select.html"] = _select
