"""The house's own models in Django's admin."""

from core.admin import calendar, history, people, roles, rows  # noqa: F401  registering is what they are for
