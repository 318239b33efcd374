"""What a person may do, asked of the database once per request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from core.models import User
from core.models.share import with_shares


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
    rights = Permission.objects.order_by()
    if not user.is_superuser:
        rights = rights.filter(Q(group__user=user) | Q(user=user)).distinct()
    return {f"{app}.{codename}" for app, codename in rights.values_list("content_type__app_label", "codename")}
