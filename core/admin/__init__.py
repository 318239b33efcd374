"""The house's own models in Django's admin."""

from core.admin import history, people, rows  # noqa: F401  registering is what they are for
