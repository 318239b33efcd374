"""What the pages of the company's calendar ask."""

import datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.calendars.cells import LONGEST_NAME
from core.calendars.reading import LONGEST_SPAN, YEARS, FileDay
from core.models import DayKind
from core.shifts import validate_shifts

MOST_BYTES = 2 << 20
SALT = "core.calendars.plan"


class DaysForm(forms.Form):
    """A day, or some days on end."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty for a single day."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices)
    name = forms.CharField(
        label=_("Occasion"), max_length=LONGEST_NAME,
        widget=forms.TextInput({"list": "occasions"}),
    )  # fmt: skip
    provisional = forms.BooleanField(label=_("Provisional"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last") or data.get("first")
        if first and last:
            if first.year not in YEARS or last.year not in YEARS:
                self.add_error("first", ValidationError(_("This year is too far away."), code="year"))
            elif last < first:
                self.add_error("last", ValidationError(_("The last day is before the first."), code="order"))
            elif (last - first).days >= LONGEST_SPAN:
                self.add_error("last", ValidationError(_("At most 31 days at once."), code="long"))
        return data

    def days(self) -> list[FileDay]:
        """The days that were typed."""
        data = self.cleaned_data
        length = ((data["last"] or data["first"]) - data["first"]).days + 1
        days = [data["first"] + datetime.timedelta(days=n) for n in range(length)]
        return [FileDay(day, data["kind"], data["name"], data["provisional"]) for day in days]


class RemoveForm(forms.Form):
    """Which days are to go."""

    first = forms.DateField(widget=forms.HiddenInput)
    last = forms.DateField(widget=forms.HiddenInput)

    def days(self) -> list[datetime.date]:
        """At most a year of them, whatever was sent."""
        data = self.cleaned_data
        length = min(max((data["last"] - data["first"]).days, 0), 366)
        return [data["first"] + datetime.timedelta(days=n) for n in range(length + 1)]


class HoursForm(forms.Form):
    """The working hours of a day."""

    hours = forms.CharField(
        label=_("Working hours"), max_length=80, validators=[validate_shifts],
        help_text=_("From and to, the shifts with a comma between them: 9-12, 13-18."),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file to be compared first."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput({"accept": ".csv,.xlsx,.ics"}),
        help_text=_("CSV, .xlsx or .ics, UTF-8 or GBK. Columns: from, to, name, kind (holiday or workday)."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("More than 2 MB. A calendar is smaller."), code="large")
        return file


def sealed(days: list[FileDay], *, source: str, edition: Any) -> str:
    """What was previewed, so that exactly this can be taken in afterwards."""
    rows = [[day.day.isoformat(), day.kind, day.name, int(day.provisional)] for day in days]
    return signing.dumps({"source": source, "edition": str(edition), "days": rows}, salt=SALT, compress=True)


def unsealed(text: str) -> dict[str, Any]:
    """What was sealed, for a day; a BadSignature when it was tampered with or is older."""
    data = signing.loads(text, salt=SALT, max_age=86_400)
    rows = [FileDay(datetime.date.fromisoformat(day), *rest[:2], bool(rest[2])) for day, *rest in data["days"]]
    return data | {"days": {day.day: day for day in rows}}
