"""Controls drawn in Python say what Django's own templates say, letter for letter but for the spaces between tags."""

import datetime
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.controls import DRAWN, Controls

HOSTILE = '"><script>alert(1)</script>&amp;'
GROUP = ("Group & <co>", [("x", "X"), ("y", mark_safe("&lt;"))])
CHOICES = [("", "--"), ("a<b", HOSTILE), (None, "none"), (3, 4), GROUP]
ATTRS = {"title": HOSTILE, "required": True, "hidden": False, "data-n": 5, "aria-label": gettext_lazy("Customer")}
WIDGETS = [
    (forms.TextInput, HOSTILE),
    (forms.TextInput, None),
    (forms.TextInput, mark_safe("&lt;b&gt;")),
    (forms.NumberInput, 0),
    (forms.EmailInput, "a@b.cn"),
    (forms.URLInput, "https://b.cn/?a=1&b=2"),
    (forms.PasswordInput, "secret"),
    (forms.HiddenInput, "7"),
    (forms.DateInput, datetime.date(2026, 8, 15)),
    (forms.DateTimeInput, datetime.datetime(2026, 8, 15, 14, 2, tzinfo=datetime.UTC)),
    (forms.TimeInput, datetime.time(14, 2)),
    (forms.CheckboxInput, True),
    (forms.CheckboxInput, "v"),
]


@pytest.mark.parametrize(("kind", "value"), WIDGETS)
def test_an_input_is_what_django_would_draw(kind: type[forms.Widget], value: Any) -> None:
    assert_same(kind(), value)


@pytest.mark.parametrize("value", ["", "a<b", 3, "y", None])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
def test_a_select_is_what_django_would_draw(kind: Any, value: Any) -> None:
    assert_same(kind(choices=CHOICES), [value] if kind is forms.SelectMultiple else value)


def test_what_is_not_drawn_here_keeps_its_template() -> None:
    assert_same(forms.Textarea(), HOSTILE)
    assert_same(forms.RadioSelect(choices=[("a", HOSTILE)]), "a")


def test_every_control_drawn_here_is_one_of_djangos() -> None:
    for name in DRAWN:
        assert DjangoTemplates().get_template(name)


def assert_same(widget: forms.Widget, value: Any) -> None:
    ours = widget.render("n", value, ATTRS, renderer=Controls())
    theirs = widget.render("n", value, ATTRS, renderer=DjangoTemplates())
    assert str(parse_html(ours)) == str(parse_html(theirs))
    assert hasattr(ours, "__html__")
