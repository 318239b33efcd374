"""Roles and rights in the admin, each in the words of the reader's language."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy

from core.admin.base import RecordAdmin
from core.roles import ROLE_NAMES

ACTS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "view"),
}
"""The rights Django gives every model."""


def shown_role(group: Group) -> str:
    """A role by its name; a group somebody made is called as they called it."""
    return str(ROLE_NAMES.get(group.name, group.name))


def shown_right(right: Permission) -> str:
    """What a right is about, and what it allows."""
    act, _line, model = right.codename.partition("_")
    plain = act in ACTS and model == right.content_type.model
    return f"{right.content_type} | {ACTS[act] if plain else gettext(right.name)}"


# Django shows both by their stored English names wherever one is chosen; there is no other hook for it.
Group.add_to_class("__str__", shown_role)
Permission.add_to_class("__str__", shown_right)


class OwnRights:
    """Only the rights of the house itself can be given; those of its libraries mean nothing here."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            own = [one.label for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]
            kwargs["queryset"] = Permission.objects.filter(content_type__app_label__in=own)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(OwnRights, RecordAdmin, GroupAdmin):
    """What each role may do. A role is never deleted: people hold it, and rules ask it."""
