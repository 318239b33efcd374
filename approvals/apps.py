"""The approvals app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        post_migrate.connect(_begin_with_a_policy, sender=self)


def _begin_with_a_policy(**_kwargs: Any) -> None:
    # After migrate and not in a migration, so that an emptied database gets it back too, as it does its roles.
    from approvals.services.publishing import make_first_policy

    make_first_policy()
