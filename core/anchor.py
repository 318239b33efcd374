"""The daily anchor over all heads of history, and its proof."""

from django.db.models import Max

from core import clock
from core.history import heads_digest
from core.models import Anchor, Event


def anchor_today() -> Anchor | None:
    """Write today's anchor once; None when nothing happened since the last one."""
    last = Anchor.objects.order_by("-day").first()
    after = last.upto if last else 0
    upto = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    if upto == after or (last and last.day == clock.today()):
        return last
    digest, streams = heads_digest(previous=last.digest if last else "", after=after, upto=upto)
    return Anchor.objects.create(day=clock.today(), upto=upto, streams=streams, digest=digest)


def broken_anchors() -> list[int]:
    """The anchors that history no longer agrees with (I30)."""
    broken, previous, after = [], "", 0
    for anchor in Anchor.objects.order_by("day"):
        digest, _streams = heads_digest(previous=previous, after=after, upto=anchor.upto)
        if digest != anchor.digest:
            broken.append(anchor.pk)
        previous, after = anchor.digest, anchor.upto
    return broken
