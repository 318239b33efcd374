"""Words about the company's calendar.

{{ day|kind_words }}     Day off, Make-up day
{{ day.name|occasion }}  a known holiday in the reader's language
"""

from typing import Any

from django import template

from core.calendars.occasions import occasion_words
from core.models import DayKind

register = template.Library()


@register.filter
def kind_words(day: Any) -> str:
    return str(DayKind(day.kind).label)


@register.filter
def occasion(name: str) -> str:
    return occasion_words(name)
