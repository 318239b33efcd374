"""A form field as people meet it: label, "required", control, help and error, tied together for screen readers."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

NONE = mark_safe("")


def drawn_field(bound: Any, css: str = "", help: Any = None, alert: SafeString = NONE) -> SafeString:
    """The whole field; a group of choices is a fieldset with a legend. `alert` is the icon before an error."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    words = field_words(bound, bound.help_text if help is None else help, alert)
    if widget.use_fieldset:
        return _group(bound, css, words)
    box = getattr(widget, "input_type", "") == "checkbox"
    return format_html(
        '<div class="field {}{}">\n  <label for="{}">{}{}</label>\n  {}\n  {}\n</div>',
        css,
        " check-field" if box else "",
        bound.id_for_label,
        bound.label,
        NONE if box else _need(bound),
        bound.as_widget(),
        words,
    )


def _group(bound: Any, css: str, words: SafeString) -> SafeString:
    said = bound.aria_describedby
    return format_html(
        '<fieldset class="field {}"{}>\n  <legend>{}{}</legend>\n  {}\n  {}\n</fieldset>',
        css,
        format_html(' aria-describedby="{}"', said) if said else NONE,
        bound.label,
        _need(bound),
        bound.as_widget(),
        words,
    )


def _need(bound: Any) -> SafeString:
    return format_html('<span class="need">{}</span>', _("required")) if bound.field.required else NONE


def field_words(bound: Any, help: Any = "", alert: SafeString = NONE) -> SafeString:
    """Help and errors under a control; the ids are the ones Django puts into aria-describedby."""
    css, text = ("help", help) if help else ("vh", bound.help_text)
    told = format_html('<div class="{}" id="{}_helptext">{}</div>', css, bound.auto_id, text) if text else NONE
    if not bound.errors:
        return told
    errors = format_html_join("", '<p class="error">{}{}</p>', [(alert, error) for error in bound.errors])
    return format_html('{}\n<div id="{}_error">{}</div>', told, bound.auto_id, errors)
