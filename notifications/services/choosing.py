"""How a person wants to be told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.models import User
from core.service import service
from notifications.models import ChannelChoice, Kind
from notifications.models.choice import packed, unpacked


def told(people: QuerySet[User], kind: str) -> QuerySet[User]:
    """The people with what each chose for this kind of message, in the same statement."""
    chosen = ChannelChoice.objects.filter(user=OuterRef("pk"), kind=kind).values("channels")[:1]
    return people.select_related("department").annotate(told_by=Subquery(chosen))


def channels_of(user: Any) -> dict[str, frozenset[str]]:
    """For each kind of message the channels a person is told by."""
    said = dict(ChannelChoice.objects.filter(user_id=user.pk).values_list("kind", "channels"))
    return {kind: unpacked(kind, said.get(kind)) for kind in Kind.values}


@service
def choose_channels(user: Any, chosen: Mapping[str, Iterable[str]]) -> None:
    """Keep a person's own choice; what waits for them to do stands in the app all the same."""
    rows = [ChannelChoice(user_id=user.pk, kind=kind, channels=packed(kind, chosen[kind])) for kind in chosen]
    ChannelChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("user", "kind"), update_fields=("channels",)
    )
