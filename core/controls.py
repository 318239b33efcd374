"""Drawing form controls: inputs and selects in Python, all others by their templates.

A list page draws a hundred options and fifty inputs; as templates each would cost more than the row it stands in.
`tests/core/test_controls.py` holds that what is drawn here says what Django's own templates say.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox")


class Controls(TemplatesSetting):
    """The renderer of every form of the house."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        drawn = DRAWN.get(template_name)
        return drawn(context["widget"]) if drawn else super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    attrs = _attrs(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attrs)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    attrs = _attrs(widget["attrs"])
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], attrs, mark_safe(groups))


def _group(name: Any, options: list[Mapping[str, Any]]) -> str:
    rows = "".join(_option(option) for option in options)
    return f'\n  <optgroup label="{conditional_escape(name)}">{rows}\n  </optgroup>' if name else rows


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attrs(option["attrs"])}>{label}</option>'


def _attrs(attrs: Mapping[str, Any]) -> SafeString:
    """Attributes as Django writes them: none for False, the bare name for True."""
    return mark_safe("".join(_attr(name, value) for name, value in attrs.items() if value is not False))


def _attr(name: str, value: Any) -> str:
    told = conditional_escape(name)
    return f" {told}" if value is True else f' {told}="{conditional_escape(value)}"'


DRAWN = {f"django/forms/widgets/{name}.html": _input for name in INPUTS}
DRAWN["django/forms/widgets/select.html"] = _select
