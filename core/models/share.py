"""An explicit share of one thing with one colleague, until a day."""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from core import clock


class ShareBase(UserObjectPermissionBase):
    """A colleague may view (or edit) one object, as django-guardian stores it, with an end date.

    A subclass names the object: `content_object = ForeignKey(Order, CASCADE, related_name="shares")`.
    """

    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        unique_together = ("user", "permission", "content_object")

    @classmethod
    def running(cls, user_id: int, day: datetime.date | None = None) -> Q:
        """Shares of a person that have not ended."""
        return Q(user_id=user_id) & (Q(until=None) | Q(until__gte=day or clock.today()))

    @classmethod
    def given_to(cls, user_id: int, outer: str = "pk", right: str = "view") -> Exists:
        """Whether the outer row is shared with a person; an edit share lets view as well."""
        shares = cls.objects.filter(cls.running(user_id), content_object=OuterRef(outer))
        if right != "view":
            shares = shares.filter(permission__codename__startswith=right)
        return Exists(shares)
