"""The company's calendar: a year at a glance, days and hours edited, files taken in after a preview."""

import tempfile
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access import SIGNED_IN
from core.calendar import calendar_of
from core.calendars.comparing import plan_of
from core.calendars.editing import import_days, put_days, set_hours, take_days
from core.calendars.forms import DaysForm, FileForm, HoursForm, RemoveForm, sealed, unsealed
from core.calendars.occasions import OCCASIONS
from core.calendars.reading import YEARS, Reading, read_days, years_of
from core.calendars.year import WEEKDAYS, year_of
from core.models import CompanyCalendar, CompanyDay
from core.models.calendar import THE_ONE
from core.once import once_for
from core.policies import may_edit_calendar
from core.refusal import Refused
from core.views.guard import Guarded


def address(year: int) -> str:
    return f"{reverse('calendar')}?year={year}"


class YearPage(Guarded):
    """What the pages that show the year share."""

    def show(self, *, days_form: Any = None, hours_form: Any = None, status: int = 200) -> HttpResponse:
        number, today = self.number(), clock.today()
        company = CompanyCalendar.objects.get(pk=THE_ONE)
        rows = list(CompanyDay.objects.of_years(number))
        context = {
            "year": year_of(number, rows, calendar_of(None, company.hours, rows), today=today),
            "company": company,
            "may_edit": may_edit_calendar(self.request.user),
            "days_form": days_form or DaysForm(),
            "hours_form": hours_form or HoursForm({"hours": company.hours}),
            "occasions": list(OCCASIONS),
            "headings": WEEKDAYS,
            "this_year": today.year,
        }
        return render(self.request, "core/calendar.html", context, status=status)

    def number(self) -> int:
        said = self.request.GET.get("year") or self.request.POST.get("year") or ""
        return int(said) if said.isascii() and said.isdigit() and int(said) in YEARS else clock.today().year

    def taken(self, form: forms.Form, act: Callable[[], Any], done: str, year: int) -> HttpResponse | None:
        """Do an act once and lead back to the year; nothing when it was refused, which the form says then."""
        try:
            target = once_for(self.request, lambda: (act(), address(year))[1])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None
        messages.success(self.request, done)
        return HttpResponseRedirect(target)


class CalendarYear(YearPage):
    """The year; whoever may edit enters days here."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        may_edit_calendar.demand(request.user)
        form = DaysForm(request.POST)
        if not form.is_valid():
            return self.show(days_form=form, status=422)
        act = partial(put_days, form.days(), actor=request.user)
        answer = self.taken(form, act, _("Saved."), form.cleaned_data["first"].year)
        return answer or self.show(days_form=form, status=409)


class CalendarRemove(YearPage):
    """Days taken out again."""

    policy = may_edit_calendar

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RemoveForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Which days are to go was not said."))
            return self.show(status=422)
        act = partial(take_days, form.days(), actor=request.user)
        answer = self.taken(form, act, _("Removed."), form.cleaned_data["first"].year)
        if answer is None:
            messages.error(request, " ".join(form.non_field_errors()))
        return answer or self.show(status=409)


class CalendarHours(YearPage):
    """The hours of every working day."""

    policy = may_edit_calendar

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HoursForm(request.POST)
        if not form.is_valid():
            return self.show(hours_form=form, status=422)
        act = partial(set_hours, form.cleaned_data["hours"], actor=request.user)
        return self.taken(form, act, _("Saved."), self.number()) or self.show(hours_form=form, status=409)


class CalendarImport(Guarded):
    """A file of days: compared first, then taken in as it was shown."""

    policy = may_edit_calendar

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "plan" in request.POST:
            return self.take_in(request)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            reading = _read(form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return self.show(form, status=409)
        return self.show(form, status=422 if reading.faults else 200, **self.preview(reading, form))

    def preview(self, reading: Reading, form: FileForm) -> dict[str, Any]:
        name = form.cleaned_data["file"].name
        if reading.faults:
            return {"filename": name, "reading": reading}
        edition = CompanyCalendar.objects.values_list("edition", flat=True).get(pk=THE_ONE)
        text = sealed(list(reading.days.values()), source=name, edition=edition)
        plan = plan_of(reading.days)
        return {"filename": name, "reading": reading, "plan": plan, "sealed": text, "years": years_of(reading.days)}

    def take_in(self, request: HttpRequest) -> HttpResponse:
        form = FileForm()
        try:
            wanted = unsealed(request.POST["plan"])
            target = once_for(request, lambda: self.import_(wanted))
        except BadSignature:
            messages.error(request, _("This preview is too old. Please choose the file again."))
            return self.show(form, status=409)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.show(form, status=409)
        messages.success(request, _("The calendar was imported."))
        return HttpResponseRedirect(target)

    def import_(self, wanted: dict[str, Any]) -> str:
        edition, actor = uuid.UUID(wanted["edition"]), self.request.user
        import_days(wanted["days"], source=wanted["source"], edition=edition, actor=actor)
        return address(max(day.year for day in wanted["days"]))

    def show(self, form: FileForm, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, "core/calendar_import.html", {"form": form, **context}, status=status)


def _read(file: Any) -> Reading:
    # The readers want a file on disk, with the name that their sentences say.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.read())
        return read_days(path)
