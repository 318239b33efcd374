"""The company's calendar: its working hours, and the days that are not what their weekday says."""

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.shifts import USUAL, validate_shifts

THE_ONE = 1


class DayKind(models.TextChoices):
    """What an exceptional day is."""

    OFF = "off", _("Day off")
    WORK = "work", _("Make-up day")


class CompanyCalendar(models.Model):
    """The one row that every edit of the calendar holds; `edition` is new after each of them.

    It is no counter: an edit that was taken back and another that took its place must not look alike.
    """

    hours = models.CharField(
        _("working hours"), max_length=80, default=USUAL, validators=[validate_shifts],
        help_text=_("From and to, the shifts with a comma between them: 9-12, 13-18."),
    )  # fmt: skip
    edition = models.UUIDField(_("edition"), default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("company calendar")
        verbose_name_plural = _("company calendar")
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=Q(pk=THE_ONE), name="one_company_calendar")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class CompanyDayQuerySet(models.QuerySet["CompanyDay"]):
    """Days of the calendar."""

    def of_years(self, *years: int) -> "CompanyDayQuerySet":
        return self.filter(day__year__in=years)


class CompanyDay(models.Model):
    """A day off on whatever weekday, or a weekend day on which everybody works (调休)."""

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=DayKind.choices, default=DayKind.OFF)
    name = models.CharField(_("occasion"), max_length=40)
    provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Worked out from the law; not announced yet.")
    )
    source = models.CharField(_("source"), max_length=100, blank=True, editable=False)

    objects = CompanyDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")
        default_permissions = ()
        ordering = ("day",)
        constraints = [models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="company_day_kind")]

    def __str__(self) -> str:
        return str(self.day)


def can_be_made_up(day: datetime.date) -> bool:
    """Only a Saturday or Sunday can be worked in exchange for another day."""
    return day.weekday() >= 5
