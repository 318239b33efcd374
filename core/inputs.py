"""Form fields for what people type: numbers with separators or full-width digits, days, words."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.reading import half_width, short_day, worked_out

__all__ = ["Cell", "DayField", "NumberField", "SharedFields", "SumField", "half_width", "plain"]
GROUPED = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d*)?$")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)


class NumberField(forms.DecimalField):
    """A plain decimal number; 1,234.5 and １２３ are read as people mean them, everything else is refused."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = half_width(value)
            if GROUPED.match(value):
                value = value.replace(",", "")
            if len(value) > 40 or not value.isascii() or "e" in value.lower() or "_" in value:
                raise ValidationError(_("Enter a number."), code="invalid")
        return super().to_python(value)


class SumField(NumberField):
    """A number, or a small sum that makes one: 12*4."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(worked_out(value) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day as 2026-08-15 or in short (t, +3, 0815, 周五); what no business can mean is refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"], **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, str):
            value = short_day(value, clock.today()) or half_width(value)
            if isinstance(value, str) and not value.isascii():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(_("Enter a day between 2000 and 2099."), code="far")


class SharedFields(dict[str, forms.Field]):
    """The fields of a form that stands on a page by the dozen: all use the same ones, instead of each copying them.

    Nothing may be set on such a field afterwards; what one form's control says more is in its `cell_attrs`.
    """

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


class Cell(forms.BoundField):
    """A field of one row, with the attributes that only this row's control has."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        more: dict[str, dict[str, Any]] = getattr(self.form, "cell_attrs", {})
        return super().build_widget_attrs(attrs, widget) | more.get(self.name, {})


def plain(number: Decimal | None) -> str:
    """A number as somebody would type it: no needless zeros, no exponent."""
    return "" if number is None else f"{number.normalize():f}"
