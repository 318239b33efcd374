"""Who works here: users and their departments."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.people import initials_of


class Department(models.Model):
    """A part of the company; a department contains the ones that name it as parent."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent department"),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in, with one department and one manager."""

    name = models.CharField(_("full name"), max_length=80, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("department"),
    )
    manager = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("manager"),
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=10, blank=True)
    density = models.CharField(_("row height"), max_length=10, blank=True)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def initial(self) -> str:
        return initials_of(str(self))

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The roles this person holds; roles are groups named in core.roles."""
        return frozenset(self.groups.values_list("name", flat=True))

    @cached_property
    def department_tree(self) -> tuple[int, ...]:
        """The keys of this person's department and all departments below it."""
        if self.department_id is None:
            return ()
        parents = dict(Department.objects.values_list("pk", "parent_id"))
        found, fresh = {self.department_id}, {self.department_id}
        while fresh:
            fresh = {pk for pk, parent in parents.items() if parent in fresh} - found
            found |= fresh
        return tuple(sorted(found))
