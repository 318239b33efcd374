"""The core app: people, history, and the kit every floor above stands on."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("People and history")

    def ready(self) -> None:
        from core import demo_guard  # noqa: F401  its system checks register themselves
        from core.calendars.shipped import start_calendar
        from core.roles import sync_roles

        # Set-up only: the standard roles and a calendar exist on every database that was ever migrated.
        post_migrate.connect(sync_roles, dispatch_uid="core.sync_roles")
        post_migrate.connect(start_calendar, sender=self, dispatch_uid="core.start_calendar")
