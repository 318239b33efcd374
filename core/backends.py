"""What a person may do, asked of the database once per request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from core.models import User
from core.models.share import with_shares
from core.prepared import prepared


class RoleBackend(ModelBackend):
    """Django's own backend, with the rights of a person and of all their roles in one query."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = _rights_of(user_obj)
        return user_obj._perm_cache

    def get_user(self, user_id: int) -> Any:
        """The person of a request, with the department and the shares that every page asks for."""
        user = with_shares(User.objects.select_related("department").filter(pk=user_id))
        return user if user is not None and self.user_can_authenticate(user) else None


def _rights_of(user: Any) -> set[str]:
    found = _all_rights() if user.is_superuser else _own_rights(user.pk)
    return {f"{app}.{codename}" for app, codename in found}


@prepared()
def _all_rights() -> Any:
    return Permission.objects.order_by().values_list("content_type__app_label", "codename")


@prepared(int)
def _own_rights(user_id: int) -> Any:
    # Two lists of keys instead of joins: PostgreSQL looks at a person's own rows and not at everybody's.
    by_role = Group.permissions.through.objects.filter(group__user=user_id).values("permission_id")
    alone = User.user_permissions.through.objects.filter(user_id=user_id).values("permission_id")
    own = Permission.objects.order_by().filter(Q(pk__in=by_role) | Q(pk__in=alone))
    return own.values_list("content_type__app_label", "codename")
