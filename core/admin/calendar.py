"""The company's calendar in the admin: the same services as its page, so the same right, history and edition."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import RecordAdmin
from core.calendars.editing import put_days, set_hours, take_days
from core.calendars.occasions import occasion_words
from core.calendars.reading import FileDay
from core.models import CompanyCalendar, CompanyDay, DayKind
from core.models.calendar import can_be_made_up
from core.policies import may_edit_calendar


class DayForm(ModelForm):
    """One exceptional day."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day = data.get("day") or self.instance.day
        if day and data.get("kind") == DayKind.WORK and not can_be_made_up(day):
            self.add_error("kind", ValidationError(_("A make-up day is a Saturday or a Sunday."), code="weekday"))
        return data


@admin.register(CompanyDay)
class CompanyDayAdmin(RecordAdmin):
    form = DayForm
    list_display = ("day", "kind", "occasion", "provisional", "source")
    list_filter = ("kind", "provisional")
    search_fields = ("name", "source")
    date_hierarchy = "day"
    ordering = ("-day",)
    fields = ("day", "kind", "name", "provisional")

    @admin.display(description=_("occasion"), ordering="name")
    def occasion(self, obj: CompanyDay) -> str:
        return occasion_words(obj.name)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The day is what names the row: another day is another row.
        return ("day",) if obj is not None else ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("core.view_companycalendar") or may_edit_calendar(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_edit_calendar(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_calendar(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_calendar(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: CompanyDay, form: Any, change: bool) -> None:
        said = FileDay(obj.day, obj.kind, obj.name, obj.provisional)
        put_days([said], actor=request.user)
        obj.pk = CompanyDay.objects.values_list("pk", flat=True).get(day=obj.day)

    def delete_model(self, request: HttpRequest, obj: CompanyDay) -> None:
        take_days([obj.day], actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CompanyDay]) -> None:
        take_days(list(queryset.values_list("day", flat=True)), actor=request.user)


@admin.register(CompanyCalendar)
class CompanyCalendarAdmin(RecordAdmin):
    """The hours; the one row is neither added nor deleted."""

    list_display = ("__str__", "hours")
    search_fields = ("hours",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CompanyCalendar, form: Any, change: bool) -> None:
        set_hours(obj.hours, actor=request.user)
