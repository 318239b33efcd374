"""Users and departments in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import RecordAdmin
from core.admin.roles import OwnRights
from core.models import Department, User


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    list_display = ("name", "parent")
    list_select_related = ("parent",)
    search_fields = ("name",)
    autocomplete_fields = ("parent",)


class NewPassword(AdminPasswordChangeForm):
    """A new password for somebody else, or none at all."""

    usable_password_help_text = _("Switched off, this person cannot sign in with a password until a new one is set.")


@admin.register(User)
class PersonAdmin(OwnRights, RecordAdmin, UserAdmin):
    """People; only a superuser makes superusers, or touches one."""

    change_password_form = NewPassword
    list_display = ("username", "name", "department", "manager", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups", "department")
    list_select_related = ("department", "manager")
    search_fields = ("username", "name", "email", "phone")
    autocomplete_fields = ("department", "manager")
    date_hierarchy = "date_joined"
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "phone")}),
        (_("Place in the company"), {"fields": ("department", "manager", "groups", "is_active", "is_staff")}),
        (_("How they like it"), {"fields": ("language", "theme", "density", "single_keys")}),
        (_("Superuser"), {"fields": ("is_superuser", "user_permissions", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "name", "email", "department", "manager", "groups", "password1", "password2")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("last_login", "date_joined")
        return fixed if request.user.is_superuser else (*fixed, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)
