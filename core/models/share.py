"""An explicit share of one thing with one colleague, until a day."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
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
    def running(cls, user_id: Any, day: datetime.date | None = None) -> Q:
        """Shares of a person that have not ended."""
        return Q(user_id=user_id) & (Q(until=None) | Q(until__gte=day or clock.today()))

    @classmethod
    def given_to(cls, user_id: int, outer: str = "pk", right: str = "view") -> Exists:
        """Whether the outer row is shared with a person; an edit share lets view as well."""
        shares = cls.objects.filter(cls.running(user_id), content_object=OuterRef(outer))
        if right != "view":
            shares = shares.filter(permission__codename__startswith=right)
        return Exists(shares)

    @classmethod
    def shared_with(cls, user: Any) -> list[int]:
        """The keys of what is shared with a person now.

        A list asks for them by key beside its owner: an index answers that, and no index answers "or exists".
        Whoever came with a request brings them along (core.backends).
        """
        kept: dict[type, list[int]] | None = getattr(user, "shares_kept", None)
        return list(cls._keys(user.pk)) if kept is None else kept[cls]

    @classmethod
    def _keys(cls, user: Any) -> QuerySet[Any, int]:
        return cls.objects.filter(cls.running(user)).order_by().values_list("content_object_id", flat=True)


def with_shares(people: QuerySet[Any]) -> Any:
    """The first of some people, with the keys of everything that is shared with them, in the same query."""
    kinds = {f"shares_{n}": kind for n, kind in enumerate(ShareBase.__subclasses__())}
    lists = {name: ArraySubquery(kind._keys(OuterRef("pk"))) for name, kind in kinds.items()}
    person = people.annotate(**lists).first()
    if person is not None:
        person.shares_kept = {kind: getattr(person, name) for name, kind in kinds.items()}
    return person
