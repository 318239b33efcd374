"""The approvals app."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import ProgrammingError
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        post_migrate.connect(_begin_with_a_policy, sender=self)
        checks.register(_whole_policies, checks.Tags.database)


def _begin_with_a_policy(**kwargs: Any) -> None:
    if "apps" in kwargs and "policy" not in kwargs["apps"].all_models["approvals"]:
        # Its tables were taken back.
        return
    # After migrate and not in a migration, so that an emptied database gets it back too, as it does its roles.
    from approvals.services.publishing import make_first_policy

    make_first_policy()


def _whole_policies(*, databases: Any = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """After an upgrade, and by `check --database default`: which rules of the house the active policies lack."""
    from approvals.services.publishing import lacks_now
    from approvals.wording import named

    try:
        lacks = lacks_now() if databases else {}
    except ProgrammingError:
        # The tables are about to be made.
        return []
    hint = "In the administration, “Copy to a new draft with the house's rules” adds them to a draft; publish it."
    return [
        checks.Info(f"{policy} lacks: {', '.join(map(named, names))}.", hint=hint, id="approvals.I001")
        for policy, names in lacks.items()
    ]
