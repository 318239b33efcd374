"""The roles people hold, and how every database comes to know them.

A role is a group. Each app's policies say in ROLE_GRANTS which of its rights a role is born
with; what an administrator changes afterwards stays changed.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SALES = "sales"
SALES_MANAGER = "sales_manager"
DIRECTOR = "director"
WAREHOUSE = "warehouse"
TECHNICIAN = "technician"
FINANCE = "finance"
BUYER = "buyer"
AUDITOR = "auditor"
ADMIN = "admin"

ROLE_NAMES = {
    SALES: _("Sales"),
    SALES_MANAGER: _("Sales manager"),
    DIRECTOR: _("Director"),
    WAREHOUSE: pgettext_lazy("role", "Warehouse"),
    TECHNICIAN: pgettext_lazy("role", "Technician"),
    FINANCE: _("Finance"),
    BUYER: pgettext_lazy("role", "Buyer"),
    AUDITOR: _("Auditor"),
    ADMIN: _("Administrator"),
}
EVERY_ROLE = tuple(ROLE_NAMES)


def grants_of(config: AppConfig) -> dict[str, tuple[str, ...]]:
    """The rights of one app by codename, each with the roles born with it."""
    if find_spec(f"{config.name}.policies") is None:
        return {}
    return getattr(import_module(f"{config.name}.policies"), "ROLE_GRANTS", {})


def sync_roles(sender: AppConfig, **kwargs: Any) -> None:
    """Make the missing roles, and give each right that no role has yet to the roles born with it."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    grants = grants_of(sender)
    if not grants:
        return
    create_permissions(sender, verbosity=0, using=kwargs.get("using", "default"))
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in EVERY_ROLE}
    rights = Permission.objects.filter(content_type__app_label=sender.label, codename__in=grants)
    for right in rights.filter(group=None):
        right.group_set.add(*[groups[role] for role in grants[right.codename]])
